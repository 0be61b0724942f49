#!/bin/sh
# daily.sh FOLDER: keeps one whole dump of HopeCare's database a day in FOLDER, and looks every ten minutes whether one is
# due. The container `backup` of compose.yaml runs it, with the server's own pg_dump; libpq's variables say where.
# As HopeCare's own role, which the wall between towns binds: the scope opens it for every row of every town.
set -eu
umask 077
folder=${1:?usage: daily.sh FOLDER}
keep=${KEEP_DAYS:-30}
export PGOPTIONS="-c hopecare.scope=all"
# Nothing may sleep yet: then there is nothing to wake, and it stops as well.
trap 'kill ${!:-} 2>/dev/null || :; exit 0' TERM INT

dump() {
    stamp=$(date -u +%Y%m%dT%H%M%SZ)
    pg_dump --format=custom --no-owner --no-privileges --enable-row-security --file="$folder/.part" || return 1
    pg_restore --list "$folder/.part" >/dev/null || return 1
    sync -- "$folder/.part"
    mv -- "$folder/.part" "$folder/hopecare-$stamp.dump"
    printf '%s\n' "$folder/hopecare-$stamp.dump"
    # Old ones go only after a new one is there.
    find "$folder" -maxdepth 1 -type f -name 'hopecare-*.dump' -mtime "+$keep" -delete
}

while :; do
    # A little less than a day, so that the hour does not wander.
    young=$(find "$folder" -maxdepth 1 -type f -name 'hopecare-*.dump' -mmin -1435)
    [ -n "$young" ] || dump || echo "daily.sh: no backup was made; the next try is in ten minutes" >&2
    sleep 600 & wait $!
done
