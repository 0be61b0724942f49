"""A sign-in that lapsed under a half-written note: the note goes through the sign-in and survives.

What was posted travels as one sealed, hidden field from page to page. Nothing is stored, and
nothing is sent before the person, signed in again, has seen it and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from hopecare.extensions import desk
from hopecare.web.forms import PASSWORDS
from hopecare.web.pages import go, local_path, page

if TYPE_CHECKING:
    from flask import Response

KEPT: Final = "kept"
NEXT: Final = "next"
ONLY_SHOW: Final = "only_show"
"""Carried by the buttons that lead from one way of signing in to another: nothing is tried yet."""
KEPT_FOR_S: Final = 3600
LARGEST_KEPT: Final = 400_000
FILE_LOST: Final = "file_lost"
"""Stands in a kept form that had a file: the door asks for it again instead of going without."""
_CARRIED: Final = frozenset({"op", "version", "was", "trail", "shown", "seen", "stored"})
"""Hidden fields by which a page finds its place again: sent on, but nobody's words."""
_UNKEPT: Final = frozenset({"csrf_token", KEPT, NEXT, ONLY_SHOW, "code", *PASSWORDS})


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form that is waiting for its writer to sign in again."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def lost_file(self) -> bool:
        """Say whether a file was chosen, which cannot be carried along."""
        return (FILE_LOST, "yes") in self.fields

    @property
    def words(self) -> list[str]:
        """Give what the person wrote, to be shown: the texts of the form, the longest first."""
        own = [value for name, value in self.fields if name not in _CARRIED]
        return sorted(filter(_is_words, own), key=len, reverse=True)


def sign_in_page() -> Response:
    """Ask to sign in and carry along what was posted."""
    kept = _posted()
    lost_file = kept is not None and kept.lost_file
    answer = page("errors/sign_in.html", kept_token=_seal(kept), lost_file=lost_file)
    answer.status_code = HTTPStatus.UNAUTHORIZED
    return answer


def kept_token() -> str:
    """Give what the sign-in pages carry along, if anything; for the form macros."""
    return request.form.get(KEPT, "")


def next_path() -> str:
    """Give where the reader wanted to go; only ever on this site."""
    return local_path(request.values.get(NEXT)) or ""


def is_only_shown() -> bool:
    """Say whether a sign-in page is only to be shown, with what waits carried along."""
    return ONLY_SHOW in request.form


def find_kept() -> KeptForm | None:
    """Give the form that waits, if its seal holds and it is not too old."""
    try:
        path, fields = _sealer().loads(kept_token(), max_age=KEPT_FOR_S)
    except BadSignature:
        return None
    return KeptForm(path, tuple((str(name), str(value)) for name, value in fields))


def after_sign_in(default: str) -> Response:
    """Go on after a sign-in: show the kept form, or go where the reader wanted to."""
    kept = find_kept()
    if kept is not None:
        return page("errors/kept.html", kept_form=kept)
    return go(next_path() or default)


def _is_words(value: str) -> bool:
    """Tell words from codes, numbers and days; Korean needs no space to be a sentence."""
    return " " in value.strip() or not value.isascii()


def _posted() -> KeptForm | None:
    fields = tuple(
        (name, value) for name, value in request.form.items(multi=True) if name not in _UNKEPT
    )
    if any(sent.filename for sent in request.files.values()):
        fields += ((FILE_LOST, "yes"),)
    is_small = sum(len(value) for _, value in fields) <= LARGEST_KEPT
    path = local_path(request.full_path.rstrip("?"))
    return KeptForm(path, fields) if path and fields and is_small else None


def _seal(kept: KeptForm | None) -> str:
    return "" if kept is None else _sealer().dumps([kept.path, kept.fields])


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(desk().settings.secret_key, salt="kept form")
