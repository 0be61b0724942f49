"""Whether automatic words wait for somebody who may look at them: said on each of their pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.permissions import could_ever
from hopecare.queries.seen_wordings import last_look_at, unseen_wordings
from hopecare.web.identity import find_current_identity
from hopecare.web.request_facts import once_a_request
from hopecare.web.scopes import reading

if TYPE_CHECKING:
    from datetime import datetime

PERMISSION: Final = "wording.see"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWords:
    """How many wordings nobody has looked at, and when somebody last looked at any."""

    number: int
    since: datetime | None


def new_words() -> NewWords | None:
    """Give what waits for the reader to look at; None where nothing does, or it is not theirs."""
    return once_a_request("new_words", _find)


def _find() -> NewWords | None:
    identity = find_current_identity()
    if identity is None or not could_ever(identity, PERMISSION):
        return None
    with reading() as session:
        unseen = unseen_wordings(session, identity.town_id)
        since = last_look_at(session, identity.town_id) if unseen else None
    return NewWords(number=len(unseen), since=since) if unseen else None
