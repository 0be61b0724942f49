"""Who agrees to a purpose: a list's condition says what the decision says."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

from sqlalchemy import select

from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.standing_consents import agreeing, who_agrees
from models import ConsentNote, Merge, Person
from tests.factories.people import a_consent, a_person
from tests.factories.towns import NOW, TODAY, a_town

KEEP, HOUR, DAY = ConsentPurpose.KEEP_RECORD, timedelta(hours=1), timedelta(days=1)
MERGED_AT = NOW + 3 * HOUR
ACTS: dict[str, dict[str, Any]] = {
    "given": {},
    "refused": {"act": ConsentAct.REFUSED},
    "withdrawn": {"act": ConsentAct.WITHDRAWN},
    "ends today": {"expires_on": TODAY},
    "ends tomorrow": {"expires_on": TODAY + DAY},
    "proxy": {"form": ConsentForm.PROXY},
    "proxy with paper": {"form": ConsentForm.PROXY},
    "proxy says no": {"form": ConsentForm.PROXY, "act": ConsentAct.WITHDRAWN},
}
HISTORIES = [(), *((one,) for one in ACTS), *product(ACTS, repeat=2)]


def told(session, person, history, *, at=NOW):
    """What they said, one act an hour; the paper of a proxy is named in words."""
    for place, name in enumerate(history):
        entry = a_consent(session, person, KEEP, at=at + place * HOUR, **ACTS[name])
        if name == "proxy with paper":
            session.add(ConsentNote(town_id=person.town_id, entry_id=entry.id, words="판결문"))


def merged_into(session, kept, *, undone=False):
    other = a_person(session)
    session.add(
        Merge(
            town_id=kept.town_id,
            kept_id=kept.id,
            merged_id=other.id,
            at=MERGED_AT,
            by_id=None,
            moved={},
            replaced=[],
            undone_at=NOW + DAY if undone else None,
        )
    )
    session.flush()
    return other


def both(session, people):
    """By the decision, and by the condition."""
    asked = select(Person.id).where(agreeing(Person.id, KEEP, on=TODAY))
    ids = {each.id for each in people}
    return who_agrees(session, list(ids), KEEP, on=TODAY), ids & set(session.scalars(asked))


def test_of_whatever_one_record_was_told(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        people = [a_person(session) for _ in HISTORIES]
        for person, history in zip(people, HISTORIES, strict=True):
            told(session, person, history)
        decided, found = both(session, people)
    assert 0 < len(found) < len(HISTORIES)
    assert found == decided


def test_of_several_records_of_one_person(database, town_scope):
    singles = [(), *((one,) for one in ("given", "withdrawn", "ends today", "proxy"))]
    people = []
    with database.writing(town_scope) as session:
        a_town(session)
        for own, merged, again in product(singles, singles, ((), ("given",), ("proxy",))):
            person = a_person(session)
            people.append(person)
            told(session, person, own)
            told(session, merged_into(session, person), merged)
            told(session, person, again, at=MERGED_AT + HOUR)
        undone = a_person(session)
        told(session, undone, ("given",))
        told(session, merged_into(session, undone, undone=True), ("withdrawn",))
        people.append(undone)
        decided, found = both(session, people)
    assert undone.id in found
    assert 0 < len(found) < len(people)
    assert found == decided
