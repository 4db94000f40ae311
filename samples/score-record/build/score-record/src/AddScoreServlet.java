import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;
import org.apache.log4j.Logger;

/** 录入一条成绩并短信通知学员；只有登录后的教师可以使用。 */
public class AddScoreServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(AddScoreServlet.class);
    private static final String INSERT =
            "INSERT INTO t_score (student_no, course_id, score, entered_by) VALUES (?, ?, ?, ?)";

    private Database database;
    private SmsGateway sms;

    @Override
    public void init() throws ServletException {
        try {
            database = new Database();
            sms = new SmsGateway();
        } catch (IOException | ClassNotFoundException e) {
            throw new ServletException(e);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        HttpSession session = request.getSession(false);
        if (session == null || session.getAttribute("login") == null) {
            response.sendRedirect(request.getContextPath() + "/index.jsp");
            return;
        }
        String student = request.getParameter("student_no");
        try {
            int course = Integer.parseInt(request.getParameter("course_id"));
            BigDecimal score = new BigDecimal(request.getParameter("score"));
            insert(student, course, score, (String) session.getAttribute("login"));
        } catch (NumberFormatException | NullPointerException e) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        sms.send(student, "成绩已录入");
        response.sendRedirect(request.getContextPath() + "/scores.jsp");
    }

    private void insert(String student, int course, BigDecimal score, String login)
            throws ServletException {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, student);
            statement.setInt(2, course);
            statement.setBigDecimal(3, score);
            statement.setString(4, login);
            statement.executeUpdate();
            LOG.info("score added by " + login);
        } catch (SQLException e) {
            LOG.error("score not added", e);
            throw new ServletException(e);
        }
    }
}
