import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;
import org.apache.log4j.Logger;

/** 登录：核对 t_user 表，成功后把用户写入会话。 */
public class LoginServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(LoginServlet.class);
    private static final String QUERY =
            "SELECT display_name FROM t_user WHERE login_name = ? AND password_sha256 = ?";

    private Database database;

    @Override
    public void init() throws ServletException {
        try {
            database = new Database();
        } catch (IOException | ClassNotFoundException e) {
            throw new ServletException(e);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String login = request.getParameter("login");
        String password = request.getParameter("password");
        if (login == null || password == null) {
            response.sendRedirect(request.getContextPath() + "/index.jsp?error=1");
            return;
        }
        String name = displayName(login, sha256(password));
        if (name == null) {
            LOG.warn("login refused");
            response.sendRedirect(request.getContextPath() + "/index.jsp?error=1");
            return;
        }
        HttpSession session = request.getSession(true);
        session.setAttribute("login", login);
        session.setAttribute("displayName", name);
        LOG.info("login " + login);
        response.sendRedirect(request.getContextPath() + "/add.jsp");
    }

    private String displayName(String login, String digest) throws ServletException {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setString(1, login);
            statement.setString(2, digest);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        } catch (SQLException e) {
            LOG.error("login failed", e);
            throw new ServletException(e);
        }
    }

    private static String sha256(String text) throws ServletException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            StringBuilder hex = new StringBuilder();
            for (byte b : digest.digest(text.getBytes(StandardCharsets.UTF_8))) {
                hex.append(String.format("%02x", b));
            }
            return hex.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new ServletException(e);
        }
    }
}
