#!/bin/sh
# /opt/apache-tomcat-8.5.57/bin/setenv.sh
JAVA_HOME=/usr/java/jdk1.8.0_202
JAVA_OPTS="$JAVA_OPTS -Dfile.encoding=UTF-8 -Duser.timezone=Asia/Shanghai"
CATALINA_OPTS="$CATALINA_OPTS -server -Xms256m -Xmx512m -XX:MaxMetaspaceSize=128m"
CATALINA_OPTS="$CATALINA_OPTS -XX:+HeapDumpOnOutOfMemoryError -XX:HeapDumpPath=/data/logs/score-record"
export JAVA_HOME JAVA_OPTS CATALINA_OPTS
