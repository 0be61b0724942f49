"""The links of offices: by their address, by referral, and what each shows now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from hopecare import keyring
from hopecare.domain.care_path import REFERRAL, ReferralStatus
from hopecare.domain.receiver_links import (
    ANSWERS,
    LINK_DAYS,
    LISTED_AFTER,
    ReceiverFacts,
    ReceiverState,
    make_token,
    state_of,
)
from hopecare.queries.referral_packets import find_packet, is_of_its_office, right_to_share
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.town_values import value_here
from models import Case, Centre, Organisation, ReceiverLink, ReceiverOpening, Referral, Service

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from models import ReferralPacket

END_OF_DAY: Final = time(23, 59, 59)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One referral behind a link, without whom it is about."""

    referral: Referral
    service: Service
    centre: Centre
    state: ReceiverState
    is_its_own: bool
    """This office was sent it; else its service was another's then."""
    packet: ReferralPacket | None
    """What was sent last."""

    @property
    def sent_at(self) -> datetime:
        """Give when it was sent last: an objection is a sending of its own."""
        return self.packet.made_at if self.packet else self.referral.made_at

    @property
    def is_objection(self) -> bool:
        """Say whether what was sent last objects to what this office decided."""
        return self.packet is not None and self.packet.is_objection


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverView:
    """What stands behind a link now, before anything of anybody is shown."""

    link: ReceiverLink
    organisation: Organisation
    state: ReceiverState
    rows: tuple[Offered, ...]
    centre: Centre | None
    """Whom to call; None where the town's office is it."""
    elsewhere: tuple[Centre, ...] = ()
    """Whose referrals to this office a list of one centre does not hold: by name alone."""


def token_of(link_id: UUID) -> str:
    """Give the signs of a link; without our keys nobody can make them."""
    return make_token(bytes.fromhex(keyring.current().blind("receiver_link", str(link_id))))


def index_of(token: str) -> str:
    """Give the keyed hash that a link is found by."""
    return keyring.current().blind("receiver_link_token", token)


def find_receiver_link(session: Session, token_index: str) -> ReceiverLink | None:
    """Find the link with this keyed hash, in whatever town."""
    return session.scalar(select(ReceiverLink).where(ReceiverLink.token_index == token_index))


def links_of(session: Session, referral: Referral) -> Sequence[ReceiverLink]:
    """Read the links by which a referral is, or was, open to its office, the newest first."""
    organisation_id = session.get_one(Service, referral.service_id).organisation_id
    centre_id = session.get_one(Case, referral.case_id).centre_id
    every = (
        ReceiverLink.referral_id.is_(None)
        & (ReceiverLink.organisation_id == organisation_id)
        & (ReceiverLink.centre_id.is_(None) | (ReceiverLink.centre_id == centre_id))
    )
    return session.scalars(
        select(ReceiverLink)
        .where((ReceiverLink.referral_id == referral.id) | every)
        .order_by(ReceiverLink.made_at.desc(), ReceiverLink.id.desc())
    ).all()


def opens_until(session: Session, town_id: UUID, due_on: date, *, now: datetime) -> datetime:
    """Give the end of a day of the town, some days after a word is due or from today on."""
    town = town_by_id(session, town_id)
    today = local_day(session, town_id, now)
    days = int(value_here(session, town, LINK_DAYS, on=today)["days_after_due"])
    last = max(today, due_on) + timedelta(days=days)
    return datetime.combine(last, END_OF_DAY, ZoneInfo(town.zone))


def latest_day_due(session: Session, organisation_id: UUID, centre_id: UUID | None) -> date | None:
    """Give the last day on which an office owes a word, to this centre or to the whole town."""
    asked = (
        select(func.max(Referral.answer_due_on))
        .join(Service, Service.id == Referral.service_id)
        .join(Case, Case.id == Referral.case_id)
        .where(Service.organisation_id == organisation_id, Referral.status.not_in(REFERRAL.final))
    )
    if centre_id is not None:
        asked = asked.where(Case.centre_id == centre_id)
    return session.scalar(asked)


def find_live_link(session: Session, referral_id: UUID, *, now: datetime) -> ReceiverLink | None:
    """Find the link of this very referral that opens now."""
    return session.scalar(
        select(ReceiverLink).where(
            ReceiverLink.referral_id == referral_id,
            ReceiverLink.revoked_at.is_(None),
            ReceiverLink.expires_at > now,
        )
    )


def openings_of(session: Session, referral_id: UUID) -> Sequence[ReceiverOpening]:
    """Read what was done by links about a referral, the newest first."""
    return session.scalars(
        select(ReceiverOpening)
        .where(ReceiverOpening.referral_id == referral_id)
        .order_by(ReceiverOpening.at.desc(), ReceiverOpening.id.desc())
        .limit(50)
    ).all()


def openings_lately(session: Session, link_id: UUID, *, now: datetime, within: timedelta) -> int:
    """Count how often a link was opened or pressed in a while."""
    counted = select(func.count(ReceiverOpening.id)).where(
        ReceiverOpening.link_id == link_id, ReceiverOpening.at > now - within
    )
    return session.scalar(counted) or 0


def receiver_view(
    session: Session, link: ReceiverLink, code: str | None, *, now: datetime
) -> ReceiverView:
    """Read what stands behind a link now: its own, all of a list, or one of them by its code."""
    found = [_offered(session, link, each, now=now) for each in _behind(session, link, code, now)]
    is_list = link.referral_id is None and code is None
    rows = tuple(each for each in found if each.is_its_own or not is_list)
    centre_id = link.centre_id
    own = rows[0] if link.referral_id and rows else None
    centre = own.centre if own else session.get(Centre, centre_id) if centre_id else None
    return ReceiverView(
        link=link,
        organisation=session.get_one(Organisation, link.organisation_id),
        state=own.state if own else _of_list(link, now),
        rows=rows,
        centre=centre,
        elsewhere=tuple(_elsewhere(session, link)),
    )


def _elsewhere(session: Session, link: ReceiverLink) -> Sequence[Centre]:
    """Name the other centres that wait for this office; nothing of what they sent."""
    if link.referral_id is not None or link.centre_id is None:
        return ()
    waits = (
        select(Case.centre_id)
        .join(Referral, Referral.case_id == Case.id)
        .join(Service, Service.id == Referral.service_id)
        .where(
            Service.organisation_id == link.organisation_id,
            Referral.status.not_in(REFERRAL.final),
            Case.centre_id != link.centre_id,
        )
    )
    return session.scalars(select(Centre).where(Centre.id.in_(waits)).order_by(Centre.name)).all()


def state_for(
    session: Session, link: ReceiverLink, referral: Referral, *, now: datetime
) -> ReceiverState:
    """Say whether a link shows a referral now, by everything that may have happened since."""
    packet = find_packet(session, referral.id)
    return _standing(session, link, referral, packet, now=now)[0]


def _standing(
    session: Session,
    link: ReceiverLink,
    referral: Referral,
    packet: ReferralPacket | None,
    *,
    now: datetime,
) -> tuple[ReceiverState, bool]:
    """Its state, and whether the office that has the service now is the one that was sent it."""
    today = local_day(session, referral.town_id, now)
    right = right_to_share(session, referral, packet, on=today)
    is_its_own = is_of_its_office(session, referral, packet)
    facts = ReceiverFacts(
        status=referral.status,
        expires_at=link.expires_at,
        is_revoked=link.revoked_at is not None,
        may_share=right.holds and is_its_own,
    )
    return state_of(facts, now=now), is_its_own


def _behind(
    session: Session, link: ReceiverLink, code: str | None, now: datetime
) -> Sequence[tuple[Referral, Service, Case, Centre]]:
    asked = (
        select(Referral, Service, Case, Centre)
        .join(Service, Service.id == Referral.service_id)
        .join(Case, Case.id == Referral.case_id)
        .join(Centre, Centre.id == Case.centre_id)
        .order_by(Referral.answer_due_on, Referral.id)
    )
    if link.referral_id is not None:
        asked = asked.where(Referral.id == link.referral_id)
    else:
        asked = asked.where(Service.organisation_id == link.organisation_id)
        asked = asked.where(_is_listed(now) if code is None else Referral.code == code)
        if link.centre_id is not None:
            asked = asked.where(Case.centre_id == link.centre_id)
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(asked)]


def _is_listed(now: datetime) -> ColumnElement[bool]:
    """What is open, and what the office answered by a link lately; nothing that was taken back."""
    answered = select(ReceiverOpening.referral_id).where(
        ReceiverOpening.act.in_(ANSWERS), ReceiverOpening.at > now - LISTED_AFTER
    )
    is_decided = Referral.status.in_([ReferralStatus.REFUSED, ReferralStatus.DONE])
    return Referral.status.not_in(REFERRAL.final) | (is_decided & Referral.id.in_(answered))


def _offered(
    session: Session,
    link: ReceiverLink,
    row: tuple[Referral, Service, Case, Centre],
    *,
    now: datetime,
) -> Offered:
    referral, service, _, centre = row
    packet = find_packet(session, referral.id)
    state, is_its_own = _standing(session, link, referral, packet, now=now)
    return Offered(
        referral=referral,
        service=service,
        centre=centre,
        state=state,
        is_its_own=is_its_own,
        packet=packet,
    )


def _of_list(link: ReceiverLink, now: datetime) -> ReceiverState:
    if link.revoked_at is not None:
        return ReceiverState.REVOKED
    return ReceiverState.OPEN if now < link.expires_at else ReceiverState.EXPIRED
