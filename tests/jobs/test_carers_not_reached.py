"""Who is asked in a resident's place is not reached: the resident is not left out that day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind, WhoseEnd
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.replies import ReplyMeaning
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.end_owed_call import CameOfCall, end_owed_call
from hopecare.services.record_reply import record_reply
from models import Account, ContactPoint
from tests.factories.people import an_identity
from tests.jobs.conftest import BY
from tests.jobs.test_carers_asked import AT_TEN_PAST, calls_to, carer, channel_profile

__all__ = ["carer", "channel_profile"]

UNREACHED = (
    CallOutcome.IN_HOSPITAL,
    CallOutcome.REFUSED,
    CallOutcome.MOVED,
    CallOutcome.WRONG_NUMBER,
)


def comes_of(town, call, outcome):
    """Staff write what came of a call."""
    with town.database.writing(town.scope) as session:
        theirs = select(Account).where(Account.person_id == town.coordinator_id)
        by = an_identity(session, session.scalars(theirs).one(), now=town.clock())
        came = CameOfCall(outcome=outcome, whose=WhoseEnd.RUNG)
        end_owed_call(session, task_id=call.id, came=came, by=by, now=town.clock())


def is_not_texted(town, person):
    with town.database.writing(town.scope) as session:
        theirs = select(ContactPoint).where(ContactPoint.person_id == person.id)
        session.scalars(theirs).one().opted_out_at = town.clock()
    town.work(AT_TEN_PAST)
    (call,) = calls_to(town, person.id, CallTaskKind.NOT_ASKED)
    return call


def calls_for_help(town, person):
    town.work(AT_TEN_PAST)
    with town.database.writing(town.scope) as session:
        slot, said = slot_by_id(session, town.slot.id), ReplyMeaning.HELP
        record_reply(
            session, slot=slot, meaning=said, from_person_id=person.id, by=BY, now=town.clock()
        )
    (call,) = calls_to(town, person.id, CallTaskKind.HELP_ASKED)
    return call


@pytest.mark.parametrize("outcome", UNREACHED)
def test_where_the_carer_is_not_reached_the_resident_is_rung_the_same_day(town, carer, outcome):
    comes_of(town, is_not_texted(town, carer), outcome)
    (theirs,) = calls_to(town, town.resident_id, CallTaskKind.NOT_ASKED)
    assert theirs.status is CallTaskStatus.OPEN
    assert theirs.slot_id == town.slot.id
    assert theirs.due_at == town.clock() + timedelta(hours=2)
    assert "대신" in theirs.words
    comes_of(town, theirs, outcome)
    assert len(calls_to(town, town.resident_id, CallTaskKind.NOT_ASKED)) == 1


def test_a_carer_who_does_not_pick_up_is_rung_again_and_the_resident_is_not(town, carer):
    comes_of(town, is_not_texted(town, carer), CallOutcome.NO_ANSWER)
    assert len(calls_to(town, carer.id, CallTaskKind.NOT_ASKED)) == 2
    assert calls_to(town, town.resident_id, CallTaskKind.NOT_ASKED) == []


def test_where_a_carer_who_called_for_help_is_not_reached_the_resident_is_rung_now(town, carer):
    comes_of(town, calls_for_help(town, carer), CallOutcome.WRONG_NUMBER)
    (theirs,) = calls_to(town, town.resident_id, CallTaskKind.HELP_ASKED)
    assert (theirs.status, theirs.due_at) == (CallTaskStatus.OPEN, town.clock())
