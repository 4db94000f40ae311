"""Compose projects that several tests read."""

SHOP = """\
version: "2.1"
x-common: &common
  restart: always
  environment: &env
    TZ: Asia/Shanghai
    DB_PASSWORD: "s3cr3tpw"
services:
  db:
    image: mysql:${MYSQL_TAG:-5.7.44}
    command: ["mysqld", "--character-set-server=utf8mb4"]
    volumes: ["dbdata:/var/lib/mysql", "./my.cnf:/etc/mysql/my.cnf:ro"]
    environment:
      - MYSQL_ROOT_PASSWORD=${ROOT_PW}
      - MYSQL_DATABASE=shop
  cache:
    image: registry.local:5000/base/redis
    command: redis-server --requirepass hunter2
  web:
    <<: *common
    build: {context: ., dockerfile: docker/Dockerfile}
    ports: ["8080:80", "127.0.0.1:9000-9001:9000-9001", {target: 443, published: 8443}]
    environment:
      <<: *env
      DB_HOST: db
      DB_PORT: 3306
      DB_USER: shop
      DB_DATABASE: shop
      CACHE_DRIVER: cache
      REDIS_URL: redis://:pw99@cache:6379/0
      VERSION: 1.2.3.4
      LEGACY: ${NOT_SET}
    depends_on: {db: {condition: service_healthy}}
    links: ["cache:kv"]
    env_file: web.env
volumes: {dbdata: {driver: local, driver_opts: {type: nfs, device: ":/export/db"}}}
"""

FIG = """\
web:
  image: tomcat:8.5-jdk8
  ports:
    - "22:22"
  links:
    - mq:broker
  mem_limit: 512m
  net: host
mq:
  image: rabbitmq:3.6-management
  expose: ["5672"]
  privileged: true
  volumes: [/data/mq:/var/lib/rabbitmq]
"""
