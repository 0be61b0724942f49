"""One walk through the questions: what was said so far, what was asked, where the reader stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from blueprints.casework.question_words import step_of
from hopecare.web.forms import Form, read_form, read_values
from hopecare.web.requests.assess_household import (
    BECAUSE,
    HOW,
    MOST_ROWS,
    ROWS,
    TO,
    HowKnown,
    assess_household_request,
    field_name,
)
from hopecare.web.requests.next_question import BETWEEN_KEYS, HERE, NEXT, NextQuestionRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from marshmallow import Schema

    from blueprints.casework.drafts import Begun
    from hopecare.domain.eligibility.pack import Pack
    from hopecare.domain.eligibility.questions import Step


@dataclass(slots=True, kw_only=True)
class Walk:
    """What was said so far and where the reader stands; all of it goes from page to page."""

    form: Form
    rows: int
    do: str = NEXT
    shown: Step | None = None
    wanted: Step | None = None
    version: int = 0
    """That of the stored draft the page was made from; 0 before there is one."""
    is_here: bool = False
    """Whether to go on from this page, whatever was said elsewhere since."""
    is_old: bool = False
    """Whether something else was said since, so that nothing of this page is stored."""
    trail: list[str] = field(default_factory=list)
    was: dict[str, str] = field(default_factory=dict)

    def forget_shown(self) -> None:
        """Leave what was asked not known, whatever stood in its fields."""
        for name in names_of(self.shown):
            self._forget(name)

    def forget_refused(self, problems: Iterable[str]) -> None:
        """Whoever turns to another question leaves behind what cannot be read or be true here."""
        wrong = {field_name(key) for key in problems} | set(self.form.errors)
        if wrong & set(names_of(self.shown)):
            self.forget_shown()

    def _forget(self, name: str) -> None:
        self.form.values.pop(name, None)
        self.form.data.pop(name, None)
        self.form.errors.pop(name, None)

    def go_on(self) -> None:
        """Lay the step that was answered behind the others."""
        if self.shown is not None:
            keys = BETWEEN_KEYS.join(self.shown.keys)
            self.trail = [each for each in self.trail if each != keys] + [keys]

    @property
    def passed(self) -> set[str]:
        """Give every key that was asked already, whatever was said to it."""
        return {key for keys in self.trail for key in keys.split(BETWEEN_KEYS)}


def posted_walk(pack: Pack) -> Walk:
    """Read what travels along."""
    return _read(pack, read_form(NextQuestionRequest).data, read_form)


def resumed_walk(pack: Pack, begun: Begun) -> Walk:
    """Read what was stored, as if it were posted now."""
    said = begun.said
    where = {ROWS: said.get(ROWS), "trail": said.get("trail"), "stored": begun.draft.version}
    return _read(pack, where, lambda schema: read_values(schema, said.get("values", {})))


def _read(pack: Pack, where: dict[str, Any], reads: Callable[[type[Schema]], Form]) -> Walk:
    """Read all that was said; how many live there makes room for as many."""
    rows = where.get(ROWS) or 1
    form = reads(assess_household_request(pack.country, rows))
    size = _number_of_people(pack, form)
    if size is not None and size != rows:
        rows = size
        form = reads(assess_household_request(pack.country, rows))
        form.data[ROWS] = rows
    stood = [each.partition("=") for each in (where.get("was") or "").split()]
    return Walk(
        form=form,
        rows=rows,
        do=where.get("do") or NEXT,
        version=where.get("stored") or 0,
        is_here=where.get("draft") == HERE,
        shown=step_of(pack, where.get("shown"), rows),
        wanted=step_of(pack, where.get("show"), rows),
        trail=[keys for keys in where.get("trail") or [] if step_of(pack, keys, rows)],
        was={key: verdict for key, _, verdict in stood},
    )


def _number_of_people(pack: Pack, form: Form) -> int | None:
    """Give how many live there, where it was said exactly and a form has room for them."""
    name = field_name(next(iter(pack.lists.values())).counted_by)
    size, how = form.data.get(name), form.data.get(name + HOW)
    is_exact = how is None or how is HowKnown.EXACTLY
    return size if size and is_exact and size <= MOST_ROWS else None


def names_of(step: Step | None) -> list[str]:
    """Give the fields of a step."""
    keys = () if step is None else step.keys
    return [field_name(key) + part for key in keys for part in ("", HOW, TO, BECAUSE)]
