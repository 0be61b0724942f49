"""The lists of a case team by the API: the pages' rows by codes, each by the page's permission."""

from __future__ import annotations

from datetime import datetime

import pytest

from hopecare.domain.packets import OverrideReason
from models import Case, SharingOverride
from tests.blueprints.api_doors import a_door
from tests.factories.towns import NOW

WORDS = "가스가 새어 곧바로 알렸습니다"


@pytest.fixture
def door(app, database, town_scope):
    made = a_door(app, database, town_scope)
    ids = made.made.ids
    with database.writing(town_scope) as session:
        case = session.get_one(Case, ids["case_id"])
        session.add(
            SharingOverride(
                town_id=case.town_id, case_id=case.id, person_id=case.resident_id,
                service_id=ids["service_id"], reason=next(iter(OverrideReason)), words=WORDS,
                made_at=NOW, made_by_id=None,
            )
        )  # fmt: skip
    return made


def test_each_list_holds_what_its_page_holds_and_no_words(door):
    ids = {name: str(value) for name, value in door.made.ids.items()}
    shared = door.read("/overrides")
    assert [each["case_id"] for each in shared.json["overrides"]] == [ids["case_id"]]
    assert WORDS not in shared.text
    packs = door.read("/packs").json["packs"]
    assert [each["id"] for each in packs] == [ids["pack_id"]]
    gaps = door.read("/gaps").json["gaps"]
    assert ids["person_id"] in {each["person_id"] for each in gaps}
    assert all(each["is_gap"] and each["since"] for each in gaps)
    unwritten = door.read("/gaps?unwritten=true").json["gaps"]
    assert {each["reason"] for each in unwritten} <= {None}


def test_a_desk_says_what_is_due_next_and_where(door):
    found = door.read("/desk?whose=centre").json["desk"]
    assert found
    crises = [each for each in found if each["kind"] == "crisis"]
    assert str(door.made.ids["crisis_id"]) in {each["row_id"] for each in crises}
    assert all(datetime.fromisoformat(each["due_at"]) for each in crises)
    assert found.index(crises[0]) == 0
    one = door.read("/desk?whose=centre&limit=1").json
    after = door.read(f"/desk?whose=centre&limit=1&after={one['next']}").json
    assert one["desk"] == found[:1]
    assert after["desk"] == found[1:2]


@pytest.mark.parametrize("path", ["overrides", "packs", "gaps", "desk?whose=centre"])
def test_another_centre_reads_none_of_it(door, path):
    listed = door.read(f"/{path}", who="elsewhere").json
    assert listed[path.partition("?")[0]] == []
