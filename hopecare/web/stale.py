"""Somebody else saved in between: both texts side by side, and nothing overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import request

from hopecare.web.forms import blank_form
from hopecare.web.pages import page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response

    from hopecare.web.forms import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that reads differently now."""

    name: str
    label: str
    mine: str
    theirs: str


def stale_page(form: Form, *, theirs: Mapping[str, object], labels: Mapping[str, str]) -> Response:
    """Show each field that differs, with a choice; the rest is carried along as it was."""
    standing = blank_form(theirs)
    differences = [
        Difference(
            name=name,
            label=labels.get(name, name),
            mine=form.value(name),
            theirs=standing.value(name),
        )
        for name in labels
        if form.value(name).replace("\r\n", "\n") != standing.value(name)
    ]
    answer = page(
        "errors/stale.html",
        differences=differences,
        carried=_carried(form, {each.name for each in differences}),
        version=standing.value("version"),
        action=request.full_path.rstrip("?"),
    )
    answer.status_code = HTTPStatus.CONFLICT
    return answer


def _carried(form: Form, left_out: set[str]) -> list[tuple[str, str]]:
    own = left_out | {"csrf_token", "op", "version"}
    return [
        (name, value) for name, values in form.values.items() if name not in own for value in values
    ]
