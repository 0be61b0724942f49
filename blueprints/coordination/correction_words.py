"""What a hand corrected in a directory and what a file says instead, in words side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from babel import Locale
from babel.dates import get_day_names

from hopecare.domain.needs import NeedKind
from hopecare.language import N_
from hopecare.web.districts import district_choices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.language.reader import Reader
    from models import DirectoryUpload

SaidCorrection = tuple[str, str, str, str]
"""Of what, which field, by hand, in the file."""
FIELDS: Final = {
    "name": N_("Name"),
    "description": N_("What they do there"),
    "url": N_("Web page"),
    "email": N_("E-mail"),
    "phone": N_("Telephone"),
    "address": N_("Address"),
    "qualifies": N_("Who qualifies"),
    "least_age": N_("Ages"),
    "most_age": N_("Ages"),
    "fees": N_("What it costs"),
    "papers": N_("Papers to bring"),
    "interpretation": N_("Interpreting"),
    "hours": N_("Hours"),
    "hours_words": N_("What else there is to say of the hours"),
    "languages": N_("Languages"),
    "needs": N_("Kinds of help"),
    "areas": N_("Served places"),
    "contacts": N_("Whom to ask"),
    "programme": N_("Programme"),
    "closed_for_now": N_("Closed for the time being"),
}


def said_corrections(upload: DirectoryUpload, reader: Reader) -> list[SaidCorrection]:
    """Say each as it was shown when the file was sent."""
    areas = {str(key): words for key, words in district_choices()}
    return [
        (
            each["name"],
            reader.say(FIELDS[each["field"]]),
            _said(each["field"], each["hand"], reader, areas),
            _said(each["field"], each["file"], reader, areas),
        )
        for each in upload.shown.get("corrections", [])
    ]


def _said(field: str, value: Any, reader: Reader, areas: Mapping[str, str]) -> str:  # noqa: ANN401  as it was kept
    if isinstance(value, bool):
        return reader.say(N_("Yes") if value else N_("No"))
    if isinstance(value, list):
        return "\n".join(_line(field, each, reader, areas) for each in value)
    return "" if value is None else str(value)


def _line(field: str, value: Any, reader: Reader, areas: Mapping[str, str]) -> str:  # noqa: ANN401  as it was kept
    if field == "hours":
        day = get_day_names("wide", locale=reader.language)[value[0]]
        until = "24:00" if value[2].startswith("23:59:59") else value[2][:5]
        return f"{day} {value[1][:5]}–{until}"
    if field == "contacts":
        return " ".join(part for part in value if part)
    if field == "areas":
        return areas.get(value, value)
    if field == "needs":
        return reader.label(NeedKind(value))
    return str(Locale(reader.language).languages.get(value, value))
