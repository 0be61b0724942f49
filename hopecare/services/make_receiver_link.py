"""Make the link by which an office answers: shown once, and the one before it opens no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from uuid_utils.compat import uuid7

from hopecare.domain.care_path import REFERRAL
from hopecare.domain.identity import Identity
from hopecare.domain.predicates import NOWHERE, is_administrator
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError, NoConsentError
from hopecare.queries.receiver_links import index_of, latest_day_due, opens_until, token_of
from hopecare.queries.referral_packets import find_packet, right_to_share
from hopecare.queries.referrals import referral_by_id, referral_view
from hopecare.queries.town_days import local_day
from hopecare.services.note_timeline import note_timeline
from models import Organisation, ReceiverLink

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Referral


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLink:
    """The row, and the signs of the address, which no row holds."""

    row: ReceiverLink
    token: str


def make_receiver_link(
    session: Session, *, referral_id: UUID, for_all: bool, by: Actor, now: datetime
) -> MadeLink:
    """Make a link of one referral, or of all open ones with its office; refused without a right."""
    referral = referral_by_id(session, referral_id, alone=True)
    _refuse_closed(session, referral, now)
    organisation_id = referral_view(session, referral_id).organisation.id
    _revoke_earlier(session, referral, organisation_id, for_all=for_all, by=by, now=now)
    centre_id = _centre_of(by) if for_all else None
    last = latest_day_due(session, organisation_id, centre_id) if for_all else None
    due_on = max(last, referral.answer_due_on) if last else referral.answer_due_on
    row = ReceiverLink(
        id=uuid7(),
        town_id=referral.town_id,
        organisation_id=organisation_id,
        token_index="",
        made_at=now,
        made_by_id=by.person_id,
        expires_at=opens_until(session, referral.town_id, due_on, now=now),
        referral_id=None if for_all else referral.id,
        centre_id=centre_id,
    )
    token = token_of(row.id)
    row.token_index = index_of(token)
    session.add(row)
    session.flush()
    _note(session, referral, row, by=by, now=now)
    return MadeLink(row=row, token=token)


def _refuse_closed(session: Session, referral: Referral, now: datetime) -> None:
    """Only what waits for its office has a link, and only while it may be shared."""
    if referral.status in REFERRAL.final:
        raise InvalidInputError({"_link": ["referral_over"]})
    packet = find_packet(session, referral.id)
    on = local_day(session, referral.town_id, now)
    if packet is None or not right_to_share(session, referral, packet, on=on).holds:
        raise NoConsentError(person_id=referral.person_id, purpose="share_with_agency")


def _revoke_earlier(
    session: Session,
    referral: Referral,
    organisation_id: UUID,
    *,
    for_all: bool,
    by: Actor,
    now: datetime,
) -> None:
    """One link opens at a time: a new one closes the one before it."""
    # Two who make one for the same office at once: the second sees the first one's, and closes it.
    hold = {"key_share": True}
    session.get_one(Organisation, organisation_id, with_for_update=hold, populate_existing=True)
    live = select(ReceiverLink).where(ReceiverLink.revoked_at.is_(None))
    if for_all:
        live = live.where(
            ReceiverLink.referral_id.is_(None),
            ReceiverLink.organisation_id == organisation_id,
            ReceiverLink.centre_id.is_not_distinct_from(_centre_of(by)),
        )
    else:
        live = live.where(ReceiverLink.referral_id == referral.id)
    for row in session.scalars(live.with_for_update()).all():
        row.revoked_at, row.revoked_by_id = now, by.person_id
    session.flush()


def _centre_of(by: Actor) -> UUID | None:
    """Whose referrals a list holds: whoever sees the whole town's lists them all."""
    if not isinstance(by, Identity) or is_administrator(by, NOWHERE):
        return None
    return by.centre_id


def _note(
    session: Session, referral: Referral, row: ReceiverLink, *, by: Actor, now: datetime
) -> None:
    note_timeline(
        session,
        town_id=referral.town_id,
        kind=EntryKind.RECEIVER_LINK_MADE,
        at=now,
        by=by,
        person_id=referral.person_id,
        case_id=referral.case_id,
        subject_id=row.id,
        facts={"until": row.expires_at.isoformat()},
    )
