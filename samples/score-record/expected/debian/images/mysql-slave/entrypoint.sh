#!/bin/sh
# Sets an empty data folder up once, then becomes the server given as arguments.
#
# What lies in /docker-entrypoint-initdb.d/*.sql runs in the order of the names. The root password
# comes from the file that MARIADB_ROOT_PASSWORD_FILE names. A set-up that is broken off leaves
# nothing that would be taken for a data folder: it is made beside it and moved at its end.
set -eu

data=/var/lib/mysql/data
fresh=$data.new
socket=/run/mysqld/set-up.sock

query() {
    mariadb --no-defaults --protocol=socket --socket="$socket" --user=root --batch "$@"
}

set_up() {
    : "${MARIADB_ROOT_PASSWORD_FILE:?names no file with the root password}"
    test -s "$MARIADB_ROOT_PASSWORD_FILE" || {
        echo "entrypoint: $MARIADB_ROOT_PASSWORD_FILE is empty" >&2
        exit 1
    }
    rm -rf "$fresh"
    mkdir -p "$fresh"
    mariadb-install-db --datadir="$fresh" --auth-root-authentication-method=normal \
        --skip-test-db --skip-name-resolve >/dev/null

    mariadbd --datadir="$fresh" --skip-networking --socket="$socket" &
    server=$!
    until query --execute="SELECT 1" >/dev/null 2>&1; do
        kill -0 "$server" || exit 1
        sleep 1
    done

    for script in /docker-entrypoint-initdb.d/*.sql; do
        test -f "$script" || continue
        echo "entrypoint: running $script"
        query <"$script"
    done

    # Last, so that the scripts need no password; it must not reach the other servers.
    password=$(sed -e 's/\\/\\\\/g' -e "s/'/''/g" "$MARIADB_ROOT_PASSWORD_FILE")
    query <<SQL
SET SESSION sql_log_bin = 0;
ALTER USER 'root'@'localhost' IDENTIFIED BY '$password';
SHUTDOWN;
SQL
    wait "$server"
    mv "$fresh" "$data"
}

test -d "$data/mysql" || set_up
exec "$@" --datadir="$data"
