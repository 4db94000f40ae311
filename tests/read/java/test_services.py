"""Services that are found by name at run time: who offers, who uses, at which registry."""

from __future__ import annotations

import time
from typing import Any

import pytest

from migrate.model.facts import Component
from tests.read.java.applications import item, items, read_war
from tests.read.java.class_builder import ClassBuilder

OLD = "com/alibaba/dubbo/config/annotation/"
NEW = "org/apache/dubbo/config/annotation/"
BEANS = """<?xml version="1.0" encoding="UTF-8"?>
<beans xmlns="http://www.springframework.org/schema/beans" xmlns:dubbo="{space}">
{inside}
</beans>"""
APACHE = "http://dubbo.apache.org/schema/dubbo"
ALIBABA = "http://code.alibabatech.com/schema/dubbo"


def beans(inside: str, space: str = APACHE) -> dict[str, str]:
    return {"WEB-INF/classes/dubbo.xml": BEANS.format(space=space, inside=inside)}


def provided(component: Component, *keys: str) -> list[Any]:
    return items(component, "services.provided", *keys)


def consumed(component: Component, *keys: str) -> list[Any]:
    return items(component, "services.consumed", *keys)


def targets(component: Component) -> list[tuple[str, str]]:
    return sorted({(found.target, found.protocol) for found in component.references})


def classes(*built: tuple[str, ClassBuilder]) -> dict[str, bytes]:
    return {f"WEB-INF/classes/{name}.class": each.bytes() for name, each in built}


@pytest.mark.parametrize("space", [APACHE, ALIBABA])
def test_dubbo_in_xml(space: str) -> None:
    war = read_war(
        beans(
            """<dubbo:application name="shop"/>
<dubbo:registry address="zookeeper://10.0.0.1:2181?backup=10.0.0.2:2181,10.0.0.3"/>
<dubbo:protocol name="dubbo" port="20881"/>
<dubbo:service interface="shop.api.Stock" ref="stock" version="1.2" group="north"/>
<dubbo:reference id="price" interface="shop.api.Price" check="false"/>""",
            space,
        )
    )
    at = ["10.0.0.1:2181", "10.0.0.2:2181", "10.0.0.3:2181"]
    assert provided(war, "name", "protocol", "registry", "registry_at", "version", "group") == [
        ("shop.api.Stock", "dubbo", "zookeeper", at, "1.2", "north")
    ]
    assert consumed(war, "name", "registry", "registry_at", "version", "address", "how") == [
        ("shop.api.Price", "zookeeper", at, None, None, "xml")
    ]
    assert item(war, "services.provided", how="xml")["places"] == ["WEB-INF/classes/dubbo.xml:6"]
    assert targets(war) == [(each, "zookeeper") for each in at]
    assert [(e.port, e.protocol) for e in war.endpoints] == [(8080, "http"), (20881, "dubbo")]


def test_dubbo_where_placeholders_are_filled_and_several_registries_are_told_apart() -> None:
    war = read_war(
        {
            **beans(
                """<dubbo:registry id="one" protocol="zookeeper" address="${zk}"/>
<dubbo:registry id="two" address="nacos://user:geheim@nacos.shop.cn:8848"/>
<dubbo:provider version="2.0"/>
<dubbo:service interface="a.One" ref="x" registry="one"/>
<dubbo:service interface="a.Two" ref="x" registry="two" version="9"/>
<dubbo:service interface="a.Both" ref="x"/>
<dubbo:service interface="a.None" ref="x" registry="N/A"/>
<dubbo:service interface="a.Hidden" ref="x" export="false"/>"""
            ),
            "WEB-INF/classes/a.properties": "zk=zk1.shop.cn:2181,zk2.shop.cn\n",
        }
    )
    zookeeper = ["zk1.shop.cn:2181", "zk2.shop.cn:2181"]
    assert provided(war, "name", "registry", "registry_at", "version") == [
        ("a.One", "zookeeper", zookeeper, "2.0"),
        ("a.Two", "nacos", ["nacos.shop.cn:8848"], "9"),
        ("a.Both", None, [*zookeeper, "nacos.shop.cn:8848"], "2.0"),
        ("a.None", None, [], "2.0"),
    ]
    assert "geheim" not in repr(war)


@pytest.mark.parametrize(
    ("provider", "consumer"),
    [(f"{OLD}Service", f"{OLD}Reference"), (f"{NEW}DubboService", f"{NEW}DubboReference")],
)
def test_dubbos_annotations(provider: str, consumer: str) -> None:
    offers = ClassBuilder("shop/StockImpl", interfaces=["shop/api/Stock", "java/io/Serializable"])
    offers.annotate(provider, {"version": "${v}", "timeout": 3000})
    uses = ClassBuilder("shop/Cart")
    uses.annotate_field(consumer, {"group": "a"}, "price", "shop/api/Price")
    uses.annotate_field(consumer, {"interfaceName": "shop.api.Tax"}, "tax", "java/lang/Object")
    uses.annotate(consumer, {}, "setOrders").takes("setOrders", "(Lshop/api/Orders;)V")
    war = read_war(
        {
            **classes(("shop/StockImpl", offers), ("shop/Cart", uses)),
            "WEB-INF/classes/dubbo.properties": "dubbo.registry.address=zookeeper://zk:2181\n"
            "dubbo.protocol.port=20880\nv=3\n",
        }
    )
    assert provided(war, "name", "version", "registry_at", "how") == [
        ("shop.api.Stock", "3", ["zk:2181"], "annotation")
    ]
    assert consumed(war, "name", "group") == [
        ("shop.api.Price", "a"),
        ("shop.api.Tax", None),
        ("shop.api.Orders", None),
    ]
    assert ("zk:2181", "zookeeper") in targets(war)
    assert (20880, "dubbo") in [(e.port, e.protocol) for e in war.endpoints]


def test_springs_own_service_and_resource_annotations_are_no_dubbo() -> None:
    plain = ClassBuilder("shop/Plain", interfaces=["shop/api/Stock"])
    plain.annotate("org/springframework/stereotype/Service", {"value": "stock"})
    plain.annotate_field(
        "org/osgi/service/component/annotations/Reference", {}, "price", "shop/api/Price"
    )
    xml = """<beans><service interface="a.B"/><!-- <dubbo:service interface="a.C"/> -->
<bean class="x.Y"><property name="interface" value="a.D"/></bean></beans>"""
    war = read_war({**classes(("shop/Plain", plain)), "WEB-INF/spring.xml": xml})
    assert provided(war, "name") == []
    assert consumed(war, "name") == []


def test_a_direct_url_asks_no_registry() -> None:
    war = read_war(
        beans(
            """<dubbo:registry address="zookeeper://zk.shop.cn:2181"/>
<dubbo:reference interface="a.Direct" url="dubbo://10.0.0.9:20882/a.Direct"/>
<dubbo:reference interface="a.Short" url="10.0.0.9:20883"/>
<dubbo:reference interface="a.Open" url="${unknown.url}"/>"""
        )
    )
    assert consumed(war, "name", "address", "registry", "registry_at") == [
        ("a.Direct", "10.0.0.9:20882", None, []),
        ("a.Short", "10.0.0.9:20883", None, []),
        ("a.Open", None, None, []),
    ]


@pytest.mark.parametrize(
    "address", ["N/A", "multicast://224.5.6.7:1234", "", "${nowhere}", "zookeeper://${nowhere}"]
)
def test_a_registry_that_is_none_or_not_told_gives_no_address(address: str) -> None:
    war = read_war(
        beans(
            f"""<dubbo:registry address="{address}"/>
<dubbo:service interface="a.B" ref="b"/>"""
        )
    )
    assert provided(war, "name", "registry_at") == [("a.B", [])]
    assert targets(war) == []


def test_a_name_that_nothing_fills_is_unknown() -> None:
    war = read_war(beans('<dubbo:service interface="${api}" ref="b"/>'))
    assert provided(war, "name") == []
    reasons = {u.fact: u.because.id for u in war.unknown}
    assert reasons["services.provided"] == "read.service.open_name"


def boot(yaml: str, *built: tuple[str, ClassBuilder]) -> Component:
    return read_war({"WEB-INF/classes/application.yml": yaml, **classes(*built)})


FEIGN = "org/springframework/cloud/openfeign/FeignClient"


def test_eureka_and_feign() -> None:
    client = ClassBuilder("shop/StockClient").annotate(FEIGN, {"name": "stock-service"})
    fixed = ClassBuilder("shop/TaxClient").annotate(
        FEIGN, {"value": "tax", "url": "http://${tax.at}:9000/api"}
    )
    war = boot(
        """spring:
  application:
    name: cart
eureka:
  client:
    service-url:
      defaultZone: http://admin:geheim@eureka1:8761/eureka/,http://eureka2:8762/eureka/
tax:
  at: tax.shop.cn
""",
        ("shop/StockClient", client),
        ("shop/TaxClient", fixed),
    )
    at = ["eureka1:8761", "eureka2:8762"]
    assert provided(war, "name", "protocol", "registry", "registry_at") == [
        ("cart", "http", "eureka", at)
    ]
    assert consumed(war, "name", "registry_at", "address", "how") == [
        ("stock-service", at, None, "annotation"),
        ("tax", [], "tax.shop.cn:9000", "annotation"),
    ]
    assert targets(war) == [
        ("eureka1:8761", "http"),
        ("eureka2:8762", "http"),
        ("tax.shop.cn:9000", "http"),
    ]
    assert "geheim" not in repr(war)


@pytest.mark.parametrize(
    ("settings", "registry", "at", "name", "group"),
    [
        (
            "spring.cloud.nacos.discovery.serverAddr=10.0.0.7:8848\n"
            "spring.cloud.nacos.discovery.group=north\n",
            "nacos", ["10.0.0.7:8848"], "cart", "north",
        ),
        (
            "spring.cloud.nacos.server-addr=10.0.0.7\nspring.cloud.nacos.discovery.service=kart\n",
            "nacos", ["10.0.0.7:8848"], "kart", None,
        ),
        ("spring.cloud.consul.host=10.0.0.8\n", "consul", ["10.0.0.8:8500"], "cart", None),
        (
            "spring.cloud.zookeeper.connectString=zk1:2181,zk2:2182\n",
            "zookeeper", ["zk1:2181", "zk2:2182"], "cart", None,
        ),
    ],
)  # fmt: skip
def test_other_registries_of_spring_cloud(
    settings: str, registry: str, at: list[str], name: str, group: str | None
) -> None:
    text = f"spring.application.name=cart\n{settings}"
    war = read_war({"WEB-INF/classes/bootstrap.properties": text})
    assert provided(war, "name", "registry", "registry_at", "group", "how") == [
        (name, registry, at, group, "properties")
    ]
    assert {target for target, _ in targets(war)} >= set(at)


def test_who_only_asks_a_registry_offers_nothing_there() -> None:
    war = boot(
        """spring.application.name: gate
eureka.client: {register-with-eureka: false, serviceUrl: {defaultZone: "http://eu:8761/eureka"}}
"""
    )
    assert provided(war, "name") == []
    assert ("eu:8761", "http") in targets(war)


def test_a_registration_without_a_name_is_unknown() -> None:
    war = boot("eureka: {client: {serviceUrl: {defaultZone: 'http://eu:8761/eureka'}}}\n")
    reasons = {u.fact: u.because.id for u in war.unknown}
    assert reasons["services.provided"] == "read.service.no_name"


def test_a_name_alone_is_no_registration() -> None:
    war = boot("spring: {application: {name: cart}}\n")
    assert provided(war, "name") == []
    assert war.value("spring.application_name") == "cart"


def test_ribbon_gateway_and_zuul() -> None:
    war = boot(
        """spring:
  cloud:
    gateway:
      routes:
      - id: a
        uri: lb://ORDERS
        predicates: [Path=/orders/**]
      - id: b
        uri: http://old.shop.cn:8081
zuul:
  routes:
    stock: /stock/**
    price: {path: /price/**, serviceId: price-service}
    far: {path: /far/**, url: 'http://far.shop.cn/x'}
fixed:
  ribbon: {listOfServers: "10.0.0.1:8001,http://10.0.0.2:8002"}
ruled:
  ribbon: {NFLoadBalancerRuleClassName: com.netflix.loadbalancer.RandomRule}
"""
    )
    assert sorted(consumed(war, "name", "address"), key=str) == [
        ("ORDERS", None),
        ("fixed", "10.0.0.1:8001"),
        ("fixed", "10.0.0.2:8002"),
        ("price-service", None),
        ("ruled", None),
        ("stock", None),
    ]
    assert targets(war) == [
        ("10.0.0.1:8001", "http"),
        ("10.0.0.2:8002", "http"),
        ("far.shop.cn:80", "http"),
        ("old.shop.cn:8081", "http"),
    ]


def test_addresses_in_code_are_names_only_where_clients_are_balanced() -> None:
    cloud = "org/springframework/cloud/client/loadbalancer/LoadBalanced"
    calls = ClassBuilder("shop/Calls")
    for text in ("http://STOCK/list/{id}", "http://www.shop.cn/a", "http://localhost/x", "http://"):
        calls.string(text)
    balanced = ClassBuilder("shop/Config").annotate(cloud, {}, "template")
    assert consumed(boot("a: b\n", ("shop/Calls", calls)), "name") == []
    war = boot("a: b\n", ("shop/Calls", calls), ("shop/Config", balanced))
    assert consumed(war, "name", "how") == [("STOCK", "url")]
    assert item(war, "services.consumed", how="url")["places"] == [
        "WEB-INF/classes/shop/Calls.class"
    ]


def test_servers_of_spring_cloud_and_who_asks_them() -> None:
    eureka = ClassBuilder("shop/Main").annotate(
        "org/springframework/cloud/netflix/eureka/server/EnableEurekaServer", {}
    )
    config = ClassBuilder("shop/Conf").annotate(
        "org/springframework/cloud/config/server/EnableConfigServer", {}
    )
    war = boot("a: b\n", ("shop/Main", eureka), ("shop/Conf", config))
    assert sorted(items(war, "services.server", "role")) == ["eureka", "spring-config"]
    asks = boot(
        """spring:
  cloud: {config: {uri: "http://config.shop.cn:8888"}}
  zipkin: {base-url: "http://10.0.0.4:9411/"}
"""
    )
    assert consumed(asks, "name", "address") == [
        ("spring-config", "config.shop.cn:8888"),
        ("zipkin", "10.0.0.4:9411"),
    ]
    by_name = boot("spring: {cloud: {config: {discovery: {enabled: true}}}}\n")
    assert consumed(by_name, "name", "address") == [("configserver", None)]


def test_proxies_that_know_an_address() -> None:
    xml = """<beans xmlns="http://www.springframework.org/schema/beans"
 xmlns:jaxws="http://cxf.apache.org/jaxws">
<bean class="org.springframework.remoting.caucho.HessianProxyFactoryBean">
  <property name="serviceUrl" value="http://${far}:8080/remote/stock"/>
  <property name="serviceInterface" value="shop.api.Stock"/></bean>
<bean class="org.springframework.remoting.rmi.RmiProxyFactoryBean">
  <property name="serviceUrl"><value>rmi://10.0.0.6:1199/Tax</value></property>
  <property name="serviceInterface" value="shop.api.Tax"/></bean>
<bean class="org.springframework.remoting.httpinvoker.HttpInvokerServiceExporter">
  <property name="serviceInterface" value="shop.api.Own"/></bean>
<jaxws:client id="weather" serviceClass="w.Weather" address="http://w.shop.cn/ws"/>
</beans>"""
    war = read_war({"WEB-INF/a.xml": xml, "WEB-INF/classes/a.properties": "far=10.0.0.5\n"})
    assert consumed(war, "name", "protocol", "address") == [
        ("shop.api.Stock", "hessian", "10.0.0.5:8080"),
        ("shop.api.Tax", "rmi", "10.0.0.6:1199"),
        ("w.Weather", "soap", "w.shop.cn:80"),
    ]
    assert provided(war, "name", "protocol") == [("shop.api.Own", "http-invoker")]
    soap = ClassBuilder("w/WeatherService").annotate(
        "javax/xml/ws/WebServiceClient",
        {"name": "WeatherService", "wsdlLocation": "http://10.0.0.3:8088/ws?wsdl"},
    )
    generated = read_war(classes(("w/WeatherService", soap)))
    assert consumed(generated, "name", "protocol", "address") == [
        ("WeatherService", "soap", "10.0.0.3:8088")
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030", "utf-8-sig"])
def test_names_in_other_encodings(encoding: str) -> None:
    text = "# 注册中心\nspring.application.name=购物\nspring.cloud.nacos.server-addr=n.shop.cn\n"
    war = read_war({"WEB-INF/classes/application.properties": text.encode(encoding)})
    assert provided(war, "name", "registry_at") == [("购物", ["n.shop.cn:8848"])]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<beans xmlns:dubbo='http://dubbo.apache.org/schema/dubbo'><dubbo:service interface='a.B'",
        "<beans>" + "<a>" * 5000,
        "<dubbo xmlns='http://dubbo.apache.org/schema/dubbo'><registry address='"
        + "zk:2181," * 20_000
        + "'/></dubbo>",
    ],
)
def test_damaged_and_hostile_files_cost_themselves(text: str) -> None:
    good = beans('<dubbo:service interface="a.Good" ref="b"/>')
    war = read_war({**good, "WEB-INF/bad.xml": text})
    assert provided(war, "name") == ["a.Good"]


def test_very_many_services_and_servers_are_bounded() -> None:
    servers = ",".join(f"10.{n // 250}.{n % 250}.1:2181" for n in range(3000))
    services = "".join(f'<dubbo:service interface="a.S{n}" ref="s"/>' for n in range(8000))
    line = "s{0}.ribbon.listOfServers=10.1.{1}.{2}:80\n"
    lists = "".join(line.format(n, n % 250, n % 199) for n in range(8000))
    started = time.process_time()
    war = read_war(
        {
            **beans(f'<dubbo:registry address="zookeeper://{servers}"/>{services}'),
            "WEB-INF/classes/a.properties": lists,
        }
    )
    assert time.process_time() - started < 30
    assert len(provided(war, "name")) == 5000
    assert {len(at) for at in provided(war, "registry_at")} == {20}
    assert len(consumed(war, "name")) == 5000
