"""Promise a text or a call to a volunteer, in their language and by the way they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.channels import Channel, ReplyWay
from hopecare.language.texts import ASKS_HELPER, Words
from hopecare.queries.offer_messages import count_askings
from hopecare.queries.residents import person_by_id
from hopecare.queries.volunteers import find_profile
from notifications.outbox import About, promise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.delivery import MessageKind
    from hopecare.language.texts import Value
    from hopecare.language.wordings import Text
    from models import Message, Offer


def tell_helper(  # noqa: PLR0913  words name what they say, of which offer, and how long they hold
    session: Session,
    offer: Offer,
    *,
    kind: MessageKind,
    text: Text,
    now: datetime,
    values: Mapping[str, Value] | None = None,
    valid_until: datetime | None = None,
    occasion: str | None = None,
) -> Message:
    """Promise words about one offer, once for each kind of words and each time it was asked.

    With an occasion, once for each of those: the same may happen to them again.
    """
    helper = person_by_id(session, offer.helper_id)
    profile = find_profile(session, offer.helper_id)
    again = f":{occasion}" if occasion else ""
    by_voice = profile is not None and profile.answers_by is ReplyWay.KEYPRESS
    return promise(
        session,
        town_id=offer.town_id,
        kind=kind,
        to_person_id=helper.id,
        dedup_key=f"offer:{offer.id}:{text.value}{_round(session, offer, text)}{again}",
        words=Words(text=text, values={"helper": helper.called, **(values or {})}),
        valid_until=valid_until,
        about=About(case_id=offer.case_id, offer_id=offer.id),
        language=helper.language,
        channel=Channel.VOICE if by_voice else Channel.SMS,
        now=now,
    )


def _round(session: Session, offer: Offer, text: Text) -> str:
    """Tell the words of an offer that stands again from those it had before."""
    asked = count_askings(session, offer.id)
    again = asked if text in ASKS_HELPER else asked - 1
    return f":{again}" if again > 0 else ""
