"""Evidence as plain JSON for a council: small numbers withheld, each with its pack and scenario."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.eligibility.blockers import BANDS
from hopecare.domain.eligibility.counting import COSTS, COUNTS, Measure, Tally
from hopecare.domain.eligibility.withholding import FEWEST, is_small, told_nested, withheld

if TYPE_CHECKING:
    from hopecare.domain.eligibility.blockers import Misses
    from hopecare.domain.eligibility.evidence import Evidence
    from hopecare.domain.eligibility.pack import Pack
    from hopecare.domain.eligibility.scenarios import Scenario
    from hopecare.domain.eligibility.spans import FloatColumn

Json = dict[str, Any]
WITHHELD: Final = None
"""What stands in a table instead of a small number."""
FOLLOWS: Final = (Measure.AFTER, Measure.NEWLY, Measure.LOST, Measure.COST_AFTER)


def evidence_to_json(evidence: Evidence) -> Json:
    """Give every table; null stands for a number that is withheld or has no bound."""
    return {
        "on": evidence.on.isoformat(),
        "pack_versions": {evidence.pack.key: evidence.pack.version},
        "households": _told(evidence.households),
        "withheld_below": FEWEST,
        "scenarios": [_scenario(evidence, scenario) for scenario in evidence.scenarios],
        "sole_blockers": [
            _blocker(evidence.pack, programme, path, misses)
            for programme, found in evidence.blockers.items()
            for path, misses in found.items()
        ],
        "most_wanted": {
            "among_open_households": _unless_small(evidence.looked_at),
            "facts": [
                {"fact": item.fact, "households": item.households, "settles": _told(item.settles)}
                for item in sorted(evidence.wanted.values(), key=lambda item: -item.settles)
                if item.settles > 0 and not is_small(item.households)
            ],
        },
    }


def _scenario(evidence: Evidence, scenario: Scenario) -> Json:
    return {
        "id": scenario.key,
        "name": dict(scenario.name),
        "take_up": dict(scenario.take_up),
        "programmes": [
            _programme(evidence, programme, evidence.tallies[scenario.key, programme])
            for key, programme in evidence.tallies
            if key == scenario.key
        ],
    }


def _programme(evidence: Evidence, programme: str, tally: Tally) -> Json:
    hidden = withheld(*_counts(tally))
    return {
        "id": f"{evidence.pack.key}.{programme}",
        "currency": evidence.pack.currency,
        "total": _total(tally),
        "areas": [
            {"area": area} | _row(tally, place, is_hidden=bool(hidden[place]))
            for place, area in enumerate(evidence.areas)
        ],
    }


def _counts(tally: Tally) -> list[FloatColumn]:
    return [side[measure] for side in (tally.sure, tally.possible) for measure in COUNTS]


def _row(tally: Tally, place: int, *, is_hidden: bool) -> Json:
    """Give one area; from a part of a small row the rest could be worked out, so all goes."""
    if is_hidden:
        return dict.fromkeys([*COUNTS, *COSTS], WITHHELD)
    return {
        measure: {"sure": _told(sure[place]), "possible": _told(tally.possible[measure][place])}
        for measure, sure in tally.sure.items()
    }


def _total(tally: Tally) -> Json:
    """Give the whole town; where few win or lose, what follows the change is withheld."""
    sums = [count.sum() for count in _counts(tally)]
    row = _row(_whole(tally), 0, is_hidden=False)
    if any(is_small(count) for count in sums):
        row |= dict.fromkeys(FOLLOWS, WITHHELD)
    if any(is_small(side[Measure.BEFORE].sum()) for side in (tally.sure, tally.possible)):
        row |= dict.fromkeys((Measure.BEFORE, Measure.COST_BEFORE), WITHHELD)
    return row


def _whole(tally: Tally) -> Tally:
    return Tally(
        {measure: values.sum(keepdims=True) for measure, values in tally.sure.items()},
        {measure: values.sum(keepdims=True) for measure, values in tally.possible.items()},
    )


def _blocker(pack: Pack, programme: str, path: str, misses: Misses) -> Json:
    row: Json = {"programme": f"{pack.key}.{programme}", "criterion": path}
    if is_small(misses.households):
        return row | dict.fromkeys(("households", "miss", "miss_pct", "within_pct"), WITHHELD)
    near = told_nested([*(misses.within(band) for band in BANDS), misses.households])
    return row | {
        "households": misses.households,
        "miss": misses.quartiles() if misses.by.size >= FEWEST else WITHHELD,
        "miss_pct": misses.quartiles_percent() if misses.percent.size >= FEWEST else WITHHELD,
        "within_pct": {f"{band:g}": told for band, told in zip(BANDS, near[:-1], strict=True)},
    }


def _unless_small(count: int) -> int | None:
    return WITHHELD if is_small(count) else count


def _told(value: float) -> float | int | None:
    """Write a number; what has no bound is null."""
    if not math.isfinite(value):
        return None
    return int(value) if float(value).is_integer() else round(float(value), 2)
