"""Household facts as plain JSON and back, for keeping them and for exchange with other programs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.eligibility.facts import Answer, Bounds, Decision, HouseholdFacts
from hopecare.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.domain.eligibility.facts import Fact
    from hopecare.domain.eligibility.pack import Pack

# Far above what any fact allows, and far below what a float can hold.
LARGEST_WHOLE: Final = 10**15
BOUNDS: Final = frozenset({"min", "max"})
DECISION: Final = frozenset({"holds", "because"})


def facts_to_json(facts: HouseholdFacts) -> dict[str, Any]:
    """Give what is known of a household as plain JSON."""
    return {
        "facts": {key: _to_plain(answer) for key, answer in facts.values.items()},
        **{
            key: [{name: _to_plain(answer) for name, answer in row.items()} for row in rows]
            for key, rows in facts.rows.items()
        },
        "receiving": dict(facts.receiving),
        "decisions": {
            key: {"holds": decision.holds, "because": decision.because}
            for key, decision in facts.decisions.items()
        },
    }


def facts_from_json(pack: Pack, data: Mapping[str, Any]) -> HouseholdFacts:
    """Take a household from plain JSON; null or absent is unknown, `{"min", "max"}` are bounds."""
    _refuse_unknown_parts(pack, data)
    return HouseholdFacts(
        values=_row(pack, {} if data.get("facts") is None else data["facts"], "facts"),
        rows={key: _rows(pack, data[key], key) for key in pack.lists if data.get(key) is not None},
        receiving=_receiving(pack, _map(data, "receiving")),
        decisions={
            key: _decision(key, value)
            for key, value in _map(data, "decisions").items()
            if value is not None
        },
    )


def _refuse_unknown_parts(pack: Pack, data: Mapping[str, Any]) -> None:
    allowed = {"facts", "receiving", "decisions", *pack.lists}
    unknown = {key: ["unknown_question"] for key in data if key not in allowed}
    if unknown:
        raise InvalidInputError(unknown)


def _map(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = {} if data.get(key) is None else data[key]
    if not isinstance(found, dict):
        raise InvalidInputError({key: ["map_expected"]})
    return found


def _rows(pack: Pack, given: object, list_key: str) -> tuple[dict[str, Answer], ...]:
    if not isinstance(given, list):
        raise InvalidInputError({list_key: ["list_expected"]})
    prefix = pack.lists[list_key].row + "."
    return tuple(
        _row(pack, row, f"{list_key}.{place}", prefix=prefix) for place, row in enumerate(given)
    )


def _receiving(pack: Pack, given: Mapping[str, Any]) -> dict[str, bool]:
    prefix = f"{pack.key}."
    found: dict[str, bool] = {}
    for key, value in given.items():
        if value is None:
            continue
        if not isinstance(value, bool):
            raise InvalidInputError({f"receiving.{key}": ["not_yes_or_no"]})
        own = key.removeprefix(prefix)
        found[own if own in pack.programmes else key] = value  # refused by the name that was given
    return found


def _decision(key: str, value: object) -> Decision:
    if not isinstance(value, dict) or not isinstance(value.get("holds"), bool):
        raise InvalidInputError({key: ["not_yes_or_no"]})
    unknown = {f"{key}.{name}": ["unknown_question"] for name in value if name not in DECISION}
    if unknown:
        raise InvalidInputError(unknown)
    return Decision(holds=value["holds"], because=str(value.get("because") or ""))


def _row(pack: Pack, given: object, place: str, *, prefix: str = "") -> dict[str, Answer]:
    """Take the answers of a household, or of the row at this place of a list."""
    if not isinstance(given, dict):
        raise InvalidInputError({place: ["map_expected"]})
    where = f"{place}." if prefix else ""
    return {
        str(key): _from_plain(pack.facts.get(f"{prefix}{key}"), f"{where}{key}", value)
        for key, value in given.items()
        if value is not None
    }


def _from_plain(fact: Fact | None, place: str, value: object) -> Answer:
    if isinstance(value, dict) and value.keys() <= BOUNDS:
        lo, hi = (0.0, 0.0) if fact is None else (fact.lo, fact.hi)
        return Bounds(lo=_end(place, value, "min", lo), hi=_end(place, value, "max", hi))
    if isinstance(value, bool | int | float | str):
        return _bearable(place, value)
    raise InvalidInputError({place: ["not_an_answer"]})


def _bearable(key: str, value: float | str) -> float | str:
    """Refuse a whole number that no float can hold, before anything tries."""
    if isinstance(value, int) and abs(value) > LARGEST_WHOLE:
        raise InvalidInputError({key: ["too_large"]})
    return value


def _end(key: str, bounds: Mapping[str, object], end: str, declared: float) -> float:
    value = bounds.get(end)
    if value is None:
        return declared
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidInputError({key: ["not_a_number"]})
    return float(_bearable(key, value))


def _to_plain(answer: Answer) -> object:
    if isinstance(answer, Bounds):
        return {"min": answer.lo, "max": answer.hi if math.isfinite(answer.hi) else None}
    return answer
