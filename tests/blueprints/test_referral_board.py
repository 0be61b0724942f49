"""The board of referrals: a column for each state, and numbers that lead to exactly their rows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome, RefusalReason
from hopecare.domain.referral_board import COLUMNS, OFF_THE_BOARD, OVER
from hopecare.domain.roles import Role
from hopecare.domain.states import ReferralStatus
from hopecare.services.answer_referral import answer_referral
from models import AccessLogEntry
from tests.factories.cases import BY, a_case
from tests.factories.people import a_resident, a_staff_account
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.plugins.pages import count_queries, said_by

A_DAY = timedelta(days=1)


@pytest.fixture
def town(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session, name="동부")
        area = an_area(session, covered_by=centre)
        worker = a_staff_account(
            session, roles=(Role.SOCIAL_WORKER,), centre=centre, full_name="이돌봄"
        )
    return centre, area, worker


@pytest.fixture
def sent(database, town_scope, town):
    """Refer somebody of this name to an office of their own."""

    def make(name, *, owner=None, then=lambda _session, _referral: None):
        with database.writing(town_scope) as session:
            centre, area, _ = town
            resident = a_resident(session, name=name, centre=centre, area=area)
            case = a_case(session, resident=resident, centre=centre)
            case.owner_id = owner.person_id if owner else None
            referral = a_referral(session, case=case, service=a_service(session))
            then(session, referral)
            return referral

    return make


def _refused(session, referral):
    answer_referral(
        session, referral_id=referral.id, refusal=RefusalReason.CATEGORY, door=AnswerDoor.DESK,
        answered_on=TODAY, words=None, by=BY, now=NOW,
    )  # fmt: skip


def _late(_session, referral):
    referral.answer_due_on = TODAY - 2 * A_DAY


def _done(on):
    def then(_session, referral):
        referral.outcome, referral.outcome_on = ReferralOutcome.GRANTED, on
        referral.status = ReferralStatus.DONE

    return then


def _columns(page):
    """Each column: its number, where it leads, and its cards."""
    found = {}
    for section in page.find_all("section", class_="people"):
        link = next(each for each in section.iter("a") if "see-all" in each.get("class", ""))
        number = next(
            each for each in link.iter("span") if "people-number" in each.get("class", "")
        )
        cards = [
            said_by(each) for each in section.iter("a") if "person-line" in each.get("class", "")
        ]
        name = section.attrib["aria-labelledby"].removeprefix("state-")
        found[name] = (int(said_by(number)), link.attrib["href"], cards)
    return found


def _rows(page):
    body = page.find("tbody")
    return 0 if body is None else len(body.findall("tr"))


def test_every_state_that_somebody_looks_at_has_a_column_by_itself():
    assert set(COLUMNS) == set(ReferralStatus) - OFF_THE_BOARD
    assert COLUMNS[-1] in OVER


def test_every_number_leads_to_exactly_the_referrals_it_counts(visitor, town, sent):
    sent("하나")
    sent("늦음", then=_late)
    sent("거절", then=_refused)
    sent("이달", then=_done(TODAY))
    sent("지난달", then=_done(TODAY.replace(day=1) - A_DAY))
    columns = _columns(visitor.sign_in(town[2]).get("/referrals/board"))
    assert {name: number for name, (number, *_) in columns.items() if number} == {
        "sent": 2, "refused": 1, "done": 1,
    }  # fmt: skip
    for number, href, _cards in columns.values():
        assert _rows(visitor.get(href)) == number, href


def _taken_on(session, referral):
    answer_referral(
        session, referral_id=referral.id, refusal=None, door=AnswerDoor.DESK,
        answered_on=TODAY, words=None, by=BY, now=NOW,
    )  # fmt: skip


def test_an_outcome_that_is_late_is_on_board_desk_list_and_case(visitor, town, sent):
    worker = town[2]

    def late(session, referral):
        _taken_on(session, referral)
        _late(session, referral)

    referral = sent("결과", owner=worker, then=late)
    sent("이른", owner=worker, then=_taken_on)
    visitor.sign_in(worker)
    first, second = _columns(visitor.get("/referrals/board"))["accepted"][2]
    assert "outcome was due 2 days ago" in first
    assert "outcome due in 30 days" in second
    late_ones = visitor.get("/referrals?which=late").main
    assert "결과" in late_ones
    assert "이른" not in late_ones
    desk = visitor.get("/desk?due=overdue&kind=referral").main
    assert "An office owes an answer: Taken on by the agency" in desk
    assert "이른" not in desk
    page = visitor.get(f"/referrals/{referral.id}").main
    assert "The outcome is late." in page
    assert "Outcome due" in page


def test_the_day_on_which_an_office_decides_is_asked_with_its_yes(visitor, town, sent):
    referral = sent("하나", owner=town[2])
    at = f"/referrals/{referral.id}/answer"
    form = visitor.sign_in(town[2]).get(at).fields()
    form["answer"], form["due_on"] = "accepted", (TODAY + 9 * A_DAY).isoformat()
    form["answered_on"] = TODAY.isoformat()
    visitor.send(at, form, status=303)
    assert "outcome due in 9 days" in _columns(visitor.get("/referrals/board"))["accepted"][2][0]
    form = visitor.get(at).fields()
    form["answer"], form["refusal"] = "refused", "category"
    form["answered_on"] = TODAY.isoformat()
    form["due_on"] = (TODAY + 9 * A_DAY).isoformat()
    assert set(visitor.send(at, form, status=422).errors) == {"due_on"}
    form["answer"], form["due_on"] = "looking", (TODAY - 9 * A_DAY).isoformat()
    assert set(visitor.send(at, form, status=422).errors) == {"due_on"}


def test_what_is_late_stands_first_and_says_since_when_and_whose_it_is(visitor, town, sent):
    sent("하나")
    sent("늦음", owner=town[2], then=_late)
    first, second = _columns(visitor.sign_in(town[2]).get("/referrals/board"))["sent"][2]
    assert "늦음" in first
    assert "answer was due 2 days ago" in first
    assert "이돌봄" in first
    assert "Nobody yet" in second


def test_it_is_narrowed_by_who_steers_and_by_the_office(visitor, town, sent):
    sent("하나", owner=town[2])
    sent("둘")
    visitor.sign_in(town[2])
    mine = _columns(visitor.get(f"/referrals/board?owner_id={town[2].person_id}"))["sent"]
    assert mine[0] == 1
    assert "하나" in mine[2][0]
    assert _rows(visitor.get(mine[1])) == 1
    nowhere = visitor.get(f"/referrals/board?organisation_id={town[2].person_id}")
    assert {number for number, *_ in _columns(nowhere).values()} == {0}


def test_another_centres_referrals_are_not_on_it(database, town_scope, visitor, sent):
    sent("하나")
    with database.writing(town_scope) as session:
        other = a_staff_account(session, centre=a_centre(session, name="서부"))
    assert "하나" not in visitor.sign_in(other).get("/referrals/board").main


def test_who_stands_on_it_is_in_the_access_log(database, town_scope, visitor, town, sent):
    referral = sent("하나")
    visitor.sign_in(town[2]).get("/referrals/board")
    with database.reading(town_scope) as session:
        entry = session.query(AccessLogEntry).filter_by(purpose="referral.read").one()
    assert entry.person_ids == [str(referral.person_id)]


def test_more_referrals_ask_the_database_no_more_often(database, visitor, town, sent):
    sent("하나", owner=town[2])
    visitor.sign_in(town[2])
    with count_queries(database) as before:
        visitor.get("/referrals/board")
    for name in ("둘", "셋"):
        sent(name, owner=town[2])
    with count_queries(database) as after:
        visitor.get("/referrals/board")
    assert after.total == before.total


@pytest.mark.parametrize("query", ["owner_id=x", "organisation_id=%00", "centre_id=1"])
def test_an_address_that_makes_no_sense_shows_the_whole_board(visitor, town, sent, query):
    sent("하나")
    columns = _columns(visitor.sign_in(town[2]).get(f"/referrals/board?{query}"))
    assert columns["sent"][0] == 1
