"""Reads a stored trace back into the answer it was, so that it can be said in any language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from hopecare.domain.eligibility.assessment import (
    AmountResult,
    Assessment,
    CriterionResult,
    CriterionStatus,
    Later,
    NextQuestion,
    ProgrammeResult,
    Range,
    Receipt,
    Verdict,
)
from hopecare.domain.eligibility.facts import Grade

if TYPE_CHECKING:
    from collections.abc import Mapping


def assessment_from_trace(trace: Mapping[str, Any]) -> Assessment:
    """Give the answer a trace was made from."""
    return Assessment(
        pack=trace["pack"],
        version=trace["version"],
        on=date.fromisoformat(trace["on"]),
        programmes=tuple(_programme(item) for item in trace["programmes"]),
        figures={key: Range(**value) for key, value in trace["figures"].items()},
        next_questions=tuple(
            NextQuestion(**{**item, "programmes": tuple(item["programmes"])})
            for item in trace["next_questions"]
        ),
    )


def _programme(stored: Mapping[str, Any]) -> ProgrammeResult:
    amount = stored["amount"]
    return ProgrammeResult(
        **{
            **stored,
            "verdict": Verdict(stored["verdict"]),
            "receipt": Receipt(stored["receipt"]),
            "criteria": tuple(_criterion(item) for item in stored["criteria"]),
            "amount": None if amount is None else _amount(amount),
            "later": tuple(_later(item) for item in stored.get("later", ())),
            **_tuples(stored, "missing", "flips", "unconfirmed"),
        }
    )


def _later(stored: Mapping[str, Any]) -> Later:
    amount = stored["amount"]
    return Later(
        programme=stored["programme"],
        verdict=Verdict(stored["verdict"]),
        amount=None if amount is None else _amount(amount),
    )


def _criterion(stored: Mapping[str, Any]) -> CriterionResult:
    grade = stored["grade"]
    ranges = {key: _range(stored[key]) for key in ("left", "right", "margin", "margin_pct")}
    return CriterionResult(
        **{
            **stored,
            **ranges,
            "status": CriterionStatus(stored["status"]),
            "grade": None if grade is None else Grade(grade),
            **_tuples(stored, "unconfirmed", "missing"),
        }
    )


def _amount(stored: Mapping[str, Any]) -> AmountResult:
    return AmountResult(
        value=Range(**stored["value"]),
        unit=stored["unit"],
        unconfirmed=tuple(stored["unconfirmed"]),
    )


def _range(stored: Mapping[str, Any] | None) -> Range | None:
    return None if stored is None else Range(**stored)


def _tuples(stored: Mapping[str, Any], *keys: str) -> dict[str, tuple[str, ...]]:
    return {key: tuple(stored[key]) for key in keys}
