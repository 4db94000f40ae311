"""Schedules of classes that Spring never makes beans of are none; where that is not sure, told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read.java.applications import items, read_war
from tests.read.java.class_builder import ClassBuilder
from tests.read.reading import one

POM = """<project><groupId>com.shop</groupId><artifactId>shop</artifactId><version>1</version>
<packaging>war</packaging></project>"""
TASK = """package com.shop.task;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import lombok.extern.slf4j.Slf4j;
//@Component
@Slf4j
public class CancelTask {
    @Scheduled(cron = "0 0/10 * ? * ?")
    private void cancel() {}
}
"""
WEB = "src/main/webapp/WEB-INF/web.xml"
JAVA = "src/main/java/com/shop"
BASE: dict[str, str | bytes] = {
    "pom.xml": POM, WEB: "<web-app/>", f"{JAVA}/task/CancelTask.java": TASK,
    f"{JAVA}/Other.java": "package com.shop;\npublic class Other { CancelTasks other; }\n",
}  # fmt: skip


def _told(folder: Path, more: dict[str, str | bytes]) -> bool:
    return one(folder, {**BASE, **more}, "java-war").value("schedules") is not None


def test_sources_with_the_stereotype_in_a_comment(tmp_path: Path) -> None:
    assert not _told(tmp_path, {})


MADE: dict[str, dict[str, str | bytes]] = {
    "a method makes one": {
        f"{JAVA}/Config.java": """package com.shop;
import com.shop.task.*;
import org.springframework.context.annotation.*;
@Configuration class Config { @Bean CancelTask task() { return new CancelTask(); } }"""
    },
    "a subclass is one": {
        f"{JAVA}/Sub.java": """package com.shop;
@org.springframework.stereotype.Service class Sub extends com.shop.task.CancelTask {}"""
    },
    "XML names it": {
        "src/main/resources/beans.xml": '<beans><bean class="com.shop.task.CancelTask"/></beans>'
    },
    "a starter names it": {
        "src/main/resources/META-INF/spring/org.springframework.boot.autoconfigure"
        ".AutoConfiguration.imports": "com.shop.task.CancelTask\n"
    },
    "a scan of its own": {
        "src/main/resources/beans.xml": '<beans><component-scan base-package="com"><include-filter'
        ' type="regex" expression=".*Task"/></component-scan></beans>'
    },
    "a scan of its own in code": {
        f"{JAVA}/Config.java": """package com.shop;
import org.springframework.context.annotation.*;
@ComponentScan(includeFilters = @ComponentScan.Filter(pattern = ".*Task")) class Config {}"""
    },
    "an annotation of its own": {
        f"{JAVA}/task/CancelTask.java": TASK.replace("//@Component", "@com.shop.Job")
    },
    "a stereotype": {f"{JAVA}/task/CancelTask.java": TASK.replace("//@Comp", "@Comp")},
    "code that nobody reads": {"src/main/java/com/shop/Config.kt": "package com.shop\n"},
}


@pytest.mark.parametrize("how", MADE)
def test_sources_that_may_make_a_bean(tmp_path: Path, how: str) -> None:
    assert _told(tmp_path, MADE[how])


def _task(*stereotypes: str) -> bytes:
    task = ClassBuilder("shop/night/Sweep")
    for each in stereotypes:
        task.annotate(each, {})
    scheduled = "org/springframework/scheduling/annotation/Scheduled"
    return task.annotate(scheduled, {"fixedRate": 30000}, "sweep").bytes()


def test_classes_without_a_stereotype() -> None:
    path = "WEB-INF/classes/shop/night/Sweep.class"
    enables = "org/springframework/scheduling/annotation/EnableScheduling"
    longer = ClassBuilder("shop/Other").make("shop/night/SweepResult").bytes()
    alone = read_war({path: _task(enables), "WEB-INF/classes/shop/Other.class": longer})
    assert alone.value("schedules") is None
    marked = read_war({path: _task(enables, "org/springframework/stereotype/Service")})
    assert items(marked, "schedules", "what", "every") == [("shop.night.Sweep.sweep", "30000")]
    maker = ClassBuilder("shop/Config").make("shop/night/Sweep").bytes()
    made = read_war({path: _task(), "WEB-INF/classes/shop/Config.class": maker})
    assert items(made, "schedules", "every") == ["30000"]
    given = ClassBuilder("shop/Config").call("shop/O", "m", "(Lshop/night/Sweep;)V").bytes()
    taken = read_war({path: _task(), "WEB-INF/classes/shop/Config.class": given})
    assert items(taken, "schedules", "every") == ["30000"]


def test_jobs_of_xxl_job_are_of_beans_too() -> None:
    job = ClassBuilder("shop/Jobs")
    job.annotate("com/xxl/job/core/handler/annotation/XxlJob", {"value": "clean"}, "clean")
    path = "WEB-INF/classes/shop/Jobs.class"
    assert read_war({path: job.bytes()}).value("schedules") is None
    job.annotate("org/springframework/stereotype/Component", {})
    assert items(read_war({path: job.bytes()}), "schedules", "what") == ["clean"]


def test_thousands_of_them_are_not_looked_for() -> None:
    classes: dict[str, str | bytes] = {}
    for number in range(60):
        task = ClassBuilder(f"shop/Task{number:02}")
        scheduled = "org/springframework/scheduling/annotation/Scheduled"
        task.annotate(scheduled, {"fixedRate": 30000}, "run")
        classes[f"WEB-INF/classes/shop/Task{number:02}.class"] = task.bytes()
    assert len(items(read_war(classes), "schedules", "what")) == 10, "told: nothing is sure"
