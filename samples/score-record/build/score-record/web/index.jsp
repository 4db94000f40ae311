<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" %>
<!DOCTYPE html>
<html lang="zh-CN">
<head>
  <meta charset="UTF-8">
  <title>学员分数管理系统 - 登录</title>
</head>
<body>
<h1>学员分数管理系统</h1>
<% if (request.getParameter("error") != null) { %>
<p class="error">用户名或密码不正确</p>
<% } %>
<form method="post" action="login">
  <p><label>用户名 <input name="login"></label></p>
  <p><label>密码 <input name="password" type="password"></label></p>
  <p><button>登录</button></p>
</form>
<p><a href="scores.jsp">查看成绩</a></p>
</body>
</html>
