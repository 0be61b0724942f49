"""Tell a helper whose yes by a text could not be written down; nobody is left in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.channels import ReplyWay
from hopecare.domain.delivery import MessageKind
from hopecare.services.tell_helper import tell_helper

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.language.wordings import Text
    from models import Offer


def tell_in_vain(
    session: Session,
    offer: Offer,
    text: Text,
    *,
    way: ReplyWay,
    occasion: str | None = None,
    now: datetime,
) -> None:
    """Promise the words where no page and no call says it; why, only where it is their own."""
    if way is ReplyWay.SMS:
        kind = MessageKind.THANKS
        tell_helper(session, offer, kind=kind, text=text, occasion=occasion, now=now)
