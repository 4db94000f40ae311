"""What looks like an address and is none: comments, versions, vocabularies, masks, prose."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.read.reading import reading

IPV4 = st.builds(
    "{}.{}.{}.{}".format,
    st.integers(1, 223).filter(lambda n: n != 127),
    *(st.integers(0, 254),) * 2,
    st.integers(1, 254),
)
PORT = st.sampled_from(["", ":3306", ":8080", ":6379", ":1521"])
NAME = st.sampled_from(["db.corp.cn", "redis-master.prod.local", "mq01.example.cn"])
ADDRESS = st.one_of(st.builds("{}{}".format, IPV4, PORT), st.builds("{}{}".format, NAME, PORT))
WEB = "WEB-INF/web.xml"
JAVA = {WEB: "<web-app/>"}
PHP = {"index.php": "<?php echo phpversion();"}

COMMENTS = {
    # file → what makes it an input of its kind, with a comment that names an address
    "WEB-INF/classes/db.properties": "# db.url=jdbc:mysql://{0}/x\n! db.host={0}\na=1\n",
    "WEB-INF/classes/application.yml": "a: 1\n# spring.redis.host: {0}\nb:\n  c: 2 # host: {0}\n",
    "WEB-INF/classes/beans.xml": "<beans><!-- <a url='http://{0}/x'/> --></beans>",
    "WEB-INF/classes/app.ini": "; host={0}\n# url=http://{0}/\n[a]\nb=1\n",
    "bin/start.sh": "#!/bin/sh\n# mysql -h {0} -u root\n# export DB_HOST={0}\nA=1\n",
    "config/database.php": (
        "<?php\n// $host = '{0}';\n/* 'url' => 'http://{0}/' */\n# {0}\n$x = ['a'];"
    ),
    "docker-compose.yml": (
        "services:\n  web:\n    image: shop/web\n    # environment: [DB_HOST={0}]\n"
    ),
    "k8s.yaml": (
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  containers:\n  - name: a\n"
        "    image: x\n    # env: [{{name: DB_HOST, value: '{0}'}}]\n"
    ),
    "Chart.yaml": "apiVersion: v2\nname: x\n# home: http://{0}/\n",
    "values.yaml": "# db: {{host: {0}}}\nreplicas: 1\n",
    "Dockerfile": "FROM debian:12\n# ENV DB_HOST={0}\n# RUN curl http://{0}/x\n",
    "redis.conf": "appendonly yes\n# replicaof {0} 6379\nport 6379\n",
    "my.cnf": "[mysqld]\nserver_id=1\n# report_host={0}\n# wsrep_cluster_address=gcomm://{0}\n",
    "postgresql.conf": (
        "port = 5432 # host={0}\n# primary_conninfo = 'host={0}'\nmax_connections = 9\n"
    ),
    "nginx.conf": (
        "events {{}}\nhttp {{\n  # upstream a {{ server {0}; }}\n  server {{ listen 80; }}\n}}\n"
    ),
    "haproxy.cfg": (
        "frontend f\n  bind *:80\n  default_backend b\nbackend b\n  # server a {0} check\n"
    ),
    "zoo.cfg": "clientPort=2181\ndataDir=/d\n# server.1={0}:2888:3888\n",
    "server.properties": "broker.id=1\nlog.dirs=/d\n# zookeeper.connect={0}\n",
    "slapd.conf": "suffix dc=x\ndatabase mdb\n# syncrepl provider=ldap://{0}\n",
    "logstash.conf": (
        "input {{ beats {{ port => 5044 }} }}\noutput {{\n# redis {{ host => '{0}' }}\n}}\n"
    ),
    "crontab": "# 1 1 * * * root curl http://{0}/x\n5 5 * * * root /bin/true\n",
    "setup.sh": "mysql -e \"change master to master_host='10.255.254.9'\"\n# mysqldump -h {0}\n",
}
VERSIONS = {
    "WEB-INF/classes/app.properties": (
        "version={0}\napp.version={0}\nbuild.number={0}\napi.revision={0}\nnetmask=255.255.255.0\n"
        "jar=lib/foo-{0}.jar\nuser.agent=Mozilla/5.0 (X11) Chrome/{0} Safari\noid=1.3.6.1.4.1\n"
        "release.date=2024.01.02.03\nsupported=[{0},)\n"
    ),
    "WEB-INF/classes/app.yml": (
        "app:\n  version: {0}\n  schema-version: '{0}'\n"
        "  oid: 1.2.840.113549\n"
    ),
    "WEB-INF/classes/a.xml": "<a version='{0}'><version>{0}</version><oid>1.3.6.1.2.1</oid></a>",
    "WEB-INF/classes/a.json": '{{"version": "{0}", "engines": {{"x": ">={0}"}}}}',
    "META-INF/MANIFEST.MF": (
        "Manifest-Version: 1.0\n"
        "Implementation-Version: {0}\nBuild-Jdk: 1.8.0_{0}\n"
    ),
    "config/version.php": "<?php define('VERSION', '{0}'); $version = '{0}'; $x = ['v' => '{0}'];",
    "compose.yml": (
        "version: '3'\nservices:\n  w:\n    image: 'shop/w:{0}'\n"
        "    labels: {{version: '{0}'}}\n"
    ),
    "Dockerfile": "FROM debian:12\nENV APP_VERSION={0} NODE_VERSION={0}\nLABEL version={0}\n",
    "values.yaml": "image: {{repository: a/b, tag: '{0}'}}\nappVersion: '{0}'\n",
}  # fmt: skip
NAMESPACES = {
    "WEB-INF/classes/a.xml": (
        "<a xmlns='http://{0}/schema/a' xmlns:b='http://{0}/schema/b' "
        "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
        "xsi:schemaLocation='http://{0}/schema/a http://{0}/schema/a.xsd'><b:c/></a>"
    ),
    "WEB-INF/classes/b.xml": (
        "<!DOCTYPE a PUBLIC '-//X//DTD//EN' 'http://{0}/dtd/a.dtd'>\n<a x='1'><b>2</b></a>"
    ),
    "WEB-INF/classes/c.xsd": "<xs:schema targetNamespace='http://{0}/s' xmlns:xs='http://{0}/x'/>",
    "activemq.xml": (
        "<beans xmlns:x='http://{0}/s'><broker xmlns='http://activemq.apache.org/schema/core' "
        "xsi:schemaLocation='http://{0}/s http://{0}/s.xsd'/></beans>"
    ),
}
PROSE = (
    "README", "README.md", "BUILDING.txt", "INSTALL.txt", "CHANGELOG", "docs/setup.html", "NOTICE",
    "doc/config.txt", "LICENSE.txt", "UPGRADE.txt", "manual/host.html", "notes.rst", "RUNNING.txt",
    "appdev/build.xml.txt", "remarks.txt", "RELEASE-NOTES",
)  # fmt: skip


def references(files: dict[str, str]) -> set[str]:
    """Return whom an input calls."""
    with tempfile.TemporaryDirectory() as folder:
        found = reading(Path(folder), dict(files))
    return {r.target for component in found.components for r in component.references}


def about(path: str, text: str) -> dict[str, str]:
    """Return an input with a file, an application around it where it needs one."""
    around = JAVA if path.startswith(("WEB-INF", "META-INF", "bin")) else {}
    around = PHP if path.endswith(".php") else around
    chart = {"Chart.yaml": "apiVersion: v2\nname: x\n"} if path == "values.yaml" else {}
    return {**around, **chart, path: text}


def named(address: str, targets: set[str]) -> set[str]:
    host = address.partition(":")[0]
    return {target for target in targets if host in target}


@pytest.mark.parametrize("path", COMMENTS)
@settings(max_examples=8, deadline=None)
@given(address=ADDRESS)
def test_comments_name_nobody(path: str, address: str) -> None:
    assert not named(address, references(about(path, COMMENTS[path].format(address))))


@pytest.mark.parametrize("path", VERSIONS)
@settings(max_examples=8, deadline=None)
@given(version=IPV4)
def test_versions_are_no_addresses(path: str, version: str) -> None:
    assert not references(about(path, VERSIONS[path].format(version)))


@pytest.mark.parametrize("path", NAMESPACES)
@settings(max_examples=8, deadline=None)
@given(address=ADDRESS)
def test_vocabularies_are_not_called(path: str, address: str) -> None:
    assert not named(address, references(about(path, NAMESPACES[path].format(address))))


@pytest.mark.parametrize("path", PROSE)
@settings(max_examples=4, deadline=None)
@given(address=ADDRESS)
def test_prose_names_nobody(path: str, address: str) -> None:
    text = (
        f"Set proxy.host to it:\n\nproxy.host={address}\n"
        f"url = http://{address}/x\nhost: {address}\n"
    )
    for around in (JAVA, PHP):
        assert not references({**around, path: text})
        assert not references({**around, path: f"{text}gpg.passphrase = S3cr3tOfPr0se\n"})


def test_the_same_words_in_settings_do_name_somebody() -> None:
    """Else silence would prove nothing."""
    said = references(about("WEB-INF/classes/db.properties", "db.url=jdbc:mysql://10.1.2.3/x\n"))
    assert said == {"10.1.2.3:3306"}


@pytest.mark.parametrize("path", [p for p in COMMENTS if p not in ("Chart.yaml", "setup.sh")])
def test_the_same_words_outside_of_comments_name_somebody(path: str) -> None:
    text = COMMENTS[path].format("10.1.2.3:3306")
    told = re.sub(r"(?m)(^|\s)(?:#|;|!|//)\s?(?!/)", r"\1", text)
    told = re.sub(r"<!--|-->|/\*|\*/", "", told)
    assert named("10.1.2.3", references(about(path, told)))
