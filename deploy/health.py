"""Ask the health door of the web process on this machine; ends with 1 when it is not well."""

from __future__ import annotations

import http.client
import os
import sys

TIMEOUT_S = 4


def main() -> int:
    """Print what the door says, and turn its status into an exit code."""
    port = int(os.environ.get("HOPECARE_PORT", "8000"))  # noqa: TID251  stands alone, imports nothing
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
    try:
        connection.request("GET", "/health")
        answer = connection.getresponse()
        sys.stdout.write(answer.read().decode())
    except OSError as error:
        sys.stderr.write(f"no answer on port {port}: {error}\n")
        return 1
    return 0 if answer.status == http.HTTPStatus.OK else 1


if __name__ == "__main__":
    sys.exit(main())
