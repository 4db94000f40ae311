"""Jobs that a scheduler outside of the application starts: Elastic-Job and XXL-Job."""

from __future__ import annotations

import pytest

from migrate.model.facts import Component
from tests.read.java.applications import item, items, read_war
from tests.read.java.class_builder import ClassBuilder

_DANGDANG = """<beans xmlns:reg="http://www.dangdang.com/schema/ddframe/reg"
    xmlns:job="http://www.dangdang.com/schema/ddframe/job">
  <reg:zookeeper id="center" server-lists="${zk.hosts}" namespace="jobs"/>
  <job:simple id="orders" class="cn.shop.OrdersJob" registry-center-ref="center"
      cron="0/10 * * * * ?" sharding-total-count="3"/>
  <job:dataflow id="flow" class="cn.shop.FlowJob" registry-center-ref="center"
      cron="${flow.cron}" sharding-total-count="2"/>
  <job:script id="off" registry-center-ref="center" sharding-total-count="1"/>
</beans>"""
_SHARDINGSPHERE = """<beans xmlns:elasticjob="http://shardingsphere.apache.org/schema/elasticjob">
  <elasticjob:zookeeper id="center" server-lists="zk9:2191" namespace="jobs"/>
  <elasticjob:job id="bills" job-ref="billsJob" registry-center-ref="center"
      cron="0 0 4 * * ?" sharding-total-count="1"/>
</beans>"""


def _schedules(war: Component) -> list[object]:
    return items(war, "schedules", "kind", "cron", "what", "clustered")


def test_jobs_of_dangdangs_schema() -> None:
    settings = "zk.hosts=zk1:2181,zk2:2181\nflow.cron=0 30 1 * * ?\n"
    war = read_war(
        {"WEB-INF/classes/jobs.xml": _DANGDANG, "WEB-INF/classes/jobs.properties": settings}
    )
    assert _schedules(war) == [
        ("elastic-job", "0/10 * * * * ?", "cn.shop.OrdersJob", True),
        ("elastic-job", "0 30 1 * * ?", "cn.shop.FlowJob", True),
    ]
    assert item(war, "schedules", what="cn.shop.OrdersJob")["places"] == [
        "WEB-INF/classes/jobs.xml:5"
    ]
    assert {r.target for r in war.references} == {"zk1:2181", "zk2:2181"}
    assert {r.protocol for r in war.references} == {"zookeeper"}


def test_jobs_of_shardingspheres_schema() -> None:
    war = read_war({"WEB-INF/jobs.xml": _SHARDINGSPHERE})
    assert _schedules(war) == [("elastic-job", "0 0 4 * * ?", "billsJob", True)]
    assert [(r.target, r.protocol) for r in war.references] == [("zk9:2191", "zookeeper")]


def test_jobs_in_settings_of_the_starter() -> None:
    settings = """elasticjob:
  regCenter: {serverLists: "zk3:2181", namespace: jobs}
  jobs:
    report-job:
      elasticJobClass: cn.shop.ReportJob
      cron: 0 0 6 * * ?
    dump: {elasticJobType: SCRIPT, cron: 0 0 7 * * ?, shardingTotalCount: 1}
    manual: {elasticJobClass: cn.shop.ManualJob}
"""
    war = read_war({"WEB-INF/classes/application.yml": settings})
    assert _schedules(war) == [
        ("elastic-job", "0 0 6 * * ?", "cn.shop.ReportJob", True),
        ("elastic-job", "0 0 7 * * ?", "dump", True),
    ]
    assert [r.target for r in war.references] == ["zk3:2181"]


@pytest.mark.parametrize(
    ("owner", "method"),
    [
        ("com/dangdang/ddframe/job/config/JobCoreConfiguration", "newBuilder"),
        ("org/apache/shardingsphere/elasticjob/api/JobConfiguration", "newBuilder"),
    ],
)
def test_jobs_that_code_configures(owner: str, method: str) -> None:
    built = ClassBuilder("cn/shop/Jobs")
    built.call(owner, method, "(Ljava/lang/String;Ljava/lang/String;I)V")
    built.string("0 0 5 * * ?")
    built.annotate("cn/shop/starter/ElasticSimpleJob", {"cron": "0 1 5 * * ?", "jobName": "a"})
    war = read_war({"WEB-INF/classes/cn/shop/Jobs.class": built.bytes()})
    assert _schedules(war) == [
        ("elastic-job", "0 1 5 * * ?", "a", True),
        ("elastic-job", "0 0 5 * * ?", "cn.shop.Jobs", True),
    ]


@pytest.mark.parametrize("name", ["XxlJob", "JobHandler", "JobHander"])
def test_handlers_of_xxl_job_and_the_port_it_calls_back(name: str) -> None:
    built = ClassBuilder("cn/pay/Bills")
    built.annotate(f"com/xxl/job/core/handler/annotation/{name}", {"value": "billsHandler"})
    settings = """xxl.job.admin.addresses=http://10.1.1.8:8080/xxl-job-admin
xxl.job.executor.port=9999
xxl.job.executor.ip=
xxl.job.accessToken=geheim
"""
    war = read_war(
        {
            "WEB-INF/classes/cn/pay/Bills.class": built.bytes(),
            "WEB-INF/classes/application.properties": settings,
        }
    )
    assert _schedules(war) == [("xxl-job", None, "billsHandler", True)]
    assert items(war, "ports", "port", "protocol") == [(9999, "xxl-job")]
    assert [r.target for r in war.references] == ["10.1.1.8:8080"]
    assert "geheim" not in repr(war)


def test_other_elements_with_a_cron_are_no_jobs_of_it() -> None:
    text = '<beans xmlns:x="http://cn.shop/x"><x:simple id="a" cron="0 0 4 * * ?"/></beans>'
    assert read_war({"WEB-INF/x.xml": text}).value("schedules") is None
