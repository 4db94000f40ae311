"""The contents of a Java application go in: descriptors, configuration, pages; facts come out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from migrate.read import config_files
from migrate.read.findings import Found
from migrate.read.java import (
    code_constants,
    datasources,
    datasources_in_code,
    dubbo,
    fonts,
    http_annotations,
    http_paths,
    jetty,
    jsp,
    listening,
    log_settings,
    login_sessions,
    messaging,
    remote_config,
    remote_proxies,
    remoting,
    schedules,
    schedules_in_code,
    sessions,
    shiro_in_code,
    spring_cloud,
    spring_security,
    start_options,
    web_frameworks,
    written_in_code,
    xml_files,
)
from migrate.read.java.application import Application
from migrate.read.java.code_index import CodeIndex
from migrate.read.tree import Entry, Tree

CONTENTS: tuple[Callable[[Application], None], ...] = (
    sessions.in_code,
    sessions.in_settings,
    xml_files.read,
    log_settings.read,
    jsp.read,
    spring_security.shiro_ini,
    spring_security.in_code,
    shiro_in_code.read,
    schedules.in_settings,
    schedules_in_code.read,
    http_annotations.read,
    web_frameworks.faces,
    web_frameworks.actuator,
    written_in_code.read,
    listening.in_settings,
    jetty.in_settings,
    fonts.read,
    remoting.read,
    remoting.mail_servers,
    datasources_in_code.read,
    datasources_in_code.file_databases,
    datasources.conclude,
    dubbo.read,
    spring_cloud.read,
    remote_config.read,
    remote_proxies.read,
    code_constants.read,
    messaging.read,
    schedules.conclude,
    login_sessions.read,
    sessions.conclude,
    start_options.settle,
    http_paths.conclude,
)
"""Readers in their order: the last ones judge what the others collected."""


def read(tree: Tree, beside: Sequence[Entry], found: Found, index: CodeIndex) -> None:
    """Read one application's contents, after its settings files were kept."""
    application = Application(tree, beside, found, index)
    for reader in CONTENTS:
        reader(application)
    found.uses = (*found.uses, *application.uses)
    config_files.sweep(tree, found)
    application.profiles.tell(found)
    datasources.complete(application)
