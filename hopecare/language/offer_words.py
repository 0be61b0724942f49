"""What is asked of a volunteer at the moment, named by kind of help and code, for one text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.language import N_, translator
from hopecare.language.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hopecare.domain.needs import NeedKind

NAMED_AT_MOST: Final = 2
"""More would not stay within two parts."""


def open_offers_said(offers: Sequence[tuple[NeedKind, str]], language: str) -> str:
    """Side dishes 7KM4QRX2, Company 9QRX27KM and 3 more."""
    named = ", ".join(f"{label(language, kind)} {code}" for kind, code in offers[:NAMED_AT_MOST])
    left = len(offers) - NAMED_AT_MOST
    if left <= 0:
        return named
    say = translator(language).gettext
    return say(N_("%(offers)s and %(num)s more")) % {"offers": named, "num": left}
