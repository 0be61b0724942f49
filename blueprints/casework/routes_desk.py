"""A social worker's desk: their cases by what is due next, and numbers that lead to their rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from blueprints.casework.door import blueprint
from hopecare.domain.due import DueKind, DueWhen, Whose
from hopecare.domain.urgency import Urgency
from hopecare.language import N_
from hopecare.queries.areas import districts
from hopecare.queries.desk import colleagues_with_cases, silent_days
from hopecare.web.counted import Counted, counted
from hopecare.web.forms import read_query
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.closings import CLOSINGS, WhichClosings
from hopecare.web.listings.desk import DESK, desk_clock
from hopecare.web.listings.transfers import TRANSFERS, WhichTransfers
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from hopecare.web.tones import CRISIS, SOON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One number above the list, in words, with the filter that shows its rows."""

    label: str
    query: Mapping[str, str]
    tone: str | None = None


NOW: Final = (
    Tile(label=N_("Overdue"), query={"due": DueWhen.OVERDUE.value}, tone=CRISIS),
    Tile(label=N_("Due today"), query={"due": DueWhen.TODAY.value}, tone=SOON),
)
"""What cannot wait stands first, and loud; what waits for a person's yes stands with it."""
LATER: Final = (
    Tile(label=N_("Within seven days"), query={"due": DueWhen.WEEK.value}),
    Tile(label=N_("Silent for %(days)s days"), query={"silent": "yes"}),
    Tile(label=N_("Wait for an office"), query={"kind": DueKind.REFERRAL.value}),
    Tile(label=N_("With a need nobody helps with"), query={"kind": DueKind.NEED.value}),
    Tile(label=N_("Check-ins not planned yet"), query={"kind": DueKind.CHECK_INS.value}),
)
"""What comes next, and what is to be kept in view: calm."""
TILES: Final = (*NOW, *LATER)
CLOSING_TILES: Final = {
    WhichClosings.WAITS: N_("Closings that wait for a second person"),
    WhichClosings.CAME_BACK: N_("Your closings that were sent back"),
}
TRANSFER_TILES: Final = {
    WhichTransfers.TO_ME: N_("Cases offered to you"),
    WhichTransfers.MINE: N_("Your offers nobody has answered"),
}
WHOSE_DESK: Final = ("whose", "owner_id")
"""What stays when a number is followed: whose desk it is."""


@blueprint.get("/desk")
@permits("case.read")
def desk() -> ResponseReturnValue:
    """List the cases somebody steers, overdue first, with their numbers above."""
    identity = current_identity()
    with reading() as session:
        tiles = _tiles(session, identity)
        now = [
            *tiles[: len(NOW)],
            *_closings(session, identity),
            *_hands(session, identity),
        ]
        colleagues = colleagues_with_cases(session, identity)
        areas = districts(session)
    return show_listing(
        DESK,
        "casework/desk.html",
        now=now,
        later=tiles[len(NOW) :],
        colleagues=[(each.id, each.full_name) for each in colleagues],
        areas=areas,
        Whose=Whose,
        DueWhen=DueWhen,
        DueKind=DueKind,
        Urgency=Urgency,
    )


def _tiles(session: Session, identity: Identity) -> list[Counted]:
    """Count each tile by the list's own query, of the desk that is looked at."""
    reader = current_reader()
    days = silent_days(session, identity, desk_clock(reader))
    kept = _whose_desk()
    return [
        counted(
            session,
            DESK,
            identity,
            kept | dict(tile.query),
            label=reader.say(tile.label, days=reader.count(days)),
            tone=tile.tone,
        )
        for tile in TILES
    ]


def _closings(session: Session, identity: Identity) -> list[Counted]:
    """Count the closings that wait for this reader, where there are any."""
    reader = current_reader()
    found = [
        counted(
            session,
            CLOSINGS,
            identity,
            {"which": which.value},
            label=reader.say(label),
            tone=SOON,
        )
        for which, label in CLOSING_TILES.items()
    ]
    return [each for each in found if each.number]


def _hands(session: Session, identity: Identity) -> list[Counted]:
    """Count what waits to change hands, and what is in nobody's, where there is any."""
    reader = current_reader()
    nobodys = {"whose": Whose.NOBODY.value}
    label = reader.say(N_("Cases nobody steers"))
    found = [
        counted(session, DESK, identity, nobodys, label=label, tone=CRISIS),
        *(
            counted(
                session,
                TRANSFERS,
                identity,
                {"which": which.value},
                label=reader.say(words),
                tone=SOON,
            )
            for which, words in TRANSFER_TILES.items()
        ),
    ]
    return [each for each in found if each.number]


def _whose_desk() -> dict[str, str]:
    """Whose desk the address asks for, as an address says it; nothing for what it cannot say."""
    asked = read_query(DESK.filters).data
    found = {name: asked.get(name) for name in WHOSE_DESK}
    return {name: str(said) for name, said in found.items() if said}
