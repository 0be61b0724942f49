"""The shelf: named people and those written to last, each with what is new on this screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import false

from blueprints.handset.seen import seen_at
from hopecare.demo.named import named_numbers
from hopecare.extensions import desk
from hopecare.queries.handset_shelf import ShelfPhone, phones_on_shelf
from hopecare.queries.residents import has_number, matches_typed
from hopecare.web.language import current_reader
from hopecare.web.town import current_town

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

SHOWN: Final = 24
MOST_NAMED: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """One telephone, and how much on it was not looked at here."""

    phone: ShelfPhone
    new: int

    @property
    def is_astir(self) -> bool:
        """Say whether there is a reason to pick it up."""
        return self.phone.is_ringing or self.new > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What lies on the shelf."""

    found: Sequence[Lying] = ()
    astir: Sequence[Lying] = ()
    """Those that ring or have something new, whoever's they are."""
    named: Sequence[Lying] = ()
    others: Sequence[Lying] = ()

    @property
    def is_bare(self) -> bool:
        """Say whether there is nobody."""
        return not (self.found or self.astir or self.named or self.others)


def shelf_of(session: Session, typed: str) -> Shelf:
    """Give whoever a name or a number finds; without one, the named people and then the rest."""
    if typed.strip():
        condition = matches_typed(typed, country=current_town().country)
        return Shelf(found=_lying(session, false() if condition is None else condition, SHOWN))
    town = current_town()
    is_named = has_number(named_numbers(town.slug, town.country))
    named, others = _lying(session, is_named, MOST_NAMED), _lying(session, ~is_named, SHOWN)
    return Shelf(
        astir=_by_urgency(each for each in (*named, *others) if each.is_astir),
        named=[each for each in named if not each.is_astir],
        others=[each for each in others if not each.is_astir],
    )


def _lying(session: Session, condition: ColumnElement[bool], limit: int) -> list[Lying]:
    """Those with something new first: what rings, what is unread, then the last written to."""
    now = desk().clock()
    today = current_reader().today
    return _by_urgency(
        Lying(phone=phone, new=_new_on(phone))
        for phone in phones_on_shelf(session, condition, limit=limit, on=today, now=now)
    )


def _by_urgency(lying: Iterable[Lying]) -> list[Lying]:
    """What rings, then what is unread, then the rest; each kept in its order."""
    return sorted(lying, key=lambda each: (not each.phone.is_ringing, not each.new))


def _new_on(phone: ShelfPhone) -> int:
    """How many came since this telephone was last looked at on this screen."""
    seen = seen_at(phone.person.id)
    return sum(1 for at in phone.arrived if seen is None or at > seen)
