"""A change of network moved check-ins to another way: staff hear of it, all of them in one card."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.channels import Channel
from hopecare.domain.check_ins import AskingWay
from hopecare.services.change_network import change_network
from hopecare.services.choose_way import choose_way
from models import CheckInPlan, Town
from tests.factories.cases import BY
from tests.factories.desk import a_plan
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town
from tests.plugins.pages import count_queries, said_by

TITLE = {"en": "Asked another way since the network changed", "ko": "통신망이 바뀌어"}
MOVED = "/check-ins/moved"


@pytest.fixture
def centre(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session, channel_profile="two-way")
        return a_centre(session)


@pytest.fixture
def moved(database, town_scope, centre):
    """Two who were asked by text, where the town's new network brings no text back."""
    with database.writing(town_scope) as session:
        plans = []
        for name in ("김다래", "박여울"):
            resident = a_resident(session, name=name, centre=centre)
            plans.append(a_plan(session, resident, channel=Channel.SMS))
        a_plan(session, a_resident(session, name="나그대", centre=centre), channel=Channel.VOICE)
    changes(database, town_scope, "kr-twilio")
    return plans


def changes(database, town_scope, profile):
    with database.writing(town_scope) as session:
        slug = session.scalars(select(Town.slug)).one()
        change_network(session, slug=slug, channel_profile=profile, by=BY, now=NOW)


@pytest.mark.both_databases
@pytest.mark.parametrize("language", ["en", "ko"])
def test_staff_see_on_today_whom_to_tell_in_one_card(staff, moved, language):
    today = staff.read_in(language).get("/today")
    cards = [
        each for each in today.find_all("section", class_="people")
        if each.attrib["aria-labelledby"] == "moved-plans"
    ]  # fmt: skip
    assert len(cards) == 1
    assert TITLE[language] in said_by(cards[0])
    listed = staff.get(MOVED)
    for name in ("김다래", "박여울"):
        assert name in listed.main
    assert "나그대" not in listed.main
    for plan in moved:
        assert f"/residents/{plan.person_id}/check-ins" in today.links


def test_whoever_agreed_on_a_way_anew_and_whoever_was_told_long_ago_stands_there_no_more(
    database, town_scope, staff, moved
):
    with database.writing(town_scope) as session:
        plan = session.get_one(CheckInPlan, moved[0].id)
        choose_way(session, plan=plan, way=AskingWay.VOICE, by=BY, now=NOW)
    listed = staff.get(MOVED).main
    assert "김다래" not in listed
    assert "박여울" in listed
    with database.writing(town_scope) as session:
        plan = session.get_one(CheckInPlan, moved[1].id)
        plan.moved_over_at = NOW - timedelta(days=14)
    assert "박여울" not in staff.get(MOVED).main
    # Nobody says that they are asked as was agreed on: after two weeks nobody looks at it any more.
    assert "Nobody waits here to be told of another way." in staff.get("/today").main


@pytest.mark.parametrize(
    ("language", "promised"),
    [
        ("en", ("no answer reaches us any more", "agreed on with them anew")),
        ("ko", ("이제 대답이 오지 않습니다", "그분과 방법을 다시 정하면")),
    ],
)
def test_both_languages_promise_the_same(staff, moved, language, promised):
    said = staff.read_in(language).get(MOVED).main
    for each in promised:
        assert each in said


def test_a_network_that_brings_every_answer_back_moves_nobody(database, town_scope, staff, centre):
    with database.writing(town_scope) as session:
        a_plan(session, a_resident(session, name="김다래", centre=centre), channel=Channel.SMS)
    changes(database, town_scope, "one-way-links")
    assert "김다래" not in staff.get(MOVED).main


def test_only_of_ones_own_centre(database, town_scope, visitor, moved):
    with database.writing(town_scope) as session:
        elsewhere = a_staff_account(session, centre=a_centre(session, name="서부"))
    assert "김다래" not in visitor.sign_in(elsewhere).get(MOVED).main


def test_the_list_asks_no_more_for_ten_than_for_two(database, town_scope, staff, centre, moved):
    def asked():
        with count_queries(database) as counted:
            staff.get(MOVED)
        return counted.total

    asked()
    for_two = asked()
    with database.writing(town_scope) as session:
        for number in range(8):
            resident = a_resident(session, name=f"이{number}", centre=centre)
            a_plan(session, resident).moved_over_at = NOW
    assert asked() == for_two
