"""The ladder on its page while it is being written: its rows, its buttons, and its rehearsal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from itsdangerous import BadSignature, URLSafeSerializer

from hopecare.domain.ladders import MOST_STEPS, flaw_of, steps_written
from hopecare.domain.rehearsal import LOOKS_BACK, effort_of, replay, rows_behind
from hopecare.extensions import desk
from hopecare.queries.asking_policies import quiet_hours
from hopecare.queries.past_check_ins import past_of, there_are
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.requests.use_ladder import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.asking import QuietHours
    from hopecare.domain.check_ins import AskingWay
    from hopecare.domain.escalation import Rung
    from hopecare.domain.ladders import Steps
    from hopecare.domain.rehearsal import Climbed, Effort
    from hopecare.queries.past_check_ins import Past
    from hopecare.web.forms import Form
    from models import CheckInPlan, Person

NOWHERE: Final = MOST_STEPS
"""Below the last row."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the form: as written, and as read."""

    step: str = ""
    wait: str = ""
    rung: Rung | None = None
    minutes: int | None = None

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was written."""
        return not self.step and not self.wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What the present ladder really did, and what each other one would have done."""

    past: Past
    present: Effort
    others: Sequence[Effort]
    rows: Sequence[Mapping[str, Sequence[Climbed]]]
    """What is counted in each number: of the present ladder first, then of each other."""
    quiet: QuietHours
    """Which hours count as night, by the clock of the town."""
    since: datetime
    """From when on check-ins are replayed."""
    there: str
    """By which clock it is night for whoever looks in: the plan's."""


def rehearsal_of(
    session: Session,
    person: Person,
    ladders: Sequence[Steps],
    *,
    way: AskingWay,
    zone: str | None = None,
) -> Rehearsal:
    """Replay the last weeks with each of these ladders; one read of the past for all."""
    now = desk().clock()
    past = past_of(
        session, person, way=way, identity=current_identity(), since=(since := now - LOOKS_BACK),
        now=now,
    )  # fmt: skip
    quiet = quiet_hours(session, person.town_id, now=now)
    there = zone or quiet.zone
    available = there_are(session, person, on=current_reader().today, now=now)
    climbed = [past.climbed, *(replay(past.check_ins, steps, available) for steps in ladders)]
    present, *others = (effort_of(each, quiet, there=there) for each in climbed)
    return Rehearsal(
        past=past,
        present=present,
        others=others,
        rows=[rows_behind(each, quiet, there=there) for each in climbed],
        quiet=quiet,
        since=since,
        there=there,
    )


def press(form: Form) -> None:
    """Do what a button of a row says: one up, one down, away, one more."""
    what, _, written = form.value("do").partition("_")
    rows = _rows(form)
    place = {str(number): number - 1 for number in NUMBERS}.get(written, NOWHERE)
    if what == "remove" and place < len(rows):
        del rows[place]
    elif what == "up" and 0 < place < len(rows):
        rows[place - 1 : place + 1] = reversed(rows[place - 1 : place + 1])
    elif what == "down" and place + 1 < len(rows):
        rows[place : place + 2] = reversed(rows[place : place + 2])
    _put(form, rows)


def is_sound(form: Form, steps: Steps) -> bool:
    """Say whether the steps may be used; what is wrong with them is said beside them."""
    code = _half(form) or flaw_of(steps)
    if code is not None:
        form.refuse("steps", code, limit=MOST_STEPS)
    return code is None and set(form.errors) <= {"steps"}


def _half(form: Form) -> str | None:
    """A step without its wait, or a wait without its step."""
    is_half = any(bool(row.step) != bool(row.wait) for row in _rows(form))
    return "step_without_wait" if is_half else None


def seal(plan: CheckInPlan, steps: Steps) -> str:
    """Vouch that this plan's rehearsal with these steps has been shown."""
    return _sealer().dumps(_content(plan, steps))


def was_shown(token: str | None, plan: CheckInPlan, steps: Steps) -> bool:
    """Say whether the rehearsal with exactly these steps was shown for the plan as it stands."""
    try:
        return bool(token) and _sealer().loads(token or "") == _content(plan, steps)
    except BadSignature:
        return False


def shown_rows(form: Form) -> int:
    """Say how many rows the page draws: those written and a blank one, as far as they go."""
    return min(MOST_STEPS, len(_rows(form)) + 1)


def _content(plan: CheckInPlan, steps: Steps) -> list[object]:
    return [str(plan.id), plan.version, steps_written(steps)]


def _sealer() -> URLSafeSerializer:
    return URLSafeSerializer(desk().settings.secret_key, salt="ladder rehearsed")


def _rows(form: Form) -> list[Row]:
    """The rows that were written, without the blank ones between."""
    every = (_row(form, f"step_{number}", f"wait_{number}") for number in NUMBERS)
    return [row for row in every if not row.is_blank]


def _row(form: Form, step: str, wait: str) -> Row:
    return Row(form.value(step), form.value(wait), form.data.get(step), form.data.get(wait))


def _put(form: Form, rows: Sequence[Row]) -> None:
    padded = [*rows, *[Row()] * (MOST_STEPS - len(rows))]
    for number, row in zip(NUMBERS, padded, strict=True):
        step, wait = f"step_{number}", f"wait_{number}"
        form.values |= {step: [row.step] if row.step else [], wait: [row.wait] if row.wait else []}
        form.data |= {step: row.rung, wait: row.minutes}
