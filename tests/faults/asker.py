"""A clock process of its own, for killing in the middle of a look: asks whoever is due."""

from __future__ import annotations

import os
import sys
from datetime import datetime

from hopecare import keyring
from hopecare.clock import SetClock
from hopecare.database import Database
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.tools import Tools
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks


def main() -> None:
    keyring.install(keyring.Keyring.from_secret(os.environ["SECRET"]))
    network = MemoryNetwork()
    tools = Tools(
        database=Database(os.environ["URL"]),
        networks=Networks(texts=network, calls=network),
        clock=SetClock(datetime.fromisoformat(os.environ["NOW"])),
    )
    sys.stdout.write("begins\n")
    sys.stdout.flush()
    ask_due_check_ins(tools)


if __name__ == "__main__":
    main()
