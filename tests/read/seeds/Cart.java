package com.shop;
import java.io.*;
import javax.servlet.http.*;
@WebServlet(urlPatterns = {"/cart", "/c" + Cart.MORE})
public class Cart<T extends Comparable<T>> extends HttpServlet implements Runnable {
    static final String MORE = "/more", URL = "jdbc:mysql://10.1.1.1:3306/shop?password=x";
    private File folder = new File("/data/up"); // new Socket("a", 1)
    public void doGet(HttpServletRequest request, String... all) throws IOException {
        for (var one : all) { request.getSession().setAttribute("a\u0041", one); }
        try (InputStream in = new FileInputStream(folder)) { ((File) in).delete(); }
        Runnable r = () -> System.loadLibrary("x");
    }
}
