"""In which language a sheet is printed: the resident carries it and reads along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from hopecare.language import languages
from hopecare.web.language import LANGUAGE_NAMES, current_language

if TYPE_CHECKING:
    from models import Person


def language_of_sheet(resident: Person) -> str:
    """Give the language asked for by the switch, else the resident's, else the reader's own."""
    asked = (request.args.get("language"), resident.language, current_language())
    return next(each for each in asked if each in languages())


def sheet_links(address: str) -> list[tuple[str, str, str]]:
    """Name every language a sheet may be printed in, each with where it stands."""
    return [
        (code, LANGUAGE_NAMES.get(code, code), f"{address}?language={code}") for code in languages()
    ]
