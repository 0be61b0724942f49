"""The way back from an office's press leads to a page that is true, without any script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.receiver_links import GRANTED_FOR, ReceiverAct
from hopecare.services.make_receiver_link import make_receiver_link
from hopecare.services.withdraw_consent import withdraw_consent
from models import AccessLogEntry, Person, ReceiverLink, ReceiverOpening, Referral
from tests.factories.cases import BY, a_case
from tests.factories.people import a_resident
from tests.factories.referrals import a_referral, a_service, an_organisation
from tests.factories.towns import NOW, a_centre, a_town
from tests.plugins.pages import Visitor, count_queries

pytestmark = pytest.mark.both_databases

NAME = "김다래"
PHONE, ROBOT = "Mozilla/5.0 (Linux; U; Android 4.1; ko-kr)", "kakaotalk-scrap/1.0"


class Office:
    """An office with one telephone; it holds the link of one referral, or of a list."""

    def __init__(self, visitor, database, scope, *, for_all=False):
        self.visitor, self.database, self.scope = visitor, database, scope
        with database.writing(scope) as session:
            a_town(session)
            self.resident = a_resident(session, centre=a_centre(session))
            case = a_case(session, resident=self.resident)
            service = a_service(session, organisation=an_organisation(session))
            self.referral = a_referral(session, case=case, service=service)
            link = make_receiver_link(
                session, referral_id=self.referral.id, for_all=for_all, by=BY, now=NOW
            )
        self.at = f"/o/{link.token}" + (f"/{self.referral.code}" if for_all else "")
        self.cover = visitor.get(self.at)

    def press(self, **fields):
        """The address that a press leads to."""
        answer = self.visitor.send(self.at, fields).answer
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        return answer.headers["Location"]

    def row(self):
        with self.database.reading(self.scope) as session:
            return session.get_one(Referral, self.referral.id)

    def rows(self, kind):
        with self.database.reading(self.scope) as session:
            return list(session.scalars(select(kind).order_by(kind.id)))

    def acts(self):
        return [each.act.value for each in self.rows(ReceiverOpening)]


@pytest.fixture(params=[False, True], ids=["one", "list"])
def office(visitor, database, town_scope, request):
    return Office(visitor, database, town_scope, for_all=request.param)


def test_the_way_back_from_an_answer_shows_it_as_it_stands_now(office, visitor):
    opened = office.press(act="read")
    assert opened.startswith(f"{office.at}?")
    before = visitor.get(opened)
    assert NAME in before.main
    assert 'value="unanswered"' in before.html
    answered = office.press(act="accepted", stood="unanswered")
    assert "We know that you have taken it on" in visitor.get(answered).main
    back = visitor.get(opened)
    assert "What you told us We take it on" in back.main
    assert 'value="unanswered"' not in back.html
    assert back.answer.headers["Cache-Control"] == "no-store"
    # What is sent from a page that a browser kept all the same changes nothing, and says so.
    again = visitor.get(office.press(act="accepted", stood="unanswered"))
    assert "This was answered before. Nothing was changed." in again.main
    assert office.row().status is ReferralStatus.ACCEPTED


def test_the_way_back_from_a_no_or_an_outcome_shows_nobody(office, visitor):
    opened = office.press(act="read")
    office.press(refusal="obligor", stood="unanswered")
    back = visitor.get(opened)
    assert "What you told us We cannot take it on" in back.main
    assert NAME not in back.text


def test_every_page_that_shows_somebody_is_written_down_once(office, visitor):
    opened = office.press(act="read")
    assert office.acts() == ["opened"]
    assert office.row().status is ReferralStatus.SEEN
    for _ in range(2):
        visitor.get(opened)
    assert office.acts() == ["opened", "read", "read"]
    assert [each.person_ids for each in office.rows(AccessLogEntry)] == [
        [str(office.resident.id)]
    ] * 2
    visitor.get(office.press(refusal="obligor", stood="unanswered"))
    assert office.acts()[-2:] == ["refused", "opened"]
    assert len(office.rows(AccessLogEntry)) == 2


def test_after_a_short_time_the_same_address_is_the_cover_again(office, visitor):
    opened = office.press(act="read")
    visitor.clock.at += GRANTED_FOR
    late = visitor.get(opened)
    assert "This page says nothing about the person yet." in late.main
    assert NAME not in late.text
    assert office.acts()[-1] == "opened"


def test_a_robot_with_the_address_of_an_opened_page_sees_the_cover(office, app):
    phone, robot = Visitor(app), Visitor(app)
    phone.client.environ_base["HTTP_USER_AGENT"] = PHONE
    robot.client.environ_base["HTTP_USER_AGENT"] = ROBOT
    opened = phone.send(office.at, MultiDict({"act": "read"})).answer.headers["Location"]
    assert NAME in phone.get(opened).main
    before = office.row().version, office.acts()
    assert NAME not in robot.get(opened).text
    assert (office.row().version, office.acts()) == (before[0], [*before[1], "opened"])


@pytest.mark.parametrize("wrong", ["", "x", "1.read.1.00", "9999999999.read.1.0", "é.read.1.0"])
def test_what_nobody_granted_shows_nobody(office, visitor, wrong):
    page = visitor.get(f"{office.at}?shown={wrong}")
    assert "This page says nothing about the person yet." in page.main


def test_a_grant_says_nothing_but_what_it_was_given_for(office, visitor):
    address = office.press(act="read")
    assert NAME not in visitor.get(address.replace(".read.", ".accepted.")).text


def test_what_was_said_of_a_press_is_not_said_of_a_later_state(office, visitor):
    accepted = office.press(act="accepted", stood="unanswered")
    office.press(refusal="obligor", stood="accepted")
    assert "We know that you have taken it on" not in visitor.get(accepted).main


def test_a_yes_that_ends_closes_what_was_opened_already(office, visitor, database, town_scope):
    opened = office.press(act="read")
    with database.writing(town_scope) as session:
        withdraw_consent(
            session, session.get_one(Person, office.resident.id),
            purpose=ConsentPurpose.SHARE_WITH_AGENCY, form=ConsentForm.VOICE, by=BY, now=NOW,
        )  # fmt: skip
    page = visitor.get(opened)
    assert "This referral was taken back" in page.main
    assert NAME not in page.text


def test_presses_that_nobody_follows_are_no_machines_way_in(office, visitor, database, town_scope):
    opened = office.press(act="read")
    with database.writing(town_scope) as session:
        link = session.scalars(select(ReceiverLink)).one()
        session.add_all(
            ReceiverOpening(town_id=link.town_id, link_id=link.id, at=NOW, act=ReceiverAct.READ)
            for _ in range(120)
        )
    visitor.get(opened, status=429)
    visitor.send(office.at, {"act": "read"}, status=429)


def test_looking_again_costs_no_more_after_many_presses(office, visitor, database):
    opened = office.press(act="read")
    with count_queries(database) as few:
        visitor.get(opened)
    for _ in range(5):
        office.press(act="asked", words="서류가 더 있나요?")
        visitor.clock.at += timedelta(seconds=1)
    with count_queries(database) as many:
        visitor.get(opened)
    assert few.total == many.total
