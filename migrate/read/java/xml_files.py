"""XML files by their root element -> the readers of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from migrate.read.java import (
    glassfish,
    jboss_xml,
    jetty,
    log_xml,
    persistence,
    remoting,
    schedules,
    spring_xml,
    tomcat_xml,
    web_frameworks,
    web_xml,
    weblogic,
    websphere,
)
from migrate.read.java.application import Application
from migrate.read.java.documents import Node

_Reader: TypeAlias = Callable[[Node, Application], None]


def read(application: Application) -> None:
    """Read every XML file whose root is known."""
    # web.xml first: what it maps is where the actions of frameworks answer.
    roots = sorted(application.documents, key=lambda root: root.name not in web_xml.ROOTS)
    for root in roots:
        for reader in READERS.get(root.name, ()):
            reader(root, application)


def _server(root: Node, application: Application) -> None:
    """`<server>` is WildFly's with a namespace and Liberty's without one."""
    reader = jboss_xml.server if root.namespace.startswith("urn:jboss") else websphere.liberty
    reader(root, application)


READERS: dict[str, tuple[_Reader, ...]] = {
    **dict.fromkeys(web_xml.ROOTS, (web_xml.read,)),
    **dict.fromkeys(tomcat_xml.ROOTS, (tomcat_xml.read,)),
    **dict.fromkeys(log_xml.ROOTS, (log_xml.read, persistence.mybatis)),
    "persistence": (persistence.jpa,),
    "hibernate-configuration": (persistence.hibernate,),
    "sqlMapConfig": (persistence.mybatis,),
    "c3p0-config": (persistence.pools,),
    "something-else-entirely": (persistence.pools,),
    "proxool-config": (persistence.pools,),
    "proxool": (persistence.pools,),
    "beans": (spring_xml.read, remoting.exporters),
    "Configure": (jetty.read,),
    "connector": (remoting.adapter,),
    "job-scheduling-data": (schedules.quartz,),
    "quartz": (schedules.quartz,),
    "ejb-jar": (schedules.ejb_timers, web_xml.resources),
    "struts-config": (web_frameworks.struts1,),
    "struts": (web_frameworks.struts2,),
    "server": (_server,),
    "datasources": (jboss_xml.data_sources,),
    "jboss-web": (jboss_xml.web,),
    "weblogic-web-app": (weblogic.web,),
    "jdbc-data-source": (weblogic.jdbc,),
    "domain": (jboss_xml.server, weblogic.domain, glassfish.domain),
    "resources": (glassfish.resources,),
    "web-bnd": (websphere.bindings,),
    "ejb-jar-bnd": (websphere.bindings,),
    "WebAppBinding": (websphere.bindings_before_java_ee_5,),
    "EJBJarBinding": (websphere.bindings_before_java_ee_5,),
    "XMI": (websphere.resources,),
    "JDBCProvider": (websphere.resources,),
}
"""Root element, without its namespace → what reads it. Proxool's manual names its first root."""
