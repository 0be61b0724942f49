"""Somebody else saved in between: both texts side by side, and nothing overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask import request

from hopecare.web.choice_words import choice_words
from hopecare.web.forms import SEVERAL, blank_form
from hopecare.web.pages import page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response

    from hopecare.web.forms import Form

NO_NAMES: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that reads differently now."""

    name: str
    label: str
    mine: str
    theirs: str
    mine_said: str
    theirs_said: str


def stale_page(
    form: Form,
    *,
    theirs: Mapping[str, object],
    labels: Mapping[str, str],
    names: Mapping[str, str] = NO_NAMES,
    leave: str | None = None,
) -> Response:
    """Show each field that differs, with a choice; the rest is carried along as it was.

    What stands there now and has no label, as the version, is sent along as it stands. `names` says
    values no page reads as they are; `leave` is where the form stood, if not where it was sent.
    """
    meant, standing = blank_form(form.data), blank_form(theirs)
    differences = [
        _difference(form, name, labels[name], meant.chosen(name), standing.chosen(name), names)
        for name in labels
        if sorted(filter(None, meant.chosen(name))) != sorted(filter(None, standing.chosen(name)))
    ]
    unlabelled = {name: standing.value(name) for name in theirs if name not in labels}
    answer = page(
        "errors/stale.html",
        differences=differences,
        carried=_carried(form, {each.name for each in differences} | set(unlabelled)),
        standing=unlabelled,
        action=request.full_path.rstrip("?"),
        leave=leave or request.full_path.rstrip("?"),
    )
    answer.status_code = HTTPStatus.CONFLICT
    return answer


def _difference(
    form: Form,
    name: str,
    label: str,
    mine: list[str],
    theirs: list[str],
    names: Mapping[str, str],
) -> Difference:
    reads = form.reads.get(name)
    return Difference(
        name=name,
        label=label,
        mine=SEVERAL.join(mine),
        theirs=SEVERAL.join(theirs),
        mine_said=", ".join(names.get(value) or choice_words(reads, value) for value in mine),
        theirs_said=", ".join(names.get(value) or choice_words(reads, value) for value in theirs),
    )


def _carried(form: Form, left_out: set[str]) -> list[tuple[str, str]]:
    own = left_out | {"csrf_token", "op"}
    return [
        (name, value) for name, values in form.values.items() if name not in own for value in values
    ]
