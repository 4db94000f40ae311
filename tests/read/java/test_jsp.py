"""JSP pages: sessions, logins, files, connections, uses; comments and text are no code."""

from __future__ import annotations

import time

from tests.read.java.applications import item, items, places, read_war

LOGIN = """<%@ page pageEncoding="GBK" %>
<% if (session.getAttribute("user") == null) { response.sendRedirect("login.jsp"); } %>
"""


def test_a_page_that_sends_strangers_away_and_pages_that_include_it() -> None:
    war = read_war(
        {
            "inc/check.jspf": LOGIN,
            "inc/top.jsp": '<jsp:include page="../inc/check.jspf"/>',
            "list.jsp": '<%@ include file="inc/check.jspf" %><p>list</p>',
            "adm/list.jsp": "<%@include file='/inc/check.jspf'%>",
            "login.jsp": "<p>log in</p>",
            "error.jsp": '<%@ page isErrorPage="true" %>',
            "WEB-INF/views/home.jsp": "<p>behind a controller</p>",
        }
    )
    assert items(war, "http.paths", "path", "login") == [
        ("/adm/list.jsp", True),
        ("/inc/top.jsp", True),
        ("/list.jsp", True),
        ("/login.jsp", False),
    ]
    assert (war.value("charset"), places(war, "charset")) == ("GBK", ["inc/check.jspf:1"])
    assert places(war, "session.use") == ["inc/check.jspf:2"]


def test_a_filter_of_the_applications_own_may_ask_for_a_login() -> None:
    descriptor = """<web-app><filter><filter-name>f</filter-name><filter-class>{}</filter-class>
      </filter><filter-mapping><filter-name>f</filter-name><url-pattern>/*</url-pattern>
      </filter-mapping></web-app>"""
    for class_, login in (("shop.AuthFilter", None), ("shop.EncodingFilter", False)):
        war = read_war({"WEB-INF/web.xml": descriptor.format(class_), "a.jsp": "x"})
        assert item(war, "http.paths", path="/a.jsp")["login"] is login


def test_comments_strings_and_markup_are_no_code() -> None:
    war = read_war(
        {
            "a.jsp": """<%-- session.setAttribute("a", 1); --%>
<!-- session.setAttribute("b", 1); new FileOutputStream("/data/no") -->
<p>session.setAttribute("c", 1)</p>
<% // session.setAttribute("d", 1);
   /* new java.io.FileWriter("/data/never"); */
   String s = "http://example.org/*"; %>
<%-- never closed session.setAttribute("e", 1);"""
        }
    )
    assert "files.written" not in war.facts
    assert war.value("session.use") != "memory"


def test_code_inside_of_a_html_comment_runs() -> None:
    war = read_war({"a.jsp": '<!--\n<% session.setAttribute("a", 1); %>\n-->'})
    assert (war.value("session.use"), places(war, "session.use")) == ("memory", ["a.jsp:2"])


def test_a_page_without_sessions_and_one_in_xml() -> None:
    none = read_war({"a.jsp": '<%@ page session="false" %><%= session.getAttribute("x") %>'})
    assert "session.use" not in none.facts
    xml = """<jsp:root xmlns:jsp="http://java.sun.com/JSP/Page" version="2.0">
<jsp:directive.page import="java.io.FileWriter" pageEncoding="UTF-8"/>
<jsp:scriptlet>new FileWriter("/opt/shop/export.csv");</jsp:scriptlet></jsp:root>"""
    war = read_war({"b.jspx": xml})
    assert item(war, "files.written", path="/opt/shop/export.csv")["places"] == ["b.jspx:3"]
    assert war.value("charset") == "UTF-8"


def test_what_pages_write_and_read() -> None:
    war = read_war(
        {
            "up.jsp": """<%@ page import="java.io.*,java.util.*" %>
<%  File folder = new File("D:\\\\upload\\\\img");
    new FileOutputStream("counter.txt");
    new FileInputStream("/etc/hosts");
    new File("/data/images").mkdirs(); %>"""
        }
    )
    assert items(war, "files.written", "path", "holds") == [
        ("D:\\upload\\img", "upload"),
        ("counter.txt", "unknown"),
        ("/data/images", "upload"),
    ]
    reads = read_war({"a.jsp": '<% java.io.File f = new java.io.File("/data/images"); %>'})
    assert "files.written" not in reads.facts


def test_a_connection_in_a_page_is_a_reference_and_its_password_is_not_kept() -> None:
    war = read_war(
        {
            "db.jsp": """<%@ page import="java.sql.DriverManager" %>
<% Class.forName("com.mysql.jdbc.Driver");
   DriverManager.getConnection(
     "jdbc:mysql://10.1.2.3:3307/shop?user=web&password=S3cr3t!", "web", "S3cr3t!"); %>""",
            "jndi.jsp": '<% new InitialContext().lookup("java:comp/env/jdbc/main"); %>',
        }
    )
    source = item(war, "datasources", host="10.1.2.3")
    assert (source["port"], source["database"], source["driver"], source["kind"]) == (
        3307, "shop", "com.mysql.jdbc.Driver", "jdbc",
    )  # fmt: skip
    assert source["places"] == ["db.jsp:4"]
    (reference,) = war.references
    assert (reference.target, reference.database) == ("10.1.2.3:3307", "shop")
    assert item(war, "datasources", jndi="java:comp/env/jdbc/main")["where"] == "server"
    assert "S3cr3t" not in str(war)


def test_hostile_pages_end_soon() -> None:
    start = time.process_time()
    for piece in (
        "<!--",
        "<%",
        "<!-- <% ",
        '<%@ page a="',
        "<jsp:scriptlet>",
        '"',
        "session.getAttribute",
    ):
        read_war({"a.jsp": piece * (900_000 // len(piece))})
    assert time.process_time() - start < 25
