"""A town whose own channel profile is missing or has a mistake goes on, and it is said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from hopecare.channel_profiles import look_in
from hopecare.database import AllTowns
from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import SlotStatus
from models import Town
from tests.channel_profiles.test_reading import SHIPPED
from tests.jobs.test_help_called_again import press

BROKEN = SHIPPED.replace('charset = "euc_kr"', 'charset = "latin_9"')


@pytest.fixture(params=["missing", "broken"])
def unprofiled(request, town, tmp_path):
    """The small town with a profile of its own that is not to be had."""
    folder = tmp_path / "channel_profiles"
    folder.mkdir()
    (folder / "broken.toml").write_text(BROKEN, "utf-8")
    look_in(tmp_path)
    with town.database.writing(AllTowns()) as session:
        session.execute(update(Town).values(channel_profile=request.param))
    yield town
    look_in(tmp_path / "nowhere")


def test_people_are_asked_and_a_call_for_help_reaches_whoever_is_on_duty(unprofiled, caplog):
    town = unprofiled
    town.work(timedelta(minutes=10))
    assert town.slot_status is SlotStatus.WAITING

    press(town, "2", call="CA1")
    town.work()

    assert [alert.kind for alert in town.alerts] == [AlertKind.HELP_ASKED]
    assert CallTaskKind.HELP_ASKED in {task.kind for task in town.call_tasks}
    (told,) = town.texts_to(town.coordinator_id)
    assert told.startswith("[희망케어] ")
    said = [each for each in caplog.records if each.message == "channel profile not to be had"]
    assert [each.levelname for each in said] == ["ERROR"], "once a process"
