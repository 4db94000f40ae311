<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" %>
<%@ page import="java.io.FileInputStream, java.sql.*, java.util.Properties" %>
<%!
    private static final String QUERY =
        "SELECT s.student_no, p.student_name, k.class_name, c.course_name, s.score"
        + " FROM t_score s"
        + " JOIN t_student p ON p.student_no = s.student_no"
        + " JOIN t_class k ON k.class_id = p.class_id"
        + " JOIN t_course c ON c.course_id = s.course_id"
        + " ORDER BY s.student_no, c.course_id";

    private static String html(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
%>
<%
    Properties props = new Properties();
    FileInputStream file = new FileInputStream("jdbc.properties");
    try {
        props.load(file);
    } finally {
        file.close();
    }
    Class.forName("org.mariadb.jdbc.Driver");
    String url = "jdbc:mysql://" + props.getProperty("mysql_ip") + ":" + props.getProperty("mysql_port")
        + "/" + props.getProperty("database") + "?useUnicode=true&characterEncoding=UTF-8";
%>
<!DOCTYPE html>
<html lang="zh-CN">
<head>
  <meta charset="UTF-8">
  <title>学员成绩</title>
</head>
<body>
<h1>学员成绩</h1>
<table>
  <tr><th>学号</th><th>姓名</th><th>班级</th><th>课程</th><th>成绩</th></tr>
<%
    try (Connection connection = DriverManager.getConnection(url, props.getProperty("user"), props.getProperty("password"));
         Statement statement = connection.createStatement();
         ResultSet rows = statement.executeQuery(QUERY)) {
        while (rows.next()) {
%>
  <tr>
    <td><%= html(rows.getString(1)) %></td>
    <td><%= html(rows.getString(2)) %></td>
    <td><%= html(rows.getString(3)) %></td>
    <td><%= html(rows.getString(4)) %></td>
    <td><%= rows.getBigDecimal(5) %></td>
  </tr>
<%
        }
    }
%>
</table>
<p><a href="index.jsp">登录</a></p>
</body>
</html>
