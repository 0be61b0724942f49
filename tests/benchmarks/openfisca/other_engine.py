"""The four benefits as OpenFisca variables, measured in a process of their own.

Called by `compare`: reads households from one file, writes verdicts to another, prints seconds.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import MONTH
from openfisca_core.reforms import Reform
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from tests.benchmarks.four.plain import BASIC, CAP, LIMITS
from tests.benchmarks.openfisca.measuring import PARTS, RAISED_BY, best

SINCE, PERIOD = "2026-01-01", "2026-06"
WHOLE_NUMBERS = {"size", "region"}
YES_OR_NO = {"has_student", "obligor_ok"}
Households = dict[str, np.ndarray]

PERSON = build_entity(key="person", plural="persons", label="person", is_person=True)
HOUSEHOLD = build_entity(
    key="household",
    plural="households",
    label="household",
    roles=[{"key": "member", "plural": "members", "label": "member"}],
)


def by_steps(first: int, amounts: np.ndarray) -> dict[str, Any]:
    """Write a table by a whole number as OpenFisca's scale of single amounts."""
    return {
        "metadata": {"type": "single_amount"},
        "brackets": [
            {
                "threshold": {SINCE: {"value": float(first + place)}},
                "amount": {SINCE: {"value": float(amount)}},
            }
            for place, amount in enumerate(amounts)
        ],
    }


def one_figure(value: float) -> dict[str, Any]:
    return {"values": {SINCE: {"value": value}}}


def figures() -> ParameterNode:
    return ParameterNode(
        "",
        data={
            "limit": {name: by_steps(1, limits) for name, limits in LIMITS.items()},
            "basic": by_steps(0, BASIC),
            "cap": by_steps(0, CAP),
            "keep": one_figure(0.7),
            "reserve": one_figure(5e6),
            "home": one_figure(0.0104),
            "general": one_figure(0.0417),
            "financial": one_figure(0.0626),
        },
    )


def variable(name: str, kind: type, formula: Callable[..., Any] | None = None) -> type:
    own = {"value_type": kind, "entity": HOUSEHOLD, "definition_period": MONTH, "label": name}
    return type(name, (Variable,), own if formula is None else {**own, "formula": formula})


def income(household: Any, period: Any, parameters: Any) -> Any:
    kept = household("earned", period) * parameters(period).keep
    return np.maximum(kept + household("other", period) - household("spend", period), 0)


def property_income(household: Any, period: Any, parameters: Any) -> Any:
    known, region = parameters(period), household("region", period)
    home = household("home", period)
    counted = np.minimum(home, known.cap.calc(region))
    rest = household("general", period) + (home - counted)
    allowance = known.basic.calc(region) + household("debt", period)
    after_home = np.maximum(allowance - counted, 0)
    after_rest = np.maximum(after_home - rest, 0)
    savings = np.maximum(household("financial", period) - known.reserve, 0)
    return (
        np.maximum(counted - allowance, 0) * known.home
        + np.maximum(rest - after_home, 0) * known.general
        + np.maximum(savings - after_rest, 0) * known.financial
        + household("car", period)
    )


def recognised(household: Any, period: Any) -> Any:
    return household("income", period) + household("property_income", period)


def benefit(name: str, also: str | None) -> type:
    def formula(household: Any, period: Any, parameters: Any) -> Any:
        limit = parameters(period).limit[name].calc(household("size", period))
        within = household("recognised", period) <= limit
        return within if also is None else within * household(also, period)

    return variable(name, bool, formula)


def system(fields: list[str]) -> Any:
    kinds = {field: int if field in WHOLE_NUMBERS else float for field in fields}
    found = TaxBenefitSystem([PERSON, HOUSEHOLD])
    found.parameters = figures()
    for field, kind in kinds.items():
        found.add_variable(variable(field, bool if field in YES_OR_NO else kind))
    found.add_variable(variable("income", float, income))
    found.add_variable(variable("property_income", float, property_income))
    found.add_variable(variable("recognised", float, recognised))
    also = {"medical": "obligor_ok", "education": "has_student"}
    for name in LIMITS:
        found.add_variable(benefit(name, also.get(name)))
    return found


def simulation(rules: Any, said: Households) -> Any:
    """Build a simulation of one-person households, the way OpenFisca's users do."""
    count = said["size"].shape[0]
    builder = SimulationBuilder()
    builder.create_entities(rules)
    builder.declare_person_entity("person", np.arange(count))
    households = builder.declare_entity("household", np.arange(count))
    builder.join_with_persons(households, np.arange(count), roles=np.repeat("member", count))
    built = builder.build(rules)
    for field, values in said.items():
        built.set_input(field, PERIOD, values)
    return built


def calculated(built: Any) -> dict[str, np.ndarray]:
    return {name: built.calculate(name, PERIOD) for name in LIMITS}


def raised(parameters: Any) -> Any:
    for bracket in parameters.limit.livelihood.brackets:
        bracket.amount.update(start=SINCE, value=bracket.amount(SINCE) * RAISED_BY)
    return parameters


class Raised:
    """OpenFisca's what-if: a system with the livelihood limit changed."""

    @staticmethod
    def of(rules: Any) -> Any:
        own = {"apply": lambda self: self.modify_parameters(modifier_function=raised)}
        return type("raised_limit", (Reform,), own)(rules)


def measured(rules: Any, parts: list[Households]) -> dict[str, float]:
    """Give the best CPU seconds; a simulation remembers what it has calculated, so each is new."""

    def whole() -> None:
        for part in parts:
            calculated(simulation(rules, part))

    def bare() -> float:
        spent = 0.0
        for part in parts:
            built = simulation(rules, part)
            began = time.process_time()
            calculated(built)
            spent += time.process_time() - began
        return spent

    def what_if() -> None:
        reform = Raised.of(rules)
        for part in parts:
            simulation(reform, part).calculate("livelihood", PERIOD)

    return {
        "with building": best(whole),
        "bare": min(bare() for _ in range(5)),
        "what if": best(what_if),
    }


def main(households: Path, verdicts: Path) -> None:
    with np.load(households) as stored:
        said = {key.removeprefix("place."): stored[key] for key in stored.files}
    rules = system(list(said))
    count = said["size"].shape[0]
    found = calculated(simulation(rules, said))
    np.savez(verdicts, allow_pickle=False, **found)
    seconds = [
        measured(
            rules,
            [
                {key: values[start : start + at_once] for key, values in said.items()}
                for start in range(0, count, at_once)
            ],
        )
        for at_once in (*PARTS, count)
    ]
    fastest = {name: min(one[name] for one in seconds) for name in seconds[0]}
    sys.stdout.write(json.dumps({"version": version("openfisca-core"), "seconds": fastest}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
