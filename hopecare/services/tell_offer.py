"""Put the question of an offer to the volunteer; once more where it stands again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.delivery import MessageKind
from hopecare.language.wordings import Text
from hopecare.queries.places import district_name
from hopecare.queries.residents import person_by_id
from hopecare.services.tell_helper import tell_helper

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Case, Need, Offer


def tell_offer(session: Session, case: Case, need: Need, offer: Offer, *, now: datetime) -> None:
    """Say district, kind of help, until when and the code; never a name, address or reason."""
    resident = person_by_id(session, case.resident_id)
    helper = person_by_id(session, offer.helper_id)
    tell_helper(
        session,
        offer,
        kind=MessageKind.OFFER,
        text=Text.OFFER,
        values={
            "district": district_name(session, resident.area_id, language=helper.language),
            "need": need.kind,
            "code": offer.code,
            "until": offer.lapses_at,
        },
        valid_until=offer.lapses_at,
        now=now,
    )
