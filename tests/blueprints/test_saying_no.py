"""A no on the page of consents and a withdrawal stop the same, for every purpose."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import SlotStatus
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.people import OtherContactKind
from hopecare.services.add_other_contact import NewContact, add_other_contact
from models import (
    CallTask,
    Case,
    CheckInPlan,
    CheckInSlot,
    ConsentEntry,
    Message,
    Need,
    Offer,
    OtherContact,
    Person,
    Referral,
    Task,
)
from tests.factories.cases import BY, a_case, a_need
from tests.factories.desk import a_plan, a_slot
from tests.factories.offers import a_task, an_offer
from tests.factories.people import a_resident, a_staff_account
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, a_centre, a_town, an_area
from tests.factories.volunteers import neighbours

A_NO = "said no"
WITHDRAWN = "withdrawn"


class Cared:
    """Residents of one coordinator for whom everything runs that can run."""

    def __init__(self, database, town_scope, visitor):
        self.database, self.scope, self.visitor = database, town_scope, visitor
        with database.writing(town_scope) as session:
            a_town(session)
            self.centre = a_centre(session)
            self.area = an_area(session, covered_by=self.centre)
            account = a_staff_account(session, centre=self.centre)
        visitor.sign_in(account)

    def resident(self):
        """One more resident, helped, asked, referred and looked in on."""
        with self.database.writing(self.scope) as session:
            person = a_resident(session, centre=self.centre, area=self.area)
            case = a_case(session, resident=person, centre=self.centre)
            helper, other = neighbours(session, 2)
            a_task(session, a_need(session, case=case), helper)
            an_offer(session, a_need(session, case=case), other)
            a_referral(session, case=case)
            plan = a_plan(session, person)
            a_slot(session, person, plan=plan, status=SlotStatus.DUE)
            asked_at = NOW - timedelta(days=1)
            a_slot(session, person, plan=plan, status=SlotStatus.WAITING, due_at=asked_at)
            new = NewContact(kind=OtherContactKind.KEYHOLDER, name="이이웃")
            add_other_contact(session, person, new, by=BY, now=NOW)
            return person.id

    def say(self, person_id, purpose, *, door):
        path = f"/residents/{person_id}/consents"
        if door == WITHDRAWN:
            self.visitor.post(f"{path}/withdraw", {"purpose": purpose.value}, on=path)
        else:
            told = {"purposes": [purpose.value], "agrees": "no", "form": "voice"}
            self.visitor.post(path, told)

    def effects(self, person_id):
        """How everything stands that can stop."""
        with self.database.reading(self.scope) as session:
            case = session.scalars(select(Case).where(Case.resident_id == person_id)).one()
            by_person = {
                "plans": (CheckInPlan, "ended_at"),
                "slots": (CheckInSlot, "status"),
                "referrals": (Referral, "status"),
            }
            by_case = {
                "needs": (Need, "status"),
                "offers": (Offer, "status"),
                "tasks": (Task, "status"),
                "calls": (CallTask, "kind"),
            }
            return {
                "case": (case.status, case.outcome),
                "kept": session.get_one(Person, person_id).retain_until,
                "contacts": _of(session, OtherContact, "until_on", "resident_id", person_id),
                "words": sorted(
                    (each.kind.value, each.status.value)
                    for each in session.scalars(select(Message).where(Message.case_id == case.id))
                ),
                "stands": sorted(
                    each.purpose.value
                    for each in session.scalars(
                        select(ConsentEntry).where(ConsentEntry.person_id == person_id)
                    )
                ),
                **{
                    name: _of(session, kind, column, "person_id", person_id)
                    for name, (kind, column) in by_person.items()
                },
                **{
                    name: _of(session, kind, column, "case_id", case.id)
                    for name, (kind, column) in by_case.items()
                },
            }


def _of(session, kind, column, key, value):
    rows = session.scalars(select(kind).where(getattr(kind, key) == value))
    return sorted(str(getattr(row, column)) for row in rows)


@pytest.fixture
def cared(database, town_scope, visitor):
    return Cared(database, town_scope, visitor)


CHANGES = {
    ConsentPurpose.CHECK_INS: {"plans", "slots"},
    ConsentPurpose.PEER_HELP: {"case", "needs", "offers", "tasks", "calls", "words"},
    ConsentPurpose.SHARE_WITH_AGENCY: {"referrals", "calls"},
    ConsentPurpose.KEYHOLDER: {"contacts"},
    ConsentPurpose.KEEP_RECORD: {
        *("case", "kept", "plans", "slots", "needs", "offers", "tasks", "calls", "referrals"),
        *("contacts", "words"),
    },
}


@pytest.mark.parametrize("purpose", list(ConsentPurpose))
def test_a_no_and_a_withdrawal_stop_the_same(cared, purpose):
    refused, withdrawn = cared.resident(), cared.resident()
    before = cared.effects(refused)
    cared.say(refused, purpose, door=A_NO)
    cared.say(withdrawn, purpose, door=WITHDRAWN)
    after = cared.effects(refused)
    assert after == cared.effects(withdrawn)
    changed = {name for name in after if after[name] != before[name]} - {"stands"}
    assert changed == CHANGES[purpose]


def test_a_no_to_several_purposes_at_once_stops_each(cared):
    resident = cared.resident()
    before = cared.effects(resident)
    told = {"purposes": ["keep_record", "check_ins"], "agrees": "no", "form": "voice"}
    cared.visitor.post(f"/residents/{resident}/consents", told)
    after = cared.effects(resident)
    changed = {name for name in after if after[name] != before[name]} - {"stands"}
    assert changed == CHANGES[ConsentPurpose.KEEP_RECORD]
    assert len(after["stands"]) == 2 * len(ConsentPurpose)


def test_a_no_where_nothing_was_agreed_to_stops_nothing(cared):
    resident = cared.resident()
    cared.say(resident, ConsentPurpose.PEER_HELP, door=A_NO)
    before = cared.effects(resident)
    cared.say(resident, ConsentPurpose.PEER_HELP, door=A_NO)
    assert cared.effects(resident) | {"stands": before["stands"]} == before
