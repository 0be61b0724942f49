#!/bin/sh
# backup.sh FOLDER: writes one whole backup of the database of HOPECARE_DATABASE_URL into FOLDER, while HopeCare runs.
# SQLite gives a database file, PostgreSQL a dump of pg_restore's custom format. Neither holds a key: without
# HOPECARE_DATA_KEY nobody can read the personal values in it, so keep the keys somewhere else.
set -eu
umask 077
folder=${1:?usage: backup.sh FOLDER}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
python=${PYTHON:-$here/../.venv/bin/python}
url=${HOPECARE_DATABASE_URL:-sqlite:///${HOPECARE_DATA_DIR:-var}/hopecare.db}
stamp=$(date -u +%Y%m%dT%H%M%SZ)
mkdir -p -- "$folder"

case $url in
sqlite:///*) backup=$folder/hopecare-$stamp.db ;;
postgresql*) backup=$folder/hopecare-$stamp.dump ;;
*) echo "backup.sh: HOPECARE_DATABASE_URL must start with sqlite:/// or postgresql://" >&2; exit 2 ;;
esac
part=$(mktemp -d -- "$folder/.part.XXXXXX")
trap 'rm -rf -- "$part"' EXIT
trap 'exit 1' HUP INT TERM

case $url in
sqlite:///*)
    # One moment of the database, without keeping anybody who writes waiting, then looked through from end to end.
    "$python" - "${url#sqlite:///}" "$part/backup" <<'PY'
import pathlib, sqlite3, sys

source, target = sys.argv[1:]
with_uri = pathlib.Path(source).absolute().as_uri() + "?mode=rw"
connection = sqlite3.connect(with_uri, uri=True, timeout=30)
connection.execute("VACUUM INTO ?", (target,))
found = sqlite3.connect(target).execute("PRAGMA integrity_check").fetchone()[0]
sys.exit(None if found == "ok" else f"backup.sh: the copy is not sound: {found}")
PY
    ;;
postgresql*)
    # As HopeCare's own role, which the wall between towns binds: the scope opens it for every row of every town.
    address=$("$python" "$here/libpq.py")
    eval "$address"
    PGOPTIONS="-c hopecare.scope=all" pg_dump --format=custom --no-owner --no-privileges --enable-row-security \
        --file="$part/backup"
    pg_restore --list "$part/backup" >/dev/null
    ;;
esac
sync -- "$part/backup"
mv -- "$part/backup" "$backup"
printf '%s\n' "$backup"

# Old ones go only after a new one is there.
if [ -n "${KEEP_DAYS:-}" ]; then
    find "$folder" -maxdepth 1 -type f -name 'hopecare-*' -mtime "+$KEEP_DAYS" -delete
fi
