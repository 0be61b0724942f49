"""What changed between two assessments of one person: answers by programme, and what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChange:
    """A programme whose verdict or receipt is not what it was; None where it was not asked."""

    programme: str
    verdict_before: str | None
    verdict_after: str | None
    receiving_before: str | None
    receiving_after: str | None

    @property
    def is_verdict(self) -> bool:
        """Say whether the verdict itself has changed."""
        return self.verdict_before != self.verdict_after


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """A fact that is said otherwise now; None stands for "not known"."""

    fact: str
    before: object
    after: object


Standing = tuple[str, str]
"""The verdict on a programme, and whether it is received."""


def changed_answers(
    before: Mapping[str, Standing], after: Mapping[str, Standing]
) -> tuple[AnswerChange, ...]:
    """Name every programme that stands otherwise than before, in the order it is asked now."""
    order = [*after, *(key for key in before if key not in after)]
    found = []
    for key in order:
        old, new = before.get(key, (None, None)), after.get(key, (None, None))
        if old != new:
            found.append(
                AnswerChange(
                    programme=key,
                    verdict_before=old[0],
                    verdict_after=new[0],
                    receiving_before=old[1],
                    receiving_after=new[1],
                )
            )
    return tuple(found)


def changed_facts(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FactChange, ...]:
    """Name every fact that is said otherwise, from the stored JSON of both assessments."""
    old, new = dict(_flat(before)), dict(_flat(after))
    order = [*new, *(key for key in old if key not in new)]
    return tuple(
        FactChange(fact=key, before=old.get(key), after=new.get(key))
        for key in order
        if old.get(key) != new.get(key)
    )


def _flat(stored: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Give each fact under the key it is asked by: `income.benefits`, `members.0.age`."""
    for part, content in stored.items():
        match content:
            case dict() if part == "decisions":
                yield from ((key, decision.get("holds")) for key, decision in content.items())
            case dict():
                prefix = "" if part == "facts" else f"{part}."
                yield from ((prefix + key, value) for key, value in content.items())
            case list():
                for place, row in enumerate(content):
                    yield from ((f"{part}.{place}.{key}", value) for key, value in row.items())
            case _:
                continue
