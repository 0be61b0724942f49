"""Very many residents who are to be asked in the same minute, laid in bulk."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from sqlalchemy import insert
from uuid_utils.compat import uuid7

from hopecare import keyring
from hopecare.database import Database, TownScope
from hopecare.domain.channels import Channel
from hopecare.domain.check_in_times import WEEKDAYS
from hopecare.domain.check_ins import AnswererKind, QuestionCode
from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.people import ContactKind
from models import CheckInPlan, ConsentEntry, ContactPoint, Person
from models.types import Sealed
from tests.factories.people import FROM_ON
from tests.factories.towns import NOW, a_centre, a_town

STEP = 5_000
LATER = NOW + timedelta(days=300)
QUESTIONS = tuple(QuestionCode)
"""Asked in turn: who is asked what must not slow the minute down."""


def lay(database: Database, scope: TownScope, *, due: int, plans: int) -> None:
    """So many plans, of which the first are due now: each of a resident with a mobile."""
    with database.writing(scope) as session:
        a_town(session, channel_profile="two-way")
        centre_id = a_centre(session).id
    for start in range(0, plans, STEP):
        people = [uuid7() for _ in range(min(STEP, plans - start))]
        with database.writing(scope) as session:
            session.execute(
                insert(Person), [a_bare_person(scope, each, centre_id) for each in people]
            )
            asked = people[: max(0, due - start)]
            if asked:
                rows = [_telephone(scope, each, number) for number, each in enumerate(asked, start)]
                session.execute(insert(ContactPoint), rows)
                session.execute(insert(ConsentEntry), [_consent(scope, each) for each in asked])
            rows = [
                _plan(scope, each, QUESTIONS[at % len(QUESTIONS)], is_due=at < len(asked))
                for at, each in enumerate(people)
            ]
            session.execute(insert(CheckInPlan), rows)

    learn(database)


def learn(database: Database) -> None:
    """Let the database count and tidy its tables, as each has done that has run for a day.

    One that last counted an emptied table looks through all of it for each row that points at it;
    PostgreSQL would tidy a million new rows beside what is measured.
    """
    with database.engine.connect() as connection:
        alone = connection.execution_options(isolation_level="AUTOCOMMIT")
        alone.exec_driver_sql("ANALYZE" if database.is_sqlite else "VACUUM ANALYZE")


def sealed(words: str, label: str) -> Sealed:
    return Sealed(keyring.current().encrypt(words.encode(), label=label))


def a_bare_person(scope: TownScope, person_id: Any, centre_id: Any) -> dict[str, Any]:
    """A resident of a centre, and nothing more."""
    return {
        "id": person_id,
        "town_id": scope.town_id,
        "full_name": sealed("김다래", "people.full_name"),
        "called": sealed("김○○", "people.called"),
        "language": "ko",
        "created_at": NOW,
        "centre_id": centre_id,
    }


def _telephone(scope: TownScope, person_id: Any, number: int) -> dict[str, Any]:
    value = f"+8210{number:08d}"
    return {
        "id": uuid7(),
        "town_id": scope.town_id,
        "person_id": person_id,
        "kind": ContactKind.MOBILE,
        "value": sealed(value, "contact_points.value"),
        "value_index": keyring.current().blind("phone", value),
        "can_text": True,
        "valid_from": FROM_ON,
        "is_shared": False,
        "is_preferred": True,
        "version": 1,
    }


def _consent(scope: TownScope, person_id: Any) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "town_id": scope.town_id,
        "person_id": person_id,
        "purpose": ConsentPurpose.CHECK_INS,
        "act": ConsentAct.GIVEN,
        "form": ConsentForm.VOICE,
        "at": NOW,
    }


def _plan(
    scope: TownScope, person_id: Any, question: QuestionCode, *, is_due: bool
) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "town_id": scope.town_id,
        "person_id": person_id,
        "channel": Channel.SMS,
        "language": "ko",
        "weekdays": list(WEEKDAYS),
        "local_time": time(10),
        "zone": "Asia/Seoul",
        "created_at": NOW,
        "next_due_at": NOW if is_due else LATER,
        "answer_of": AnswererKind.RESIDENT,
        "question": question,
        "ladder": "default",
        "grace_minutes": 120,
        "version": 1,
    }
