"""Put the question of an offer to the volunteer; once more where it stands again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.delivery import MessageKind
from hopecare.language.wordings import Text
from hopecare.queries.asked_otherwise import what_is_asked
from hopecare.queries.places import district_name
from hopecare.queries.residents import person_by_id
from hopecare.queries.times_told import times_told
from hopecare.queries.weekly import find_backup, missed_of_cover
from hopecare.services.tell_helper import tell_helper

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.language.texts import Value
    from models import Case, Need, Offer


def tell_offer(
    session: Session,
    case: Case,
    need: Need,
    offer: Offer,
    *,
    has_changed: bool = False,
    now: datetime,
) -> None:
    """Say district, kind of help, when, until when to answer and the code; never a name or address.

    Where they were asked for something else before, it says so (`has_changed`). What is said of the
    help is kept with the offer: a yes is held to it.
    """
    resident = person_by_id(session, case.resident_id)
    helper = person_by_id(session, offer.helper_id)
    text, usual = _for_one_day(session, need, offer)
    if has_changed:
        text, usual = Text.OFFER_ANEW, {}
    offer.words_lost_at = None
    asked_for = what_is_asked(session, need)
    if offer.asked_for != asked_for:
        offer.asked_for = asked_for
    tell_helper(
        session,
        offer,
        kind=MessageKind.OFFER,
        text=text,
        values={
            "district": district_name(session, resident.area_id, language=helper.language),
            "need": need.kind,
            "code": offer.code,
            "when": times_told(session, need, language=helper.language, now=now),
            "until": offer.lapses_at,
            **usual,
        },
        valid_until=offer.lapses_at,
        now=now,
    )


def _for_one_day(session: Session, need: Need, offer: Offer) -> tuple[Text, Mapping[str, Value]]:
    """For a missed day alone; to the backup whoever usually comes is named, to nobody else."""
    missed = missed_of_cover(session, need.id)
    if missed is None:
        return Text.OFFER, {}
    backup = find_backup(session, missed.need_id)
    if backup is None or backup.helper_id != offer.helper_id:
        return Text.OFFER_DAY, {}
    usual = person_by_id(session, missed.helper_id)
    return Text.OFFER_BACKUP, {"usual": usual.called}
