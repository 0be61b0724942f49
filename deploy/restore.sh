#!/bin/sh
# restore.sh BACKUP: puts a backup of backup.sh into the database of HOPECARE_DATABASE_URL, which must be empty: no file
# there on SQLite, no table in it on PostgreSQL. It is restored whole or not at all. Stop web and worker first.
set -eu
umask 077
backup=${1:?usage: restore.sh BACKUP}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
python=${PYTHON:-$here/../.venv/bin/python}
url=${HOPECARE_DATABASE_URL:-sqlite:///${HOPECARE_DATA_DIR:-var}/hopecare.db}
[ -f "$backup" ] || { echo "restore.sh: there is no file $backup" >&2; exit 2; }

case $url in
sqlite:///*)
    database=${url#sqlite:///}
    for left in "$database" "$database-wal" "$database-shm"; do
        [ ! -e "$left" ] || { echo "restore.sh: $left is in the way; move it aside first" >&2; exit 1; }
    done
    mkdir -p -- "$(dirname -- "$database")"
    cp -- "$backup" "$database.part"
    trap 'rm -f -- "$database.part"' EXIT
    "$python" - "$database.part" <<'PY'
import sqlite3, sys

connection = sqlite3.connect(sys.argv[1])
found = connection.execute("PRAGMA integrity_check").fetchone()[0]
broken = connection.execute("PRAGMA foreign_key_check").fetchone()
sys.exit(None if found == "ok" and broken is None else f"restore.sh: the backup is not sound: {found}, {broken}")
PY
    sync -- "$database.part"
    mv -- "$database.part" "$database"
    ;;
postgresql*)
    address=$("$python" "$here/libpq.py")
    eval "$address"
    tables=$(psql --no-psqlrc --tuples-only --no-align \
        --command="SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
    [ "$tables" = 0 ] || { echo "restore.sh: that database has $tables tables already; restore into an empty one" >&2; exit 1; }
    PGOPTIONS="-c hopecare.scope=all" pg_restore --single-transaction --exit-on-error --no-owner --no-privileges \
        --dbname="$PGDATABASE" "$backup"
    ;;
*) echo "restore.sh: HOPECARE_DATABASE_URL must start with sqlite:/// or postgresql://" >&2; exit 2 ;;
esac
echo "Restored. Before HopeCare starts again: flask schema upgrade"
