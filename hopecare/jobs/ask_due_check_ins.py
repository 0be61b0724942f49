"""Ask everybody whose moment has come: the plain questions set by set, the rest one by one."""

from __future__ import annotations

import logging
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Final
from uuid import UUID

from hopecare.database import AllTowns
from hopecare.domain.identity import SystemActor
from hopecare.queries.carers_gone import plans_asking_the_gone
from hopecare.queries.due_questions import due_plan_keys, plain_questions
from hopecare.queries.town_days import town_by_id
from hopecare.services.ask_themselves_again import ask_themselves_again
from hopecare.services.open_due_slots import open_due_slots
from hopecare.services.open_plain_slots import open_plain_slots
from hopecare.services.word_questions import word_questions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hopecare.jobs.tools import Tools
    from hopecare.services.word_questions import WordedQuestion

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="ask_due_check_ins")
AT_ONCE: Final = 2_000
"""Plain questions of one transaction: whoever else writes waits for a fraction of a second."""
WRITERS: Final = 2
"""Batches written at once, where the database lets several write."""
BATCH: Final = 500
MOST: Final = 200_000
"""Ids kept in memory; whoever is due beyond them comes with the next look."""


def ask_due_check_ins(tools: Tools) -> int:
    """Open all due slots; each batch is one transaction."""
    opened = 0
    if _due(tools):
        _turn_to_residents(tools)
    while plan_keys := _due(tools):
        handled = _ask_plain(tools, plan_keys) + _ask_the_rest(tools)
        opened += handled
        if not handled:
            # Another process holds them.
            break
    return opened


def _turn_to_residents(tools: Tools) -> None:
    """Ask nobody in a resident's place who stands beside them no more."""
    now = tools.clock()
    with tools.database.reading(AllTowns()) as session:
        plans = plans_asking_the_gone(session, now=now)
    for plan_id in plans:
        try:
            with tools.database.writing(AllTowns()) as session:
                ask_themselves_again(session, plan_id=plan_id, by=BY, now=now)
        except Exception:  # whatever is wrong with one, the others are asked
            log.exception("plan not turned to the resident", extra={"plan_id": str(plan_id)})


def _due(tools: Tools) -> Sequence[str]:
    with tools.database.reading(AllTowns()) as session:
        return due_plan_keys(session, now=tools.clock(), limit=MOST)


def _ask_plain(tools: Tools, plan_keys: Sequence[str]) -> int:
    """Word one batch while those before it are written; what fails is asked one by one."""
    lines = 1 if tools.database.is_sqlite else WRITERS
    under_way: set[Future[int]] = set()
    opened = 0
    with ThreadPoolExecutor(max_workers=lines) as writers:
        for start in range(0, len(plan_keys), AT_ONCE):
            worded = _worded(tools, plan_keys[start : start + AT_ONCE])
            if worded:
                under_way.add(writers.submit(_open, tools, worded))
            # No more than one batch waits, so that memory stays as it is.
            while len(under_way) > lines:
                written, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                opened += sum(each.result() for each in written)
    return opened + sum(each.result() for each in under_way)


def _worded(tools: Tools, plan_keys: Sequence[str]) -> list[WordedQuestion]:
    now = tools.clock()
    try:
        with tools.database.reading(AllTowns()) as session:
            questions = plain_questions(session, plan_keys, now=now)
            keys = {question.manner.town_key for question in questions}
            towns = {each: town_by_id(session, UUID(each)) for each in keys}
        return word_questions(questions, towns=towns, now=now)
    except Exception:  # the same questions are asked one by one, right after
        log.exception("batch of questions could not be worded")
        return []


def _open(tools: Tools, worded: Sequence[WordedQuestion]) -> int:
    try:
        with tools.database.copying(AllTowns()) as session:
            return open_plain_slots(session, questions=worded, now=tools.clock())
    except Exception:  # the same
        log.exception("batch of questions could not be opened")
        return 0


def _ask_the_rest(tools: Tools) -> int:
    """Open what is still due one by one: overslept, without consent, by another channel, broken."""
    opened = 0
    while True:
        with tools.database.writing(AllTowns()) as session:
            batch = open_due_slots(session, limit=BATCH, by=BY, now=tools.clock())
        opened += batch
        if batch == 0:
            return opened
