"""Print a PostgreSQL address as exports for psql and its kin: no process list shows a password."""

from __future__ import annotations

import os
import shlex
import sys

from psycopg.pq import Conninfo


def main() -> None:
    """Turn each part of HOPECARE_DATABASE_URL into the variable that libpq reads."""
    url = os.environ["HOPECARE_DATABASE_URL"]  # noqa: TID251  an entry: one variable, for a shell
    address = "postgresql://" + url.partition("://")[2]
    for option in Conninfo.parse(address.encode()):
        if option.val is not None and option.envvar is not None:
            value = shlex.quote(option.val.decode())
            sys.stdout.write(f"export {option.envvar.decode()}={value}\n")


if __name__ == "__main__":
    main()
