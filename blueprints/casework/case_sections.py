"""What the page of a case says beside its needs: what comes next, whom to ring, which papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from blueprints.casework.backup_words import backup_doubts
from hopecare.extensions import desk
from hopecare.queries.case_transfers import find_offer, is_case_of_nobody
from hopecare.queries.coming_after_all import coming_after_all
from hopecare.queries.desk import due_in_case
from hopecare.queries.households import other_contacts_of
from hopecare.queries.office_phones import phones_of_sent
from hopecare.queries.papers import papers_of
from hopecare.queries.residents import contact_points_of, safety_rules_of
from hopecare.web.clash_words import clashes_in_words
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listings.desk import desk_clock, tone_of_due, way_to, what_is_due, when_due

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from hopecare.language.reader import Reader
    from hopecare.queries.case_pages import CaseView
    from hopecare.queries.referrals import ReferralView
    from models import Organisation, OtherContact, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What is due next, said: what, by when, how pressing, and where one acts on it."""

    what: str
    when: str
    tone: str | None
    href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePeople:
    """Everybody around one resident, with the number each is rung on."""

    helpers: Sequence[tuple[UUID, str]]
    contacts: Sequence[tuple[OtherContact, Person]]
    offices: Sequence[tuple[Organisation, str | None]]
    """Each that owes an answer, with the number of each desk that does."""
    numbers: Mapping[UUID, str]

    @property
    def person_ids(self) -> list[UUID]:
        """Whom the page shows besides."""
        return [person.id for _, person in self.contacts]


def next_steps_of(session: Session, view: CaseView) -> list[NextStep]:
    """Say what the desk says of this case, and what follows; nothing where nothing is planned."""
    reader = current_reader()
    rows = due_in_case(session, current_identity(), view.case.id, desk_clock(reader))
    return [_step(row, reader) for row in rows]


def _step(row: Row[tuple[object, ...]], reader: Reader) -> NextStep:
    return NextStep(
        what=what_is_due(row, reader),
        when=when_due(row, reader),
        tone=tone_of_due(row),
        href=way_to(row),
    )


def people_of(session: Session, view: CaseView, referrals: Sequence[ReferralView]) -> CasePeople:
    """Read who stands by them: helpers, those who agreed to look in, and offices."""
    today = current_reader().today
    helping = dict.fromkeys(task.helper_id for item in view.needs for task in item.helpers)
    contacts = other_contacts_of(session, view.resident.id, on=today)
    asked = [view.resident.id, *helping, *(person.id for _, person in contacts)]
    numbers: dict[UUID, str] = {}
    for point in contact_points_of(session, asked, on=today):
        numbers.setdefault(point.person_id, point.value)
    owing = [each for each in referrals if each.is_open]
    phones = phones_of_sent(session, [each.referral.id for each in owing])
    rung = [(each.organisation, phones[each.referral.id]) for each in owing]
    return CasePeople(
        helpers=[(each, view.called(each)) for each in helping],
        contacts=contacts,
        offices=list(dict.fromkeys(rung)),
        numbers=numbers,
    )


def sections_of(session: Session, view: CaseView) -> Mapping[str, object]:
    """Give what comes next, the papers, which days may be taken back, which backups could not."""
    identity, reader = current_identity(), current_reader()
    today = reader.today
    named = [(each.need, each.backup) for each in view.needs if each.backup and each.is_live]
    missed = [day for each in view.needs if each.is_weekly and each.is_live for day in each.missed]
    back = coming_after_all(session, missed, now=desk().clock())
    return {
        "backup_doubts": backup_doubts(session, view.case.id, named, reader),
        "after_all": clashes_in_words(back, reader),
        "is_unsafe": bool(safety_rules_of(session, view.resident.id, on=today)),
        "next_due": next_steps_of(session, view),
        "offer": find_offer(session, view.case.id),
        "is_nobodys": is_case_of_nobody(session, view.case.id),
        "papers": papers_of(session, view.resident.id, identity=identity, on=today),
    }
