"""What rests on a resident's consents at a moment: what a no to them stops."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.people import OtherContactKind
from hopecare.queries.households import other_contacts_of
from hopecare.queries.stoppable import (
    live_cases_of,
    live_plans_of,
    offers_in,
    open_referrals_of,
    tasks_for,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session


class Resting(StrEnum):
    """What may rest on a consent."""

    CHECK_INS = "check_ins"
    TASKS = "tasks"
    OFFERS = "offers"
    REFERRALS = "referrals"
    KEYHOLDERS = "keyholders"
    CASES = "cases"


RESTS_ON: Mapping[ConsentPurpose, frozenset[Resting]] = {
    ConsentPurpose.CHECK_INS: frozenset({Resting.CHECK_INS}),
    ConsentPurpose.PEER_HELP: frozenset({Resting.TASKS, Resting.OFFERS}),
    ConsentPurpose.SHARE_WITH_AGENCY: frozenset({Resting.REFERRALS}),
    ConsentPurpose.KEYHOLDER: frozenset({Resting.KEYHOLDERS}),
    ConsentPurpose.KEEP_RECORD: frozenset(Resting),
}


def resting_on(
    session: Session, person_id: UUID, purposes: Collection[ConsentPurpose], *, on: date
) -> dict[Resting, int]:
    """Count what goes on for a person and rests on any of these purposes."""
    wanted = frozenset[Resting]().union(*(RESTS_ON[each] for each in purposes))
    cases = [case.id for case in live_cases_of(session, person_id)]
    contacts = other_contacts_of(session, person_id, on=on)
    counted = {
        Resting.CHECK_INS: len(live_plans_of(session, person_id)),
        Resting.TASKS: len(tasks_for(session, cases)),
        Resting.OFFERS: len(offers_in(session, cases)),
        Resting.REFERRALS: len(open_referrals_of(session, person_id)),
        Resting.KEYHOLDERS: sum(
            contact.kind is OtherContactKind.KEYHOLDER for contact, _ in contacts
        ),
        Resting.CASES: len(cases),
    }
    return {kind: number for kind, number in counted.items() if kind in wanted and number}
