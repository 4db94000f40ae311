"""Clients that know the address of a service: Spring's proxies, JAX-WS -> what they call."""

from __future__ import annotations

from migrate.knowledge.java_services import java_services
from migrate.read.java.application import Application
from migrate.read.java.documents import Node
from migrate.read.java.services import Service, address_of, consume, provide, refer
from migrate.read.java.spring_xml import properties

_SOAP_CLIENTS = ("javax.xml.ws.WebServiceClient", "jakarta.xml.ws.WebServiceClient")
_URLS = (
    "serviceUrl",
    "address",
    "endpointAddress",
    "wsdlDocumentUrl",
    "url",
    "wsdlDocumentResource",
)
_INTERFACES = ("serviceInterface", "serviceClass")


def read(application: Application) -> None:
    """Read beans and annotations that call or offer services by their URL."""
    for root in application.documents:
        if root.name == "beans":
            _beans(root, application)
    for found, entry in application.index.annotations():
        if found.name in _SOAP_CLIENTS:
            name = found.elements.get("name") or found.owner.rpartition(".")[2]
            place = found.elements.get("wsdlLocation", "")
            address, protocol = address_of(application, place)
            if address:
                refer(application, address, protocol, "wsdlLocation", entry.origin())
            service = Service(name, "annotation", "soap", address=address, direct=True)
            consume(application, service, entry.origin())


def _beans(root: Node, application: Application) -> None:
    known = java_services()
    for bean in root.all("bean"):
        class_ = bean.get("class")
        for ending, protocol in known.proxies.items():
            if class_.endswith(ending):
                _calls(bean, properties(bean), protocol, application)
        for ending, protocol in known.exporters.items():
            if class_.endswith(ending):
                said = properties(bean)
                name = said.get("serviceName") or said.get("serviceInterface", "")
                provide(application, Service(name, "xml", protocol), bean.origin)
    for client in root.all("client"):
        if "cxf.apache.org/jaxws" in client.namespace or "cxf.apache.org/jaxrs" in client.namespace:
            protocol = "soap" if client.namespace.endswith("jaxws") else "http"
            _calls(client, client.attributes, protocol, application)


def _calls(node: Node, said: dict[str, str], protocol: str, application: Application) -> None:
    url = next((said[key] for key in _URLS if said.get(key)), "")
    name = next((said[key] for key in _INTERFACES if said.get(key)), "") or node.get("id", "name")
    address, spoken = address_of(application, url)
    if address:
        refer(application, address, spoken, name, node.origin)
    if name:
        service = Service(name, "xml", protocol, address=address, direct=True)
        consume(application, service, node.origin)
