"""Set a town up with every wording seen: invented towns have nobody who could be misled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.language.wording_versions import stamp_of
from hopecare.language.wordings import Text
from hopecare.services.see_wordings import see_wordings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Town


def see_every_wording(
    session: Session, *, town: Town, by: Actor, now: datetime, but: Iterable[Text] = ()
) -> None:
    """Note every wording in the version it has now, but for those somebody is still to see."""
    stamps = [stamp_of(text) for text in Text if text not in set(but)]
    see_wordings(session, town=town, stamps=stamps, by=by, now=now)
