"""Dockerfiles: evidence of the application they lie with, a component where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read.containers.reading import by_name, calls, items, places, read

PHP = """\
# syntax=docker/dockerfile:1
ARG PHP=7.4
FROM node:14 AS assets
RUN npm run build
FROM php:${PHP}-apache AS base
ENV DB_HOST=10.0.0.5 DB_PASSWORD="d0ckersecret" \\
    APACHE_DOCUMENT_ROOT=/var/www/public
RUN docker-php-ext-install mysqli gd && docker-php-ext-enable redis \\
    && apt-get update && apt-get install -y --no-install-recommends libpng-dev ttf-wqy-zenhei
FROM base
ARG PORT
COPY --from=assets /build /var/www/public
EXPOSE 80 8443/tcp
VOLUME ["/var/www/uploads"]
USER www-data
LABEL maintainer=ops
CMD ["apache2-foreground"]
"""
JAVA = """\
FROM registry.local:5000/lib/tomcat:8.5-jdk8-openjdk
MAINTAINER someone
ENV JAVA_OPTS -Xmx1g -Ddb.password=0ldform
WORKDIR /usr/local/tomcat
EXPOSE 8080
RUN <<EOF
FROM nowhere
EXPOSE 1
EOF
ENTRYPOINT exec catalina.sh run
ENTRYPOINT ["catalina.sh", "run"]
"""


def test_it_is_evidence_of_the_application_it_lies_with(tmp_path: Path) -> None:
    found = read(tmp_path, {"index.php": "<?php echo 1;", "docker/Dockerfile": PHP})
    (site,) = found.components
    assert site.kind == "php-site"
    assert site.value("container.image") == "php:7.4-apache"
    assert items(site, "container.runtimes") == [{"fact": "php.version", "version": "7.4"}]
    assert site.value("php.version") == {"min": "7.4", "max": "7.4"}
    assert [i["port"] for i in items(site, "container.ports")] == [80, 8443]
    assert site.value("container.user") == "www-data"
    assert site.value("container.command") == "apache2-foreground"
    assert {"mysqli", "gd", "redis"} <= {i["name"] for i in items(site, "php.extensions")}
    packages = [i["name"] for i in items(site, "container.packages")]
    assert packages == ["libpng-dev", "ttf-wqy-zenhei"]
    assert items(site, "container.stages") == [{"name": "assets", "image": "node:14"}]
    assert items(site, "container.copies") == [{"source": "/build", "stage": "assets"}]
    assert [v["path"] for v in items(site, "volumes")] == ["/var/www/uploads"]
    assert places(site, "volumes") == ["shop/docker/Dockerfile 14"]
    assert ("10.0.0.5", "tcp", "DB_HOST") in calls(site)
    assert "d0ckersecret" not in repr(found)


def test_alone_it_is_a_component(tmp_path: Path) -> None:
    found = read(tmp_path, {"Dockerfile": JAVA, "db/Dockerfile": "FROM mysql:5.7\nEXPOSE 3306\n"})
    java, database = found.components
    assert (java.id, java.kind) == ("shop", "container-image")
    assert java.value("tomcat.version") == "8.5"
    assert java.value("java.runtime") == "8"
    assert java.value("image.tag") == "8.5-jdk8-openjdk"
    assert java.value("container.entrypoint") == "catalina.sh run"
    assert java.value("container.workdir") == "/usr/local/tomcat"
    assert [(e.port, e.protocol) for e in java.endpoints] == [(8080, "http")]
    assert "0ldform" not in repr(found)
    assert "-Xmx1g" in items(java, "environment")[0]["value"]
    assert (database.id, database.kind) == ("shop-db", "mysql")
    assert database.value("mysql.version") == "5.7"


@pytest.mark.parametrize(
    ("text", "image"),
    [
        ("FROM a:${TAG:-1}\n", "a:1"),
        ("ARG TAG\nFROM a:$TAG\n", "a:$TAG"),
        ("ARG TAG=2\nFROM --platform=linux/amd64 a:$TAG as x\nFROM x\n", "a:2"),
        ("from a\n", "a"),
        ("FROM a AS x\nFROM x AS x\n", "a"),
        ("\ufeffFROM a\r\nRUN x\r\n", "a"),
    ],
)
def test_names_of_images(tmp_path: Path, text: str, image: str) -> None:
    (found,) = read(tmp_path, {"Dockerfile": text}).components
    assert found.value("container.image") == image


@pytest.mark.parametrize(
    "files",
    [
        {"Dockerfile": "just words"},
        {"Dockerfile": b"\0\1"},
        {"Dockerfile": b""},
        {"Dockerfile.md": "FROM a\n"},
        {"vendor/x/Dockerfile": "FROM a\n"},
        {"tests/Dockerfile": "FROM a\n"},
    ],
)
def test_what_is_no_dockerfile_of_its_own(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    assert read(tmp_path, files).components == ()


def test_hostile_ones_end(tmp_path: Path) -> None:
    text = "FROM a\nENV " + "A=" * 50_000 + "\nEXPOSE 1-65535 x 99999 -1\nRUN " + "apt " * 50_000
    found = by_name(read(tmp_path, {"Dockerfile": text, "b.Dockerfile": "FROM b\n"}))
    assert len(found) == 2


@pytest.mark.parametrize(
    ("text", "entrypoint"),
    [
        (
            'ENV PARAMS=""\nENV JAR=/app.jar\nENTRYPOINT ["sh","-c","java -jar $JAR $PARAMS"]\n',
            "sh -c 'java -jar /app.jar $PARAMS'",
        ),
        (
            "ENV JAVA_OPTS=\nENTRYPOINT exec java ${JAVA_OPTS} -jar /a.jar\n",
            "exec java ${JAVA_OPTS} -jar /a.jar",
        ),
    ],
)
def test_variables_that_are_filled_at_the_start_stay(
    tmp_path: Path, text: str, entrypoint: str
) -> None:
    found = read(tmp_path, {"Dockerfile": f"FROM openjdk:8-jre\n{text}"})
    (image,) = by_name(found).values()
    assert image.value("container.entrypoint") == entrypoint


def test_a_file_that_stands_in_the_dockerfile_ends_where_it_says(tmp_path: Path) -> None:
    for number, word in enumerate(("site.conf", "EOF-1")):
        text = (
            f"FROM nginx:1.19\nCOPY <<{word} /etc/nginx/x.conf\nEXPOSE 81\nUSER nobody\n{word}\n"
            "COPY a.html /srv/\nEXPOSE 82\n"
        )
        (found,) = read(tmp_path, {"Dockerfile": text}, f"i{number}").components
        assert [e.port for e in found.endpoints] == [82]
        assert items(found, "container.copies") == [{"source": "a.html", "stage": None}]
        assert found.value("container.user") is None
