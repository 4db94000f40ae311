"""Which readers there are, in the order in which they are asked."""

from __future__ import annotations

from migrate.read.containers import cloudfoundry, compose, dockerfiles, helm, kubernetes
from migrate.read.database import mysql, oracle, postgresql
from migrate.read.java import ear, jar, server_alone, source_tree, war
from migrate.read.middleware import (
    activemq,
    apache,
    consul,
    elasticsearch,
    etcd,
    f5,
    hadoop,
    haproxy,
    hazelcast,
    kafka,
    keepalived,
    ldap,
    logstash,
    lvs,
    memcached,
    mongodb,
    mycat,
    nacos,
    nginx,
    proxysql,
    rabbitmq,
    redis,
    rocketmq,
    shardingsphere,
    sql_proxies,
    zookeeper,
)
from migrate.read.network import certificates, host
from migrate.read.php import site
from migrate.read.reader import Reader

APPLICATIONS: tuple[Reader, ...] = (source_tree, ear, war, jar, site)
"""A folder that one of these takes is seen by no later one, and by no service."""

SERVICES: tuple[Reader, ...] = (
    mysql,
    postgresql,
    oracle,
    mongodb,
    redis,
    memcached,
    elasticsearch,
    zookeeper,
    kafka,
    rabbitmq,
    rocketmq,
    activemq,
    ldap,
    hadoop,
    etcd,
    consul,
    nacos,
    hazelcast,
    logstash,
    proxysql,
    mycat,
    shardingsphere,
    sql_proxies,
    haproxy,
    keepalived,
    lvs,
    nginx,
    apache,
    f5,
    server_alone,
    host,
    certificates,
)
"""Databases, middleware and captures of hosts: they see what no application took."""

SERVERS: tuple[Reader, ...] = tuple(r for r in SERVICES if r not in (host, certificates))
"""Those whose component is one program, known by its configuration."""

DESCRIPTIONS: tuple[Reader, ...] = (compose, kubernetes, helm, cloudfoundry, dockerfiles)
"""What describes containers: seen wherever it lies, inside of applications too."""
