"""Two people of one home, each with a case: what two bodies bring to one door is seen in both."""

from __future__ import annotations

import pytest

from hopecare.domain.aid import ToldBy
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.roles import Role
from hopecare.services.note_other_help import HelpSeen, note_other_help
from tests.factories.cases import BY, a_case, a_need
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.plugins.pages import count_queries

LIST = "/cases/double-help"
TWICE = "The same help twice on one day"
WEEKLY = "every week on Tue"
HOME = "경기도 남양주시 가람로 9, 302호"

UNSEEN = "help for other households there was not compared"


@pytest.fixture
def centre(database, town_scope, visitor):
    """A centre, and a social worker of it who has signed in."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        an_area(session, covered_by=centre)
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
    visitor.sign_in(account)
    return centre


def one_of(session, centre, name, address=HOME):
    """A case of somebody who lives there."""
    return a_case(
        session, resident=a_resident(session, name=name, centre=centre, address=address),
        centre=centre,
    )  # fmt: skip


def church(session, case, who="성당 나눔회", kind=NeedKind.SIDE_DISHES):
    """Another body brings side dishes every Tuesday."""
    seen = HelpSeen(
        kind=kind,
        weekdays=("tue",),
        who=who,
        told_by=ToldBy.RESIDENT,
        told_on=TODAY,
        from_on=TODAY,
    )
    return note_other_help(session, case_id=case.id, seen=seen, by=BY, now=NOW)


def ours(session, case):
    """We bring side dishes every Tuesday."""
    return a_need(session, case=case, rhythm=NeedRhythm.WEEKLY, weekdays=("tue",))


def test_what_comes_to_both_of_a_couple_is_seen_on_both_pages_and_settled_for_both(
    database, town_scope, visitor, centre
):
    with database.writing(town_scope) as session:
        his, hers = one_of(session, centre, "노한결"), one_of(session, centre, "윤슬기")
        ours(session, his)
        church(session, hers)
    mine = visitor.get(f"/cases/{his.id}")
    need = "a need written down by us"
    assert f"{need} and 성당 나눔회 (for 윤슬기, same home)" in mine.main
    theirs = visitor.get(f"/cases/{hers.id}")
    assert f"{need} (for 노한결, same home) and 성당 나눔회" in theirs.main
    assert visitor.get(LIST).main.count(WEEKLY) == 1
    act = f"/cases/{hers.id}/double-help"
    assert WEEKLY not in visitor.follow(visitor.send(act, theirs.fields(act))).main
    assert WEEKLY not in visitor.get(f"/cases/{his.id}").main
    assert "노한결" not in visitor.get(LIST).main


def test_whoever_may_not_read_the_other_case_is_told_nothing(database, town_scope, visitor, centre):
    with database.writing(town_scope) as session:
        his = one_of(session, centre, "노한결")
        hers = one_of(session, a_centre(session, name="다른 센터"), "윤슬기")
        need, help_ = ours(session, his), church(session, hers)
        church(session, his, who="교회", kind=NeedKind.LIFT)
        a_need(session, case=his, rhythm=NeedRhythm.WEEKLY, weekdays=("tue",), kind=NeedKind.LIFT)
    page = visitor.get(f"/cases/{his.id}")
    for text in (page.html, visitor.get(LIST).html):
        assert "성당" not in text
        assert "윤슬기" not in text
    act = f"/cases/{his.id}/double-help"
    form = page.fields(act)
    form["one_id"], form["other_id"] = str(need.id), str(help_.id)
    visitor.send(act, form)
    with database.writing(town_scope) as session:
        session.merge(hers).centre_id = centre.id
    assert "성당" in visitor.get(f"/cases/{his.id}").main


def test_one_body_in_both_cases_comes_once_and_two_needs_of_ours_are_two_peoples(
    database, town_scope, visitor, centre
):
    with database.writing(town_scope) as session:
        his, hers = one_of(session, centre, "노한결"), one_of(session, centre, "윤슬기")
        for case in (his, hers):
            church(session, case, who="성당  나눔회" if case is his else "성당 나눔회")
    assert TWICE not in visitor.get(f"/cases/{his.id}").main
    with database.writing(town_scope) as session:
        church(session, hers, who="이웃 교회")
    assert "성당 나눔회" in visitor.get(f"/cases/{his.id}").main.split(TWICE)[1]


def test_a_house_of_many_rooms_is_many_homes(database, town_scope, visitor, centre):
    with database.writing(town_scope) as session:
        cases = [one_of(session, centre, f"방{number}") for number in range(5)]
        alone = one_of(session, centre, "노한결", "화도읍 마석로 99")
        ours(session, cases[0])
        church(session, cases[1])
    page = visitor.get(f"/cases/{cases[0].id}")
    assert TWICE not in page.main
    assert UNSEEN in page.main
    assert UNSEEN not in visitor.get(f"/cases/{alone.id}").main
    assert "where more live, each by itself" in visitor.get(LIST).main


def test_more_people_of_a_home_ask_no_more_questions(database, town_scope, visitor, centre):
    def counted(path):
        with count_queries(database) as asked:
            visitor.get(path)
        return asked.total

    with database.writing(town_scope) as session:
        first, second = one_of(session, centre, "노한결"), one_of(session, centre, "윤슬기")
        ours(session, first)
        church(session, second)
    page = f"/cases/{first.id}"
    before = counted(page), counted(LIST)
    with database.writing(town_scope) as session:
        for number in range(2):
            church(session, one_of(session, centre, f"가족{number}"), who=f"교회{number}")
    assert visitor.get(LIST).main.count(WEEKLY) > 3
    assert (counted(page), counted(LIST)) == before
