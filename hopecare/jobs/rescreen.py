"""Look again, each day and with each version of the rules, at what everybody may receive.

Everybody's last answers are judged in one walk by the rules of the town's day, or the last known
before it: 1 January, a birthday and a new version of the rules all show there. Only where an
answer turned is anything kept. What a killed worker has done stays; the next one goes on from
there.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError

from hopecare.database import AllTowns, TownScope
from hopecare.domain.identity import SystemActor
from hopecare.domain.rules_day import day_of_rules
from hopecare.errors import NoRulesOnDateError
from hopecare.queries.screening import every_town, find_round, last_said, round_by_id
from hopecare.queries.turned_households import turned_households
from hopecare.reading.country_packs import find_country_pack
from hopecare.services.advance_screening import Step, advance_screening
from hopecare.services.claim_screening import claim_screening
from hopecare.services.rescreen_household import rescreen_household

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.eligibility.pack import Pack
    from hopecare.jobs.tools import Tools
    from hopecare.queries.screening import LastSaid
    from hopecare.queries.turned_households import Looked
    from models import Town

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="rescreen")
BATCH: Final = 500
"""People judged in one walk."""
TURNED_AT_ONCE: Final = 20
"""Answers kept in one transaction: others must be able to write in between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """One town's look that this worker has in hand."""

    town_id: UUID
    pack: Pack
    on: date
    round_id: UUID
    claim: UUID | None

    @property
    def scope(self) -> TownScope:
        return TownScope(self.town_id)


def rescreen(tools: Tools) -> int:
    """Look at every town whose day or rules are new; one that fails never stops the others."""
    with tools.database.reading(AllTowns()) as session:
        towns = every_town(session)
    return sum(_town(tools, town) for town in towns)


def _town(tools: Tools, town: Town) -> int:
    """One town; says how many answers turned."""
    try:
        look = _take_up(tools, town)
        return 0 if look is None else sum(_batches(tools, look))
    except NoRulesOnDateError:
        return 0
    except IntegrityError:  # another worker has begun at the same moment
        return 0
    except Exception:  # whatever is wrong with one town, the others are looked at
        log.exception("town not screened", extra={"town_id": str(town.id)})
        return 0


def _take_up(tools: Tools, town: Town) -> _Look | None:
    pack, now = find_country_pack(town.country), tools.clock()
    if pack is None:
        return None
    on = now.astimezone(ZoneInfo(town.zone)).date()
    day_of_rules(pack, on)
    with tools.database.reading(TownScope(town.id)) as session:
        known = find_round(session, pack=pack.key, version=pack.version, on=on)
        if known is not None and known.finished_at is not None:
            return None
    with tools.database.writing(TownScope(town.id)) as session:
        mine = claim_screening(session, town_id=town.id, pack=pack, on=on, by=BY, now=now)
        if mine is None:
            return None
        return _Look(town_id=town.id, pack=pack, on=on, round_id=mine.id, claim=mine.claim)


def _batches(tools: Tools, look: _Look) -> Iterator[int]:
    """Go through everybody, batch by batch, from where the last worker stopped."""
    is_last = False
    while not is_last:
        said, looked = _read(tools, look)
        is_last = len(said) < BATCH
        steps = list(_steps(said, looked))
        for place, people in enumerate(steps, start=1):
            turned = _keep(tools, look, people, looked, is_last=is_last and place == len(steps))
            if turned is None:
                return
            yield turned


def _read(tools: Tools, look: _Look) -> tuple[list[LastSaid], Looked]:
    with tools.database.reading(look.scope) as session:
        place = find_round(session, pack=look.pack.key, version=look.pack.version, on=look.on)
        after = place.after_person_id if place else None
        said = last_said(session, pack=look.pack.key, on=look.on, after=after, limit=BATCH)
        return said, turned_households(session, look.pack, said, on=look.on)


def _steps(said: Sequence[LastSaid], looked: Looked) -> Iterator[list[LastSaid]]:
    """Cut a batch where enough answers turned; an empty one is a step too, so that it ends."""
    step: list[LastSaid] = []
    turned = 0
    for each in said:
        step.append(each)
        turned += each.person_id in looked.turned
        if turned == TURNED_AT_ONCE:
            yield step
            step, turned = [], 0
    if step or not said:
        yield step


def _keep(
    tools: Tools, look: _Look, people: Sequence[LastSaid], looked: Looked, *, is_last: bool
) -> int | None:
    """Keep what turned and the place in one transaction; None once another worker goes on."""
    now = tools.clock()
    with tools.database.writing(look.scope) as session:
        place = round_by_id(session, look.round_id)
        if place.claim != look.claim or place.finished_at is not None:
            return None
        kept = [_rescreen(session, tools, look, each, looked) for each in people]
        broken = sum(each.person_id in looked.broken for each in people)
        step = Step(
            up_to=people[-1].person_id if people else place.after_person_id,
            people=len(people),
            turned=sum(each or 0 for each in kept),
            errors=broken + kept.count(None),
            is_last=is_last,
        )
        advance_screening(session, place, step, now=now)
    return step.turned


def _rescreen(
    session: Session, tools: Tools, look: _Look, said: LastSaid, looked: Looked
) -> int | None:
    """One household behind a savepoint of its own; None where it could not be done."""
    facts = looked.turned.get(said.person_id)
    if facts is None:
        return 0
    try:
        with session.begin_nested():
            before = (said.person_id, said.assessment_id)
            turns = rescreen_household(
                session, before=before, facts=facts, on=look.on, by=BY, now=tools.clock()
            )
    except Exception:  # whatever is wrong with one, the others are looked at
        log.exception("household not screened", extra={"assessment_id": str(said.assessment_id)})
        return None
    return len(turns)
