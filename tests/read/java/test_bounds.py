"""Applications of very many parts: read within seconds and bounded memory, whatever they hold."""

from __future__ import annotations

import resource
import time
from pathlib import Path

from migrate.model.facts import Reading
from tests.read.java.class_builder import ClassBuilder
from tests.read.java.packing import Files, manifest, packed, reading, written

_SECONDS = 5
_MIB = 300
_WEB = {"WEB-INF/web.xml": "<web-app version='3.0'/>"}


def _read(root: Path, name: str = "in") -> Reading:
    """Read an input, and count the work rather than the clock: other tests may run beside."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    found = reading(root, name)
    assert time.process_time() - began < _SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < _MIB << 10
    return found


def _war(root: Path, files: Files) -> Reading:
    written(root, {"in/a.war": packed({**_WEB, **files})})
    return _read(root)


def test_fifty_thousand_tiny_entries(tmp_path: Path) -> None:
    found = _war(tmp_path, {f"WEB-INF/classes/p/f{n}.txt": "x" for n in range(49_000)})
    assert [c.kind for c in found.components] == ["java-war"]


def test_thousands_of_classes_in_deep_packages(tmp_path: Path) -> None:
    deep = "/".join(["org"] * 100)
    data = ClassBuilder(f"{deep}/B").bytes()
    found = _war(tmp_path, {f"WEB-INF/classes/{deep}/q{n}/B.class": data for n in range(3000)})
    assert found.components[0].value("java.class_major") == 52


def test_a_class_of_sixty_thousand_constants(tmp_path: Path) -> None:
    built = ClassBuilder("a/B")
    for number in range(5000):
        built.call(f"x/T{number}", "m")
    for number in range(17_000):
        built.string(f"http://10.{number % 250}.{number // 250}.1:80/s{number}")
    found = _war(tmp_path, {"WEB-INF/classes/a/B.class": built.bytes()})
    assert len(found.components[0].references) > 1000


def test_hundreds_of_poms_that_need_each_other(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {}
    for number in range(200):
        needs = "".join(
            f"<dependency><groupId>g</groupId><artifactId>m{n}</artifactId></dependency>"
            for n in range(max(0, number - 20), number)
        )
        files[f"in/m{number}/pom.xml"] = (
            f"<project><groupId>g</groupId><artifactId>m{number}</artifactId>"
            f"<packaging>war</packaging><dependencies>{needs}</dependencies></project>"
        )
        files[f"in/m{number}/src/main/webapp/WEB-INF/web.xml"] = "<web-app/>"
    written(tmp_path, files)
    assert len(_read(tmp_path).components) == 200


def test_hundreds_of_jars_on_each_others_class_path(tmp_path: Path) -> None:
    path = " ".join(f"j{n}.jar" for n in range(300))
    jar = packed({"META-INF/MANIFEST.MF": manifest(Main_Class="a.B", Class_Path=path)})
    written(tmp_path, {f"in/j{n}.jar": jar for n in range(300)})
    _read(tmp_path)


def test_records_of_thousands_of_libraries(tmp_path: Path) -> None:
    files = {
        f"META-INF/maven/g/a{n}/pom.properties": f"groupId=g\nartifactId=a{n}\nversion=1\n"
        for n in range(3000)
    }
    written(tmp_path, {"in/a.jar": packed(files)})
    (found,) = _read(tmp_path).components
    assert found.value("java.fat_jar") is True


def test_hundreds_of_applications_in_one_server(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"t/conf/server.xml": "<Server port='8005'/>"}
    for number in range(250):
        files[f"t/webapps/a{number:03}/WEB-INF/web.xml"] = "<web-app/>"
        files[f"t/conf/Catalina/localhost/a{number:03}.xml"] = (
            f"<Context docBase='a{number:03}'><Resource name='d' type='javax.sql.DataSource'"
            f" url='jdbc:mysql://h{number}/a'/></Context>"
        )
    found = _read(written(tmp_path, files), "t").components
    hosts = {c.id: [r.target for r in c.references] for c in found}
    assert hosts["a007"] == ["h7:3306"]
    assert len(hosts) == 250


def test_thousands_of_references_and_their_ties(tmp_path: Path) -> None:
    asked = "".join(
        f"<resource-ref><res-ref-name>jdbc/{n}</res-ref-name></resource-ref>" for n in range(8000)
    )
    tied = "".join(
        f"<resource-description><res-ref-name>jdbc/{n}</res-ref-name><jndi-name>d{n}</jndi-name>"
        "</resource-description>"
        for n in range(8000)
    )
    files = {
        "WEB-INF/web.xml": f"<web-app>{asked}</web-app>",
        "WEB-INF/weblogic.xml": f"<weblogic-web-app>{tied}</weblogic-web-app>",
    }
    assert len(list(_war(tmp_path, files).components)) == 1


def test_thousands_of_files_of_beans(tmp_path: Path) -> None:
    bean = (
        "<beans><bean id='b' class='x.DruidDataSource'>"
        "<property name='url' value='jdbc:mysql://10.0.{0}.{1}/a'/></bean></beans>"
    )
    _war(tmp_path, {f"WEB-INF/b{n}.xml": bean.format(n % 250, n // 250) for n in range(1500)})


def test_thousands_of_calls_in_one_source_file(tmp_path: Path) -> None:
    calls = "".join(f'  void m{n}() {{ k.send("t{n}", o); }}\n' for n in range(4000))
    code = (
        "package a; import org.springframework.kafka.core.KafkaTemplate;\n"
        f"class A {{ KafkaTemplate k; Object o;\n{calls}}}"
    )
    files = {
        "in/pom.xml": "<project><artifactId>e</artifactId><packaging>war</packaging></project>",
        "in/src/main/java/a/A.java": code,
    }
    (found,) = _read(written(tmp_path, files)).components
    topics = found.value("messaging.produces")
    assert isinstance(topics, list)
    assert len(topics) == 4000
