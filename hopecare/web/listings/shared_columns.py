"""The columns that several lists show the same way: of a need, its case, and where they live."""

from __future__ import annotations

from typing import Final

from flask import url_for

from hopecare.language import N_
from hopecare.queries.places import area_name
from hopecare.web.listing import Column
from hopecare.web.tones import tone_of

HELP: Final = Column(
    "kind",
    N_("Kind of help"),
    lambda row, reader: reader.label(row.Need.kind),
    link=lambda row: url_for("casework.ask", need_id=row.Need.id),
)
URGENCY: Final = Column(
    "urgency",
    N_("Urgency"),
    lambda row, reader: reader.label(row.Case.urgency),
    tone=lambda row: tone_of(row.Case.urgency),
)
RESIDENT_OF_CASE: Final = Column(
    "resident",
    N_("Resident"),
    lambda row, _reader: row.Person.full_name,
    link=lambda row: url_for("casework.case", case_id=row.Case.id),
)
DISTRICT: Final = Column(
    "district",
    N_("District"),
    lambda row, reader: area_name(row.Area, language=reader.language),
)
NEEDED_SINCE: Final = Column(
    "since", N_("Waits since"), lambda row, reader: reader.day(row.Need.created_at)
)
