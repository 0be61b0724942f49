"""That emergency services were called ends an alert or a check-in only with who rang, and when."""

from __future__ import annotations

import pytest
from sqlalchemy import LargeBinary, select, type_coerce

from hopecare.domain.alerts import AlertEnd
from hopecare.domain.care_path import AlertStatus, SlotStatus
from hopecare.errors import InvalidInputError
from hopecare.services.end_alert import end_alert
from hopecare.services.end_check_in import end_check_in
from models import Alert, CheckInSlot
from tests.blueprints import test_alerts
from tests.factories.cases import BY
from tests.factories.towns import NOW

silent = test_alerts.silent
WORDS = "09:10 딸이 119에 전화, 09:25 구급차가 병원으로 옮긴다고 함"
CALLED = {"ended_by": "emergency_services"}


def statuses(database, town_scope, silent):
    with database.reading(town_scope) as session:
        alert = session.get_one(Alert, silent.id)
        return alert.status, session.get_one(CheckInSlot, silent.slot_id).status


@pytest.mark.parametrize("note", [{}, {"note": "  "}], ids=["none", "blank"])
@pytest.mark.parametrize("where", ["alert", "check_in"])
def test_without_words_it_stays_open(database, town_scope, staff, silent, where, note):
    before = statuses(database, town_scope, silent)
    path, button = doors(silent)[where]
    page = staff.post(f"{path}/{button}", CALLED | note, on=path, status=422)
    assert "who rang, when" in page.errors["note"]
    assert statuses(database, town_scope, silent) == before


def doors(silent):
    return {
        "alert": (f"/alerts/{silent.id}", "end"),
        "check_in": (f"/check-ins/{silent.slot_id}", "clear"),
    }


@pytest.mark.parametrize("where", ["alert", "check_in"])
def test_with_words_it_ends_and_they_stand_where_it_is_read(
    database, town_scope, staff, silent, where
):
    path, button = doors(silent)[where]
    staff.post(f"{path}/{button}", CALLED | {"note": WORDS}, on=path)
    ended = (AlertStatus.RESOLVED, SlotStatus.KNOWN)
    assert statuses(database, town_scope, silent) == ended
    assert WORDS in staff.get(path).main
    assert WORDS in staff.get(doors(silent)["alert"][0]).main
    assert staff.get(f"/residents/{silent.person_id}").main.count(WORDS) == 1
    with database.reading(town_scope) as session:
        kept = session.execute(select(type_coerce(CheckInSlot.note, LargeBinary))).scalar_one()
        assert kept is None or WORDS.encode() not in kept


@pytest.mark.parametrize(
    ("how", "said"),
    [("in_hospital", "In hospital"), ("has_died", "Has died"), ("all_clear", "Known to be safe")],
)
def test_a_check_in_says_what_became_of_them(staff, silent, how, said):
    path, button = doors(silent)["check_in"]
    staff.post(f"{path}/{button}", {"ended_by": how}, on=path)
    note = staff.get(path).main.split("Reach", 1)[0]
    assert said in note
    assert ("Known to be safe since" in note) is (how == "all_clear")


def test_the_verbs_themselves_refuse_it(database, town_scope, silent, by_anybody):
    said = {"ended_by": AlertEnd.EMERGENCY_SERVICES, "note": None, "by": by_anybody, "now": NOW}
    with database.writing(town_scope) as session:
        slot = session.get_one(CheckInSlot, silent.slot_id)
        for refused in (
            lambda: end_alert(session, alert_id=silent.id, **said),
            lambda: end_check_in(session, slot=slot, **said),
        ):
            with pytest.raises(InvalidInputError):
                refused()


@pytest.fixture
def by_anybody():
    return BY
