"""The examples in docs/lists.md are lists that HopeCare really takes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from hopecare.reading.area_words import AreaWords, KnownArea
from hopecare.reading.people_columns import RESIDENT_COLUMNS, VOLUNTEER_COLUMNS
from hopecare.reading.people_rows import (
    Ground,
    ResidentRow,
    VolunteerRow,
    read_residents,
    read_volunteers,
)
from hopecare.reading.tables import read_table

PAGE = Path(__file__).parents[2] / "docs" / "lists.md"
AREAS = AreaWords.of([KnownArea(area_id=UUID(int=1), code="1", names=("진접읍", "Jinjeop-eup"))])
GROUND = Ground(today=date(2026, 11, 23), country="KR", areas=AREAS, allow_invented=True)
RESIDENTS, VOLUNTEERS = re.findall(r"```csv\n(.*?)```", PAGE.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize(
    ("example", "columns", "read", "kind"),
    [
        pytest.param(RESIDENTS, RESIDENT_COLUMNS, read_residents, ResidentRow, id="residents"),
        pytest.param(VOLUNTEERS, VOLUNTEER_COLUMNS, read_volunteers, VolunteerRow, id="volunteers"),
    ],
)
def test_the_example_is_taken_whole(example, columns, read, kind):
    table = read_table(example.encode(), columns)
    rows = list(read(table, GROUND))
    assert rows
    assert all(isinstance(row, kind) for row in rows), rows
    assert table.ignored == ()
