"""An application from its papers to the decision: its days, its clock, and help meanwhile."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.applications import (
    BridgeTrouble,
    Decision,
    FollowUp,
    NoBridge,
    PaperStands,
    StepStands,
)
from hopecare.domain.care_path import ApplicationStatus, NeedStatus
from hopecare.domain.clocks import ClockKind
from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.needs import NeedKind
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome
from hopecare.errors import AlreadyTakenError, InvalidInputError, MoveNotAllowedError
from hopecare.queries.applications import application_view, papers_of_application
from hopecare.queries.follow_ups import steps_of
from hopecare.queries.needs import LIVE
from hopecare.services.answer_referral import answer_referral
from hopecare.services.ask_companion import ask_companion
from hopecare.services.extend_application import extend_application
from hopecare.services.object_to_decision import object_to_decision
from hopecare.services.open_application import ApplicationWish, open_application
from hopecare.services.record_death import record_death
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.set_application_paper import PaperSaid, set_application_paper
from hopecare.services.set_appointment import Appointment, set_appointment
from hopecare.services.settle_bridge import BridgeWish
from hopecare.services.withdraw_application import withdraw_application
from models import LegalClock, Message, Need, Offer, Person
from tests.factories.applications import (
    an_application,
    an_appointment,
    its_decision,
    its_submission,
)
from tests.factories.cases import BY, a_case
from tests.factories.offers import a_task
from tests.factories.people import a_consent
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY
from tests.factories.volunteers import neighbours

DAY = timedelta(days=1)


def running(session):
    return list(
        session.scalars(
            select(LegalClock).where(LegalClock.ended_at.is_(None)).order_by(LegalClock.due_on)
        )
    )


def refused(act, *args, **given):
    with pytest.raises(InvalidInputError) as refusal:
        act(*args, **given)
    return refusal.value.fields


def extend(session, application, *, said_on=TODAY, due_on=None):
    return extend_application(
        session, application_id=application.id, said_on=said_on, due_on=due_on,
        words="재산 확인이 늦어짐", by=BY, now=NOW,
    )  # fmt: skip


def object_to(session, application, *, on=TODAY, due_on=None):
    return object_to_decision(
        session, application_id=application.id, objected_on=on, due_on=due_on, by=BY, now=NOW
    )


def bridge_of(session, application):
    return session.get_one(Need, application.bridge_need_id)


def test_the_papers_of_a_programme_stand_as_a_checklist(session):
    papers = papers_of_application(session, an_application(session).id)
    assert [each.code for each in papers] == ["lease", "debts", "medical_costs"]
    assert {each.stands for each in papers} == {PaperStands.NEEDED}


def test_a_programme_no_list_knows_has_no_papers_and_a_name(session):
    other = an_application(session, programme=None, named="도시가스 요금 감면")
    assert papers_of_application(session, other.id) == []
    assert other.named == "도시가스 요금 감면"


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"programme": None}, {"programme": ["programme_or_name"]}),
        ({"programme": "has_left_the_pack"}, {"programme": ["not_a_choice"]}),
    ],
)
def test_what_is_applied_for_is_named(session, given, fields):
    assert refused(an_application, session, **given) == fields


def test_a_programme_is_applied_for_once_at_a_time(session):
    case = a_case(session)
    first = an_application(session, case=case)
    with pytest.raises(AlreadyTakenError):
        an_application(session, case=case)
    withdraw_application(session, application_id=first.id, by=BY, now=NOW)
    assert an_application(session, case=case).status is ApplicationStatus.PREPARING


def test_a_referral_of_another_case_is_not_taken(session):
    fields = refused(an_application, session, referral=a_referral(session))
    assert fields == {"referral_id": ["not_a_choice"]}


@pytest.mark.parametrize("stands", [PaperStands.HAVE, PaperStands.NOT_NEEDED])
def test_a_paper_is_there_since_a_day_or_not_needed(session, stands):
    application = an_application(session)
    paper = papers_of_application(session, application.id)[0]
    said = PaperSaid(version=paper.version, stands=stands, valid_until=TODAY + 90 * DAY)
    set_application_paper(
        session, application_id=application.id, paper_id=paper.id,
        said=said, by=BY, now=NOW,
    )  # fmt: skip
    is_there = stands is PaperStands.HAVE
    assert paper.got_on == (TODAY if is_there else None)
    assert paper.valid_until == (TODAY + 90 * DAY if is_there else None)


def test_the_clock_runs_from_the_day_it_was_handed_in_not_from_the_referral(session):
    case = a_case(session, now=NOW - 20 * DAY)
    referral = a_referral(session, case=case, now=NOW - 20 * DAY)
    application = an_application(session, case=case, referral=referral)
    its_submission(session, application, on=TODAY - 3 * DAY)
    (clock,) = running(session)
    assert (clock.started_on, clock.due_on) == (TODAY - 3 * DAY, TODAY + 27 * DAY)
    assert not clock.is_entered


def test_a_day_the_office_named_stands_before_the_laws(session):
    its_submission(session, an_application(session), due_on=TODAY + 5 * DAY)
    (clock,) = running(session)
    assert (clock.due_on, clock.is_entered) == (TODAY + 5 * DAY, True)


def test_days_that_cannot_be_are_refused(session):
    case = a_case(session, now=NOW - 5 * DAY)
    referral = a_referral(session, case=case, now=NOW - 5 * DAY)
    application = an_application(session, case=case, referral=referral)
    assert refused(its_submission, session, application, on=TODAY + DAY) == {
        "submitted_on": ["date_in_future"]
    }
    assert refused(its_submission, session, application, on=TODAY - 6 * DAY) == {
        "submitted_on": ["before_referral"]
    }
    assert refused(its_submission, session, application, due_on=TODAY - DAY) == {
        "due_on": ["due_before_start"]
    }


def test_it_is_handed_in_once(session):
    application = its_submission(session, an_application(session))
    with pytest.raises(MoveNotAllowedError):
        its_submission(session, application)


def test_nothing_is_decided_before_it_was_handed_in(session):
    application = an_application(session)
    with pytest.raises(MoveNotAllowedError):
        its_decision(session, application)


def test_a_decision_is_never_dated_before_it_was_handed_in(session):
    application = its_submission(session, an_application(session))
    assert refused(its_decision, session, application, on=TODAY - DAY) == {
        "decided_on": ["before_submission"]
    }
    assert refused(its_decision, session, application, on=TODAY + DAY)["decided_on"] == [
        "date_in_future"
    ]
    assert refused(its_decision, session, application, object_by=TODAY - DAY) == {
        "object_until_on": ["before_decision"]
    }


def test_a_stated_reason_moves_the_day_to_sixty_once(session):
    application = its_submission(session, an_application(session, bridge=NeedKind.KNOCK))
    clock = extend(session, application)
    assert clock.due_on == TODAY + 60 * DAY
    assert bridge_of(session, application).until_on == TODAY + 60 * DAY
    with pytest.raises(MoveNotAllowedError):
        extend(session, application)


@pytest.mark.parametrize(
    ("handed_in", "given", "fields"),
    [
        (31, {}, {"said_on": ["extended_after_due"]}),
        (30, {"said_on": TODAY + DAY}, {"said_on": ["date_in_future"]}),
        (3, {"said_on": TODAY - 4 * DAY}, {"said_on": ["before_submission"]}),
        (3, {"due_on": TODAY + 27 * DAY}, {"due_on": ["not_later"]}),
    ],
)
def test_more_time_is_refused_where_it_cannot_be(session, handed_in, given, fields):
    application = an_application(session, now=NOW - 40 * DAY)
    its_submission(session, application, on=TODAY - handed_in * DAY)
    assert refused(extend, session, application, **given) == fields


def test_more_time_may_be_said_on_the_last_day(session):
    application = an_application(session, now=NOW - 40 * DAY)
    its_submission(session, application, on=TODAY - 30 * DAY)
    assert extend(session, application).due_on == TODAY + 30 * DAY


def test_where_no_clock_is_known_the_day_is_entered(session):
    town = a_case(session)
    application = an_application(session, case=town, programme="emergency")
    its_submission(session, application)
    assert running(session) == []
    with pytest.raises(MoveNotAllowedError):
        extend(session, application)


def test_a_refusal_names_its_steps_and_the_day_on_the_notice(session):
    application = its_submission(session, an_application(session))
    its_decision(session, application, object_by=TODAY + 60 * DAY)
    assert [each.step for each in steps_of(session, application.id)] == list(FollowUp)
    (clock,) = running(session)
    assert (clock.kind, clock.due_on) == (ClockKind.OBJECTION, TODAY + 60 * DAY)


def test_an_objection_is_with_the_office_and_decided_anew(session):
    application = its_submission(session, an_application(session))
    its_decision(session, application, object_by=TODAY + 60 * DAY)
    assert refused(object_to, session, application, on=TODAY - DAY) == {
        "objected_on": ["before_decision"]
    }
    object_to(session, application, due_on=TODAY + 30 * DAY)
    (clock,) = running(session)
    assert (clock.kind, clock.is_entered) == (ClockKind.OBJECTION_ANSWER, True)
    stands = {each.step: each.stands for each in steps_of(session, application.id)}
    assert (stands[FollowUp.OBJECT], stands[FollowUp.READ_REASON]) == (
        StepStands.DONE,
        StepStands.OPEN,
    )
    its_decision(session, application, Decision.GRANTED)
    assert (application.status, running(session)) == (ApplicationStatus.DECIDED, [])
    left = {each.stands for each in steps_of(session, application.id)}
    assert left == {StepStands.DONE, StepStands.LEFT}
    with pytest.raises(MoveNotAllowedError):
        object_to(session, application)


def test_withdrawing_while_it_waits_ends_the_clock_and_the_help(session):
    application = its_submission(session, an_application(session, bridge=NeedKind.KNOCK))
    withdraw_application(session, application_id=application.id, by=BY, now=NOW)
    assert running(session) == []
    assert bridge_of(session, application).status is NeedStatus.ENDED
    with pytest.raises(MoveNotAllowedError):
        its_decision(session, application)


def test_help_is_open_until_the_answer_is_due_and_ends_with_the_decision(session):
    application = an_application(session, bridge=NeedKind.SIDE_DISHES)
    need = bridge_of(session, application)
    assert (need.kind, need.until_on) == (NeedKind.SIDE_DISHES, None)
    its_submission(session, application)
    assert need.until_on == TODAY + 30 * DAY
    view = application_view(session, application.id)
    assert view.bridge_trouble is BridgeTrouble.UNFILLED
    (helper,) = neighbours(session, 1)
    a_task(session, need, helper)
    assert application_view(session, application.id).bridge_trouble is None
    its_decision(session, application, Decision.GRANTED)
    assert need.status is NeedStatus.MET
    assert session.scalars(select(Message).where(Message.to_person_id == helper.id)).all()


def test_no_help_needs_a_reason_and_help_needs_consent(session):
    case = a_case(session)
    neither = ApplicationWish(programme="livelihood", bridge=BridgeWish())
    assert refused(open_application, session, case_id=case.id, wish=neither, by=BY, now=NOW) == {
        "bridge": ["bridge_or_reason"]
    }
    person = session.get_one(Person, case.resident_id)
    a_consent(session, person, ConsentPurpose.PEER_HELP, act=ConsentAct.WITHDRAWN, at=NOW)
    fields = refused(an_application, session, case=case, programme="housing", bridge=NeedKind.LIFT)
    assert fields == {"bridge": ["bridge_needs_consent"]}


def test_why_there_is_no_help_is_kept(session):
    assert an_application(session).no_bridge is NoBridge.NOT_NEEDED


def test_somebody_is_asked_to_go_along_on_that_day(session):
    case = a_case(session)
    neighbours(session, 2)
    application = an_application(session, case=case)
    assert refused(ask_companion, session, application_id=application.id, by=BY, now=NOW) == {
        "appointment_on": ["appointment_missing"]
    }
    an_appointment(session, application)
    need = ask_companion(session, application_id=application.id, by=BY, now=NOW)
    assert (need.kind, need.from_on, need.until_on) == (
        NeedKind.ESCORT,
        TODAY + 3 * DAY,
        TODAY + 3 * DAY,
    )
    assert need.words == "읍사무소"
    with pytest.raises(AlreadyTakenError):
        ask_companion(session, application_id=application.id, by=BY, now=NOW)


@pytest.mark.parametrize(
    ("outcome", "decision"),
    [
        (ReferralOutcome.GRANTED, Decision.GRANTED),
        (ReferralOutcome.NOT_GRANTED, Decision.REFUSED),
    ],
)
def test_the_outcome_of_a_referral_decides_what_was_handed_in_with_it(session, outcome, decision):
    case = a_case(session)
    referral = a_referral(session, case=case)
    application = an_application(session, case=case, referral=referral, bridge=NeedKind.KNOCK)
    its_submission(session, application)
    answer_referral(
        session, referral_id=referral.id, refusal=None, door=AnswerDoor.PHONE, answered_on=TODAY,
        words=None, by=BY, now=NOW,
    )  # fmt: skip
    record_referral_outcome(
        session, referral_id=referral.id, outcome=outcome, outcome_on=TODAY, amount_minor=None,
        currency=None, by=BY, now=NOW,
    )  # fmt: skip
    assert (application.decision, application.decided_on) == (decision, TODAY)
    assert bridge_of(session, application).status is NeedStatus.ENDED


def test_a_death_ends_what_was_applied_for(session):
    application = its_submission(session, an_application(session, bridge=NeedKind.KNOCK))
    record_death(session, person_id=application.person_id, died_on=TODAY, by=BY, now=NOW)
    assert application.status is ApplicationStatus.WITHDRAWN
    assert running(session) == []
    assert session.scalars(select(Offer)).all() == []


def accompanied(session):
    """An application whose appointment somebody said yes to go along to."""
    case = a_case(session)
    neighbours(session, 2)
    application = an_appointment(session, an_application(session, case=case))
    need = ask_companion(session, application_id=application.id, by=BY, now=NOW)
    return application, need


def moved(session, application, **appointment):
    return set_appointment(
        session, application_id=application.id, version=application.version,
        appointment=Appointment(**appointment), by=BY, now=NOW,
    )  # fmt: skip


@pytest.mark.parametrize(
    "to",
    [
        {"on": TODAY + 9 * DAY, "place": "읍사무소"},
        {"on": TODAY + 3 * DAY, "place": "시청"},
        {"on": TODAY + 3 * DAY, "at": time(15), "place": "읍사무소"},
    ],
    ids=["day", "place", "hour"],
)
def test_whoever_goes_along_hears_of_the_new_appointment_and_is_asked_for_it(session, to):
    application, first = accompanied(session)
    moved(session, application, **to)
    session.refresh(first)
    second = session.get_one(Need, application.companion_need_id)
    assert first.status is NeedStatus.ENDED
    assert (second.status in LIVE, second.from_on) == (True, to["on"])
    assert (second.starts_at, second.words) == (to.get("at"), to["place"])


def test_an_appointment_that_stays_as_it_is_keeps_whoever_goes_along(session):
    application, need = accompanied(session)
    moved(session, application, on=TODAY + 3 * DAY, place="읍사무소")
    assert (application.companion_need_id, need.status in LIVE) == (need.id, True)


@pytest.mark.parametrize("way", ["cleared", "withdrawn", "decided", "no consent"])
def test_nobody_comes_to_an_appointment_that_is_none(session, way):
    application, need = accompanied(session)
    if way == "cleared":
        moved(session, application, on=None)
    elif way == "withdrawn":
        withdraw_application(session, application_id=application.id, by=BY, now=NOW)
    elif way == "decided":
        its_decision(session, its_submission(session, application), Decision.GRANTED)
    else:
        person = session.get_one(Person, application.person_id)
        a_consent(session, person, ConsentPurpose.PEER_HELP, act=ConsentAct.WITHDRAWN, at=NOW)
        moved(session, application, on=TODAY + 9 * DAY)
    session.refresh(need)
    assert (need.status, application.companion_need_id) == (NeedStatus.ENDED, need.id)


def test_where_nobody_goes_along_a_new_day_asks_nobody(session):
    application = an_appointment(session, an_application(session))
    moved(session, application, on=TODAY + 9 * DAY)
    assert application.companion_need_id is None
