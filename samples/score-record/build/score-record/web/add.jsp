<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" %>
<%
    Object teacher = session.getAttribute("displayName");
    if (teacher == null) {
        response.sendRedirect("index.jsp");
        return;
    }
%>
<!DOCTYPE html>
<html lang="zh-CN">
<head>
  <meta charset="UTF-8">
  <title>录入成绩</title>
</head>
<body>
<h1>录入成绩</h1>
<p>当前教师：<%= teacher %></p>
<form method="post" action="score/add">
  <p><label>学号 <input name="student_no"></label></p>
  <p><label>课程编号 <input name="course_id"></label></p>
  <p><label>成绩 <input name="score"></label></p>
  <p><button>保存</button></p>
</form>
</body>
</html>
