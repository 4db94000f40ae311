"""Java source files: what code uses, with lines; comments and strings are no code."""

from __future__ import annotations

from migrate.read.java import source_index
from migrate.read.java.source_index import SourceIndex
from migrate.read.tree import Entry


def read(**files: str | bytes) -> SourceIndex:
    """Index files by class name; the package is `com.shop`."""
    pairs = []
    for name, text in files.items():
        data = text.encode() if isinstance(text, str) else text
        path = f"com/shop/{name}.java"
        pairs.append((Entry(path, f"src/{path}", "", lambda data=data: data), path))
    return source_index.index(pairs)


def uses(index: SourceIndex, kind: str) -> dict[str, list[str]]:
    """Return name -> lines of one kind."""
    found: dict[str, list[str]] = {}
    for use in index.uses():
        if use.kind == kind:
            found.setdefault(use.name, []).extend(o.place for o in use.origins)
    return found


CART = """package com.shop;

import java.io.*;
import java.util.List;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;

public class Cart extends HttpServlet implements Runnable {
    private File folder;
    // new java.io.FileWriter("x"); Runtime.getRuntime().exec("no");
    /* System.loadLibrary("no") */
    void go(HttpServletRequest request, List<String> all) throws IOException {
        String text = "new FileReader(System.exit(1))";
        request.getSession().setAttribute("cart", all);
        folder.delete();
        new FileOutputStream("/data/up").close();
        Runtime.getRuntime().exec("ls");
        getServletContext();
        helper();
        java.net.URL url = null;
    }
    void helper() { this.folder.mkdirs(); }
    public void run() { int MONDAY = java.util.Calendar.MONDAY; }
}
"""


def test_calls_know_the_type_they_belong_to():
    methods = uses(read(Cart=CART), "method")
    assert methods == {
        "java.io.File.delete": ["15"],
        "java.io.File.mkdirs": ["22"],
        "java.io.FileOutputStream.close": ["16"],
        "java.lang.Runtime.exec": ["17"],
        "java.lang.Runtime.getRuntime": ["17"],
        "javax.servlet.http.HttpServlet.getServletContext": ["18"],
        "javax.servlet.http.HttpServletRequest.getSession": ["14"],
        "javax.servlet.http.HttpSession.setAttribute": ["14"],
    }


def test_types_supertypes_and_constructors():
    index = read(Cart=CART)
    assert uses(index, "inherits") == {"javax.servlet.http.HttpServlet": ["8"]}
    assert uses(index, "implements") == {"java.lang.Runnable": ["8"]}
    assert uses(index, "constructor") == {"java.io.FileOutputStream": ["16"]}
    types = uses(index, "type")
    assert "java.io.FileWriter" not in types
    assert "java.lang.System" not in types
    assert types["java.net.URL"] == ["20"]
    (made,) = [use for use in index.uses() if use.kind == "constructor"]
    assert made.parameters == ("java.lang.String",)


def test_own_classes_are_no_use_and_what_they_inherit_is():
    base = "package com.shop;\nclass Base extends java.util.TimerTask { public void run() {} }"
    job = """package com.shop;
class Job extends Base { void stop() { cancel(); new Base().hashCode(); } }"""
    index = read(Base=base, Job=job)
    assert uses(index, "inherits") == {"java.util.TimerTask": ["2"]}
    assert uses(index, "method") == {
        "java.util.TimerTask.cancel": ["2"],
        "java.util.TimerTask.hashCode": ["2"],
    }


def test_what_two_imports_on_demand_could_bring_stays_open():
    text = """package com.shop;
import org.a.*;
import org.b.*;
class X { Thing t; java.io.File f; List l; }"""
    assert uses(read(X=text), "type") == {"java.io.File": ["4"]}
    text = text.replace("import org.b.*;", "import java.util.*;")
    assert uses(read(X=text), "type") == {
        "java.io.File": ["4"],
        "java.util.List": ["4"],
        "org.a.Thing": ["4"],
    }


def test_annotations_have_the_elements_that_class_files_have():
    paths = 'package com.shop;\nclass Paths { static final String API = "/api"; }'
    text = """package com.shop;
import org.springframework.web.bind.annotation.*;
@RequestMapping(value = Paths.API, produces = {"a", "b"})
class Shop {
    static final String LIST = "/list";
    @RequestMapping(path = LIST + "/all", method = RequestMethod.GET)
    void all(@RequestParam("id") int id) { }
    @Deprecated(since = "3", forRemoval = true) int old;
    @ExceptionHandler(java.io.IOException.class) void wrong() { }
}
"""
    found = [(a.name.rpartition(".")[2], a.on, a.member, a.elements, p.origin().place)
             for a, p in read(Shop=text, Paths=paths).annotations()]  # fmt: skip
    assert found == [
        ("RequestMapping", "class", "", {"value": "/api", "produces": "a, b"}, "3"),
        ("RequestMapping", "method", "all", {"path": "/list/all", "method": "GET"}, "6"),
        ("Deprecated", "field", "old", {"since": "3", "forRemoval": "true"}, "8"),
        ("ExceptionHandler", "method", "wrong", {"value": "java.io.IOException"}, "9"),
    ]
    nested = 'package com.shop; class J { class In { @javax.ejb.Schedule(hour="1") void at() {} } }'
    ((schedule, _),) = read(J=nested).annotations()
    assert (schedule.name, schedule.owner) == ("javax.ejb.Schedule", "com.shop.J$In")


def test_strings_are_what_they_stand_for():
    text = (
        "package com.shop;\r\nclass X {\r\n"
        '  String a = "C:\\\\data", b = "\\u4e2d\\t|", c = "";\r\n'
        '  // "comment"\r\n  char q = \'"\';\r\n'
        '  @Named("not a constant") String d = """\n    block""";\r\n}'
    )
    found = {text: [p.origin().place for p in places] for text, places in read(X=text).strings()}
    assert found == {"C:\\data": ["3"], "中\t|": ["3"], "block": ["6"]}


def test_old_encodings_and_damaged_files():
    gbk = 'package com.shop;\nclass X { String s = "上传目录在这里"; java.io.File f; }'.encode(
        "gbk"
    )
    index = read(X=gbk)
    assert [text for text, _ in index.strings()] == ["上传目录在这里"]
    assert uses(index, "type") == {"java.io.File": ["2"]}
    for data in (
        b"",
        b"\0\1\2" * 99,
        b"class {{{{" * 9000,
        b"class A {" + b"(" * 50_000,
        b'"' * 70_000,
    ):
        assert isinstance(read(X=data).uses(), tuple)


def test_deep_nesting_ends():
    deep = "class A { void a() {" + "{int a;" * 5_000 + "}" * 5_002
    chain = "class A { void a(StringBuilder b) { b" + ".append(b)" * 5_000 + "; } }"
    assert uses(read(A=deep), "type") == {}
    assert uses(read(A=chain), "method") == {"java.lang.StringBuilder.append": ["1"]}


def test_what_takes_too_long_is_given_up():
    entry = Entry("com/shop/X.java", "src/X.java", "", lambda: b"a.b<" * 100_000)
    index = source_index.index([(entry, entry.path)] * 5)
    assert index.uses() == ()
    assert entry.fault is not None
    assert entry.fault.id == "read.source.slow"
