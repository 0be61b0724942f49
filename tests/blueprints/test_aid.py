"""What is given beside a neighbour's help, and where two bring the same on one day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.aid import AidKind, AidMistake, DoubleEnd, ToldBy
from hopecare.domain.care_path import NeedStatus
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.aid import aid_of_case
from hopecare.services.note_other_help import HelpSeen, note_other_help
from hopecare.services.record_aid import Aid, record_aid
from models import AidGiven, DoubleHelpNote, Need, OtherHelp, TimelineEntry
from tests.factories.aid import a_gift
from tests.factories.cases import BY, a_case, a_need
from tests.factories.people import a_resident, a_staff_account
from tests.factories.referrals import a_service
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.plugins.pages import count_queries, filled

DAY = timedelta(days=1)


@pytest.fixture
def case(database, town_scope, visitor):
    """A case with one weekly need, and a social worker who has signed in."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        resident = a_resident(session, name="김다래", centre=centre, area=area)
        case = a_case(session, resident=resident, centre=centre)
        a_need(session, case=case, rhythm=NeedRhythm.WEEKLY, weekdays=("tue", "thu"))
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
    visitor.sign_in(account)
    return case


def the(database, scope, kind):
    with database.reading(scope) as session:
        return session.scalars(select(kind)).one()


def seen(session, case, *days, who="성당 나눔회", kind=NeedKind.SIDE_DISHES, **said):
    known = {"told_by": ToldBy.RESIDENT, "told_on": TODAY, "from_on": TODAY, **said}
    help_ = HelpSeen(kind=kind, weekdays=days, who=who, **known)
    return note_other_help(session, case_id=case.id, seen=help_, by=BY, now=NOW)


def test_a_need_is_met_by_what_a_group_brought(database, town_scope, visitor, case):
    need = the(database, town_scope, Need)
    values = {
        "kind": "group", "what": "김장 봉사", "source": "새마을부녀회", "value": "0",
        "need_id": need.id, "meets_need": "yes",
    }  # fmt: skip
    page = visitor.follow(visitor.post(f"/cases/{case.id}/aid", values))
    assert "새마을부녀회" in page.main
    assert "A volunteer group's help" in page.main
    assert the(database, town_scope, AidGiven).kind is AidKind.GROUP
    assert the(database, town_scope, Need).status is NeedStatus.MET


def test_sums_by_source_lead_to_their_very_rows(database, town_scope, visitor, case):
    with database.writing(town_scope) as session:
        body = a_service(session).organisation_id
        rows = [
            Aid(given_on=TODAY, what="쌀", source="센터", value_minor=30_000),
            Aid(given_on=TODAY - DAY, what="말린 김", source=" 센터 ", value_minor=2_000),
            Aid(given_on=TODAY, what="연탄", organisation_id=body, value_minor=90_000),
        ]
        for aid in rows:
            record_aid(session, case_id=case.id, aid=aid, by=BY, now=NOW)
    page = visitor.get(f"/cases/{case.id}")
    links = [link for link in page.links if "/given#source-" in link]
    assert len(links) == 2
    sums = visitor.get(f"/cases/{case.id}/given")
    parts = {part.attrib["id"]: part for part in sums.find_all("section") if "id" in part.attrib}
    told = {name: " ".join("".join(part.itertext()).split()) for name, part in parts.items()}
    assert "90,000" in told["source-1"]
    assert "연탄" in told["source-1"]
    assert "32,000" in told["source-2"]
    assert all(what in told["source-2"] for what in ("쌀", "말린 김"))
    assert all(link.rpartition("#")[2] in parts for link in links)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"given_on": "2026-11-24"}, "given_on"),
        ({"given_on": "1900-01-01"}, "given_on"),
        ({"given_on": "2025-11-21"}, "given_on"),
        ({"value": "-1"}, "value"),
        ({"value": "9" * 12}, "value"),
        ({"value": "12 USD"}, "value"),
        ({"value": "₿1"}, "value"),
        ({"source": ""}, "source"),
        ({"meets_need": "yes"}, "need_id"),
        ({"need_id": "018f0000-0000-7000-8000-000000000000"}, "need_id"),
        ({"organisation_id": "018f0000-0000-7000-8000-000000000000"}, "organisation_id"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    database, town_scope, visitor, case, wrong, field
):
    values = {"what": "쌀", "source": "센터", "value": "1000", **wrong}
    path = f"/cases/{case.id}/aid"
    page = visitor.post(path, values, status=422)
    assert field in page.errors
    with database.reading(town_scope) as session:
        assert session.scalars(select(AidGiven)).all() == []


def test_a_mistake_is_taken_back_once_and_counts_nowhere(database, town_scope, visitor, case):
    with database.writing(town_scope) as session:
        wrong, right = a_gift(session, case, what="이불"), a_gift(session, case, what="쌀")
    assert "1 more" in visitor.get("/aid").main
    act = f"/aid/{wrong.id}/take-back"
    form = visitor.get(f"/cases/{case.id}/given").fields(act)
    after = visitor.follow(visitor.send(act, filled(form, {"mistake": "other_home"})))
    assert "It went to another home" in after.main
    visitor.send(act, filled(form, {"mistake": "not_given", "op": "second"}))
    with database.reading(town_scope) as session:
        kept = session.get_one(AidGiven, wrong.id)
        assert kept.taken_back_for is AidMistake.OTHER_HOME
        assert kept.taken_back_by_id is not None
        told = session.scalars(
            select(TimelineEntry).where(TimelineEntry.kind == EntryKind.AID_TAKEN_BACK)
        ).one()
        assert told.subject_id == wrong.id
        assert [each.id for each in aid_of_case(session, case.id)] == [right.id]
    page = visitor.get(f"/cases/{case.id}")
    assert "60,000" not in page.main
    assert "written down by mistake: It went to another home" in page.main
    listed = visitor.get("/aid").main
    assert "이불" not in listed
    assert "more" not in listed


def test_what_was_written_wrong_leads_to_writing_it_anew(database, town_scope, visitor, case):
    with database.writing(town_scope) as session:
        wrong = a_gift(session, case, value_minor=3_000_000)
    act = f"/aid/{wrong.id}/take-back"
    form = visitor.get(f"/cases/{case.id}/given").fields(act)
    answer = visitor.send(act, filled(form, {"mistake": "written_wrong"}))
    assert answer.answer.headers["Location"].endswith(f"/cases/{case.id}/aid")


def test_aid_of_another_centre_is_not_taken_back(database, town_scope, visitor, case):
    with database.writing(town_scope) as session:
        elsewhere = a_case(session, centre=a_centre(session, name="다른 센터"))
        theirs, ours = a_gift(session, elsewhere), a_gift(session, case)
    form = visitor.get(f"/cases/{case.id}/given").fields(f"/aid/{ours.id}/take-back")
    visitor.send(f"/aid/{theirs.id}/take-back", form, status=403)
    with database.reading(town_scope) as session:
        assert session.get_one(AidGiven, theirs.id).taken_back_at is None


def test_aid_for_a_need_of_another_case_is_refused(database, town_scope, case):
    with database.writing(town_scope) as session:
        elsewhere = a_need(session)
        aid = Aid(given_on=TODAY, what="쌀", source="센터", need_id=elsewhere.id, meets_need=True)
        with pytest.raises(InvalidInputError):
            record_aid(session, case_id=case.id, aid=aid, by=BY, now=NOW)
        assert elsewhere.status is NeedStatus.OPEN


def test_another_bodys_help_on_the_same_day_is_seen_and_settled(
    database, town_scope, visitor, case
):
    path = f"/cases/{case.id}/other-help"
    values = {"who": "성당 나눔회", "kind": "side_dishes", "weekdays": ["tue", "sat"],
              "told_by": "resident"}  # fmt: skip
    page = visitor.follow(visitor.post(path, values))
    assert "성당 나눔회" in page.main
    assert "The same help twice on one day" in page.main
    assert "every week on Tue: a need written down by us and 성당 나눔회" in page.main
    overview = visitor.get("/cases/double-help")
    assert "김다래" in overview.main
    help_, need = the(database, town_scope, OtherHelp), the(database, town_scope, Need)
    wanted = {"one_id": str(need.id), "other_id": str(help_.id), "settled_as": "wanted"}
    act = f"/cases/{case.id}/double-help"
    settle = page.fields(act)
    assert {name: settle[name] for name in wanted} == wanted
    after = visitor.follow(visitor.send(act, settle))
    assert "every week on Tue" not in after.main
    assert the(database, town_scope, DoubleHelpNote).settled_as is DoubleEnd.WANTED
    assert "김다래" not in visitor.get("/cases/double-help").main
    again = visitor.follow(visitor.send(act, filled(settle, {"op": "second"})))
    assert the(database, town_scope, DoubleHelpNote)
    assert again.status == 200


def test_help_that_has_ended_comes_twice_no_more(database, town_scope, visitor, case):
    with database.writing(town_scope) as session:
        seen(session, case, "tue")
    page = visitor.get(f"/cases/{case.id}")
    assert "every week on Tue" in page.main
    help_ = the(database, town_scope, OtherHelp)
    after = visitor.follow(visitor.post(f"/other-helps/{help_.id}/end", on=f"/cases/{case.id}"))
    assert "every week on Tue" not in after.main
    assert "성당 나눔회" not in after.main.split("Timeline")[0]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"told_on": "2026-11-24"}, "told_on"),
        ({"until_on": "2026-11-01"}, "until_on"),
        ({"weekdays": []}, "weekdays"),
        ({"who": ""}, "who"),
    ],
)
def test_help_of_others_that_cannot_be_is_refused(visitor, case, wrong, field):
    values = {"who": "성당", "kind": "side_dishes", "weekdays": ["tue"], "told_by": "seen", **wrong}
    page = visitor.post(f"/cases/{case.id}/other-help", values, status=422)
    assert field in page.errors


def test_a_centre_does_not_see_what_comes_twice_in_another(database, town_scope, visitor, case):
    with database.writing(town_scope) as session:
        elsewhere = a_need(session, rhythm=NeedRhythm.WEEKLY, weekdays=("tue",))
        other_case = session.get_one(type(case), elsewhere.case_id)
        seen(session, other_case, "tue", who="다른 동네")
    assert "다른 동네" not in visitor.get("/cases/double-help").text


def test_the_list_asks_the_same_number_of_questions_for_many_cases(
    database, town_scope, visitor, case
):
    def counted():
        with count_queries(database) as asked:
            visitor.get("/cases/double-help")
        return asked.total

    with database.writing(town_scope) as session:
        seen(session, case, "tue")
    once = counted()
    with database.writing(town_scope) as session:
        centre = session.get_one(type(case), case.id).centre_id
        for _ in range(4):
            need = a_need(session, rhythm=NeedRhythm.WEEKLY, weekdays=("tue",))
            more = session.get_one(type(case), need.case_id)
            more.centre_id = centre
            seen(session, more, "tue")
    assert counted() == once
