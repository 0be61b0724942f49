"""A process of its own that says yes to the offers it is told, as fast as it can, each one twice.

Reads a line "key of the town" and a line "go", then one key of an offer a line until an empty one;
says for each what it came to, both times, and how long the first took.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime
from uuid import UUID

from hopecare import keyring
from hopecare.database import Database, TownScope
from hopecare.domain.identity import SystemActor
from hopecare.services.answer_offer import OfferAnswer, answer_offer

YES = OfferAnswer(says_yes=True)
BY = SystemActor(name="test")


def answered(database: Database, scope: TownScope, offer_id: UUID, now: datetime) -> str:
    """What a user would be told, or the error they would see."""
    try:
        with database.writing(scope) as session:
            found = answer_offer(session, offer_id=offer_id, answer=YES, by=BY, now=now)
    except Exception as error:  # noqa: BLE001  whatever it is, a user would see it
        return f"error:{type(error).__name__}"
    return found.result.value


def main() -> None:
    keyring.install(keyring.Keyring.from_secret(os.environ["SECRET"]))
    database, now = Database(os.environ["URL"]), datetime.fromisoformat(os.environ["NOW"])
    scope = TownScope(UUID(os.environ["TOWN"]))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in iter(sys.stdin.readline, "\n"):
        offer_id, began = UUID(line.strip()), time.perf_counter()
        first = answered(database, scope, offer_id, now)
        took = time.perf_counter() - began
        again = answered(database, scope, offer_id, now)
        sys.stdout.write(f"{offer_id} {first} {again} {took:.6f}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
