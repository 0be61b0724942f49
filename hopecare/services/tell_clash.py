"""Tell a helper who answered by a text what they have promised for those hours already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.channels import ReplyWay
from hopecare.domain.delivery import MessageKind
from hopecare.language.wordings import Text
from hopecare.services.tell_helper import tell_helper

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.language.texts import Value
    from hopecare.queries.clashes import Clash
    from models import Offer


def tell_clash(
    session: Session, offer: Offer, clash: Clash, *, way: ReplyWay, now: datetime
) -> None:
    """Promise the words where no page and no call says it; nobody else's name is in them."""
    if way is not ReplyWay.SMS:
        return
    values: dict[str, Value] = {"need": clash.kind, "until": clash.at}
    tell_helper(session, offer, kind=MessageKind.THANKS, text=Text.CLASHES, values=values, now=now)
