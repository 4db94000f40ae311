#!/bin/sh
# Packs input/artifacts/score-record/score-record.war. Needs a JDK 17 and, from Debian,
# liblog4j1.2-java, libmariadb-java and libservlet-api-java.
set -eu
export LC_ALL=C

here=$(cd "$(dirname "$0")" && pwd)
war=$here/../input/artifacts/score-record/score-record.war
jars=${JARS:-/usr/share/java}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp -r "$here/score-record/web/." "$work"
mkdir "$work/WEB-INF/lib"
cp "$jars/log4j-1.2.jar" "$work/WEB-INF/lib/log4j-1.2.17.jar"
cp "$jars/mariadb-java-client.jar" "$work/WEB-INF/lib/mariadb-java-client-2.7.6.jar"

javac --release 8 -Xlint:-options -encoding UTF-8 \
    -cp "$jars/servlet-api.jar:$jars/log4j-1.2.jar" \
    -d "$work/WEB-INF/classes" "$here"/score-record/src/*.java

# One fixed time and a sorted list: the same sources give the same bytes.
cd "$work"
find . -type f | sed 's|^\./||' | sort >"$work.list"
jar --create --file "$war" --manifest "$here/score-record/MANIFEST.MF" \
    --date 2019-03-05T10:00:00+08:00 @"$work.list"
rm "$work.list"
