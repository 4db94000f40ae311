"""Whatever bytes stand where a descriptor should: facts or a fault, soon, and no secret."""

from __future__ import annotations

import random
import time

import pytest

from tests.read.java import (
    test_datasources,
    test_http_paths,
    test_logging,
    test_schedules,
    test_server_and_code,
    test_web_xml,
)
from tests.read.java.applications import read_war

TEXTS = {
    "WEB-INF/web.xml": test_web_xml.OLD,
    "META-INF/context.xml": test_datasources.CONTEXT,
    "WEB-INF/server.xml": test_server_and_code.SERVER,
    "WEB-INF/standalone.xml": test_server_and_code.WILDFLY,
    "WEB-INF/spring.xml": test_schedules.SPRING,
    "WEB-INF/security.xml": test_http_paths.SECURITY,
    "WEB-INF/shiro.ini": test_http_paths.SHIRO,
    "WEB-INF/classes/logback.xml": test_logging.LOGBACK,
    "WEB-INF/classes/log4j2.xml": test_logging.LOG4J2_XML,
    "WEB-INF/classes/log4j.properties": test_logging.LOG4J1,
    "WEB-INF/classes/jobs.xml": test_schedules.QUARTZ,
    "a.jsp": '<%@ page import="java.io.*" %><% session.getAttribute("a"); new File("/data/x"); %>',
}


@pytest.mark.parametrize("seed", range(40))
def test_mutated_descriptors(seed: int) -> None:
    chance = random.Random(seed)
    files: dict[str, str | bytes] = {}
    for name, text in TEXTS.items():
        data = bytearray(text.encode(chance.choice(("utf-8", "gb18030", "utf-16", "utf-8-sig"))))
        for _ in range(chance.randrange(6)):
            place = chance.randrange(len(data))
            match chance.randrange(4):
                case 0:
                    data[place] = chance.randrange(256)
                case 1:
                    del data[place : place + chance.randrange(200)]
                case 2:
                    data[place:place] = chance.choice((b"${a:${b:", b"<", b'"', b"\\\\", b"9" * 50))
                case _:
                    data[place:place] = data[: chance.randrange(300)]
            data = data or bytearray(b"x")
        files[name] = bytes(data)
    assert read_war(files).kind == "java-war"


def test_depth_and_width_end_soon() -> None:
    beans = '<bean class="x"/>' * 40_000
    aliases = "/a=/data/b," * 50_000
    resources = '<Resource name="a" url="${k0}"/>' * 3000
    start = time.process_time()
    read_war(
        {
            "WEB-INF/web.xml": "<web-app>" + "<a>" * 200 + "</a>" * 200 + "</web-app>",
            "WEB-INF/spring.xml": f"<beans>{beans}</beans>",
            "META-INF/context.xml": f'<Context aliases="{aliases}"/>',
            "WEB-INF/classes/a.properties": "".join(f"k{n}=${{k{n + 1}}}\n" for n in range(10_000)),
            "WEB-INF/server.xml": f"<Server>{resources}</Server>",
        }
    )
    assert time.process_time() - start < 15
