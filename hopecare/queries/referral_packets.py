"""What was shared with an office, by which right, and what might be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import func, select

from hopecare.domain.calls import CallDirection
from hopecare.domain.packets import referral_stops
from hopecare.errors import OtherOfficeError
from hopecare.queries.needs import LIVE
from hopecare.queries.referrals import find_sharing_consent, noes_of, referral_view
from hopecare.queries.town_days import local_day
from models import Call, Need, Organisation, ReferralPacket, Service, SharingOverride, Visit, Worry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.aid import NoteMark
    from hopecare.domain.packets import Noes
    from hopecare.queries.referrals import ReferralView
    from models import Case, ConsentEntry, Referral

LAST_TRIES: Final = 10
LAST_SEEN: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What a helper wrote after a visit, or as a worry; the helper stays unnamed."""

    id: UUID
    at: datetime
    words: str
    said_as: NoteMark | None = None
    """What the helper called it: seen, or an impression; None where they did not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingRight:
    """By which right something is shared on a day; neither is no right."""

    consent: ConsentEntry | None
    override: SharingOverride | None

    @property
    def holds(self) -> bool:
        """Say whether anything may be shared."""
        return self.consent is not None or self.override is not None


def packets_of(session: Session, referral_id: UUID) -> Sequence[ReferralPacket]:
    """Read every sending of a referral, the newest first."""
    return session.scalars(
        select(ReferralPacket)
        .where(ReferralPacket.referral_id == referral_id)
        .order_by(ReferralPacket.number.desc())
    ).all()


def find_packet(session: Session, referral_id: UUID) -> ReferralPacket | None:
    """Find what was sent last; None for a referral from before it was kept."""
    return next(iter(packets_of(session, referral_id)), None)


def shared_in(packet: ReferralPacket | None) -> dict[str, Any]:
    """Give what a packet says; nothing where it was blanked."""
    found = packet.snapshot if packet else None
    return found if isinstance(found, dict) else {}


def office_in(packet: ReferralPacket | None) -> UUID | None:
    """Give the office that a packet was composed for; None where it was blanked."""
    office = shared_in(packet).get("organisation_id")
    return UUID(office) if office else None


def is_of_its_office(session: Session, referral: Referral, packet: ReferralPacket | None) -> bool:
    """Say whether what was sent last went to the office that has the service today.

    A directory that comes in may list a service under another office once nobody waits for it.
    """
    of_today = session.get_one(Service, referral.service_id).organisation_id
    return _sent_to(session, referral, packet) == of_today


def as_it_was_sent(
    session: Session, view: ReferralView, packet: ReferralPacket | None
) -> ReferralView:
    """Show a referral with the office that was sent it, whoever has its service by now."""
    sent_to = _sent_to(session, view.referral, packet)
    return replace(view, organisation=session.get_one(Organisation, sent_to))


def _sent_to(session: Session, referral: Referral, packet: ReferralPacket | None) -> UUID:
    """Name the office that was sent it: whoever has the service, where nothing says so."""
    of_today = session.get_one(Service, referral.service_id).organisation_id
    return referral.sent_to_id or office_in(packet) or of_today


def sent_view(session: Session, referral_id: UUID) -> ReferralView:
    """Read a referral with the office that was sent it: nobody else was told of the person."""
    view = referral_view(session, referral_id)
    return as_it_was_sent(session, view, find_packet(session, referral_id))


def refuse_other_office(session: Session, referral: Referral) -> None:
    """Let nothing that one office was sent be opened again at another: it is referred anew."""
    if not is_of_its_office(session, referral, find_packet(session, referral.id)):
        raise OtherOfficeError(referral_id=referral.id)


def right_to_share(
    session: Session, referral: Referral, packet: ReferralPacket | None, *, on: date
) -> SharingRight:
    """Say whether a referral may be shown to its office on a day: the consent of today decides."""
    consent = find_sharing_consent(session, referral.person_id, on=on)
    override = None if consent else _standing_override(session, packet, on=on)
    return SharingRight(consent=consent, override=override)


def right_of_last_sending(session: Session, referral: Referral, *, on: date) -> SharingRight:
    """Say whether what was sent last may be shown on a day."""
    return right_to_share(session, referral, find_packet(session, referral.id), on=on)


def goes_without_a_yes(session: Session, referral: Referral, *, on: date) -> bool:
    """Say whether what was sent last left by a right that needs no yes and holds on a day."""
    return _standing_override(session, find_packet(session, referral.id), on=on) is not None


def _standing_override(
    session: Session, packet: ReferralPacket | None, *, on: date
) -> SharingOverride | None:
    override = override_of(session, packet)
    return None if override is None or _is_past(session, override, on=on) else override


def rests_against(session: Session, referral: Referral, noes: Noes) -> bool:
    """Say whether what was sent last left without a yes, by a right that ends with these noes."""
    override = override_of(session, find_packet(session, referral.id))
    return override is not None and referral_stops(override.reason, noes, made_at=override.made_at)


def _is_past(session: Session, override: SharingOverride, *, on: date) -> bool:
    """Say whether they have said a no since that this right does not hold against."""
    noes = noes_of(session, override.person_id, on=on)
    return referral_stops(override.reason, noes, made_at=override.made_at)


def override_of(session: Session, packet: ReferralPacket | None) -> SharingOverride | None:
    """Find the written reason by which a packet left without a yes."""
    overridden = packet.override_id if packet else None
    return session.get(SharingOverride, overridden) if overridden else None


def observations_of(session: Session, case_id: UUID) -> list[Observation]:
    """Read what helpers wrote in a case, the newest first."""
    visits = session.scalars(
        select(Visit)
        .where(Visit.case_id == case_id, Visit.words.is_not(None))
        .order_by(Visit.visited_at.desc(), Visit.id)
        .limit(LAST_SEEN)
    )
    worries = session.scalars(
        select(Worry)
        .where(Worry.case_id == case_id, Worry.words.is_not(None))
        .order_by(Worry.raised_at.desc(), Worry.id)
        .limit(LAST_SEEN)
    )
    seen = [
        *(
            Observation(
                id=each.id, at=each.visited_at, words=each.words or "", said_as=each.words_as
            )
            for each in visits
        ),
        *(Observation(id=each.id, at=each.raised_at, words=each.words or "") for each in worries),
    ]
    return sorted(seen, key=lambda each: (each.at, each.id), reverse=True)


def needs_shared(session: Session, case_id: UUID) -> list[dict[str, str]]:
    """Say by code which help is needed now and since when."""
    needs = session.scalars(
        select(Need)
        .where(Need.case_id == case_id, Need.status.in_(LIVE))
        .order_by(Need.created_at, Need.id)
    )
    return [
        {"kind": each.kind.value, "rhythm": each.rhythm.value, "from_on": each.from_on.isoformat()}
        for each in needs
    ]


def attempts_shared(session: Session, case: Case) -> dict[str, Any]:
    """Say by code when somebody rang or knocked, and how often a helper was there."""
    tries = session.scalars(
        select(Call)
        .where(Call.person_id == case.resident_id, Call.direction != CallDirection.TAKEN)
        .order_by(Call.at.desc(), Call.id)
        .limit(LAST_TRIES)
    )
    visits, last = _visits(session, case.id)
    return {
        "tries": [
            {
                "on": local_day(session, case.town_id, each.at).isoformat(),
                "direction": each.direction.value,
                "outcome": each.outcome.value,
            }
            for each in tries
        ],
        "visits": visits,
        "last_visit_on": local_day(session, case.town_id, last).isoformat() if last else None,
    }


def _visits(session: Session, case_id: UUID) -> tuple[int, datetime | None]:
    """How often a helper was there, and when last."""
    counted = select(func.count(Visit.id)).where(Visit.case_id == case_id)
    last = select(func.max(Visit.visited_at)).where(Visit.case_id == case_id)
    return session.scalar(counted) or 0, session.scalar(last)
