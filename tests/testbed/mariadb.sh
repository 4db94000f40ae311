#!/usr/bin/env bash
# MariaDB's server program: tests start servers of their own, with own data.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

status() {
    needs mariadbd mariadb mariadb-install-db
    say "mariadb: $(command -v mariadbd)"
}

up() { status; }

verbs "${1:-}" up status
