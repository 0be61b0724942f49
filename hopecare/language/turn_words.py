"""An answer that turned, in words: the verdict before and after, and the criterion behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.eligibility.assessment import Verdict
from hopecare.domain.screening import read_turned
from hopecare.language import N_
from hopecare.language.explanations import in_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hopecare.domain.eligibility.assessment import CriterionStatus
    from hopecare.domain.eligibility.pack import Pack
    from hopecare.language.reader import Reader

NOT_ASKED = N_("was not asked")


def verdict_in_words(verdict: str | None, reader: Reader) -> str:
    """Say a stored verdict; one that was not given says so."""
    return reader.say(NOT_ASKED) if verdict is None else reader.label(Verdict(verdict))


def criteria_in_words(
    codes: Sequence[str], programme: str, pack: Pack, reader: Reader
) -> list[str]:
    """Say each criterion that turned: its name, what it was and what it is."""
    names = _names(pack, programme, reader.language)
    return [_said(code, names, reader) for code in codes]


def _said(code: str, names: dict[str, str], reader: Reader) -> str:
    path, before, after = read_turned(code)
    return f"{names.get(path, path)}: {_status(before, reader)} → {_status(after, reader)}"


def _status(status: CriterionStatus | None, reader: Reader) -> str:
    return reader.say(NOT_ASKED) if status is None else reader.label(status)


def _names(pack: Pack, programme: str, language: str) -> dict[str, str]:
    declared = pack.programmes.get(programme)
    if declared is None:
        return {}
    return {
        path: in_language(criterion.name, language) for path, criterion in declared.criteria.items()
    }
