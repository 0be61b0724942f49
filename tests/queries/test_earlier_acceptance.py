"""Whether an office had taken a referral on is read in its case, not in a whole town's timeline."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from hopecare.domain.timeline import EntryKind
from hopecare.queries.contested_decisions import find_contested_answer
from hopecare.queries.earlier_acceptance import find_acceptance
from hopecare.services.answer_referral import answer_referral
from hopecare.services.correct_referral_answer import correct_referral_answer
from hopecare.services.note_timeline import note_timeline
from hopecare.services.object_to_referral import object_to_referral
from models import Case
from tests.factories.cases import BY, a_case
from tests.factories.people import a_resident
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW, TODAY, a_centre, a_town

pytestmark = pytest.mark.both_databases
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}


@pytest.fixture
def contested(database, town_scope):
    """A referral that was taken on, refused after all, and objected to."""
    with database.writing(town_scope) as session:
        a_town(session)
        case = a_case(session, resident=a_resident(session, centre=a_centre(session)))
        referral = a_referral(session, case=case)
        for refusal in (None, RefusalReason.OBLIGOR):
            answer_referral(
                session, referral_id=referral.id, refusal=refusal, door=AnswerDoor.PHONE,
                answered_on=TODAY, words=None, by=BY, now=NOW,
            )  # fmt: skip
        object_to_referral(session, referral_id=referral.id, by=BY, now=NOW)
        yield session, referral


def _fill_the_timeline(session, referral):
    """Write a town's many other entries: of so few rows any index is as good as another."""
    for number in range(2000):
        note_timeline(
            session, town_id=referral.town_id, kind=EntryKind.REFERRAL_ACCEPTED, by=BY, at=NOW,
            facts={"number": number},
        )  # fmt: skip
    session.flush()
    session.connection().exec_driver_sql("ANALYZE timeline_entries")


@pytest.mark.parametrize("asks", [find_acceptance, find_contested_answer])
def test_it_is_found_by_the_index_of_the_case(contested, asks):
    session, referral = contested
    asked: list[Any] = []
    connection = session.connection()
    _fill_the_timeline(session, referral)

    def keep(_connection, _cursor, statement, parameters, *_):
        if "FROM timeline_entries" in statement:
            asked.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", keep)
    asks(session, referral)
    event.remove(connection, "before_cursor_execute", keep)
    ((statement, values),) = asked
    how = EXPLAIN[connection.dialect.name]
    plan = str(connection.exec_driver_sql(f"{how} {statement}", values).all())
    assert "ix_timeline_entries_case" in plan
    assert "SCAN timeline_entries" not in plan, "that would be the whole of it"


def test_what_stood_before_is_still_found(contested):
    session, referral = contested
    refusal = find_contested_answer(session, referral)
    assert refusal is not None
    assert refusal.reason is RefusalReason.OBLIGOR


def test_the_day_of_a_letter_stands_again_and_not_the_day_it_was_written_down(contested):
    session, first = contested
    referral = a_referral(
        session, case=session.get_one(Case, first.case_id), service=a_service(session)
    )
    letter_on, read_at = TODAY + timedelta(days=1), NOW + timedelta(days=6)
    for refusal in (None, RefusalReason.OBLIGOR):
        answer_referral(
            session, referral_id=referral.id, refusal=refusal, door=AnswerDoor.LETTER,
            answered_on=letter_on, words=None, by=BY, now=read_at,
        )  # fmt: skip
    correct_referral_answer(session, referral, by=BY, now=read_at)
    assert referral.answered_on == letter_on
