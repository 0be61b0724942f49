"""A demonstration town with two districts, and a way to run commands in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from hopecare.clock import SetClock
from hopecare.commands.edge import Edge
from hopecare.database import AllTowns
from models import Area, Centre, CentreCoverage, Town

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def town(database, town_scope):
    """An invented town of Korea with two districts, one of them covered by a centre."""
    town_id = town_scope.town_id
    with database.writing(AllTowns()) as session:
        town = Town(
            id=town_id,
            slug="namyangju",
            name="남양주",
            name_en="Namyangju",
            country="KR",
            language="ko",
            zone="Asia/Seoul",
            currency="KRW",
            channel_profile="kr-twilio",
            office_phone="+82310000000",
            is_demonstration=True,
            created_at=NOW,
        )
        session.add(town)
        session.flush()
        jinjeop = Area(
            town_id=town_id,
            code="4136025300",
            kind="district",
            name="진접읍",
            name_en="Jinjeop-eup",
        )
        hwado = Area(
            town_id=town_id, code="4136025600", kind="district", name="화도읍", name_en="Hwado-eup"
        )
        north = Centre(
            town_id=town_id, code="north", name="북부", name_en="North", phone="+82310000001"
        )
        session.add_all([jinjeop, hwado, north])
        session.flush()
        session.add(
            CentreCoverage(
                town_id=town_id, centre_id=north.id, area_id=jinjeop.id, from_on=NOW.date()
            )
        )
    return town


@pytest.fixture
def run(database, town):
    """Run a command of a group and give its result."""
    edge = Edge(database=database, clock=SetClock(NOW))

    def run(group, *words, code=0):
        result = CliRunner().invoke(group, [str(word) for word in words], obj=edge)
        assert result.exit_code == code, (result.output, result.exception)
        return result

    return run
