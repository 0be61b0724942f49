"""The office's link: it shows nothing by itself, answers once, and says truly what became of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, ReferralStatus
from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome, RefusalReason
from hopecare.domain.receiver_links import ReceiverAct
from hopecare.domain.roles import Role
from hopecare.domain.urgency import Urgency
from hopecare.errors import NotFoundError
from hopecare.queries.receiver_links import index_of, opens_until, receiver_view
from hopecare.queries.urgent_referrals import at_once_key
from hopecare.services.chase_outcome import chase_outcome
from hopecare.services.make_receiver_link import make_receiver_link
from hopecare.services.object_to_referral import object_to_referral
from hopecare.services.owe_office_call import OfficeCall, owe_office_call
from hopecare.services.revoke_receiver_link import revoke_receiver_link
from hopecare.services.withdraw_consent import withdraw_consent
from models import (
    AccessLogEntry,
    CallTask,
    Case,
    ConsentEntry,
    Operation,
    Person,
    ReceiverLink,
    ReceiverOpening,
    Referral,
    TimelineEntry,
)
from tests.factories.cases import BY, a_case
from tests.factories.people import a_resident, a_staff_account, an_identity
from tests.factories.referrals import a_referral, a_service, an_organisation
from tests.factories.towns import NOW, TODAY, a_centre, a_town
from tests.plugins.pages import Visitor, said_by

pytestmark = pytest.mark.both_databases

NAME = "김다래"


@pytest.fixture
def office(database, town_scope, visitor):
    """A referral whose office holds its link; `visitor` is that office's telephone."""

    class Office:
        def __init__(self, *, for_all=False):
            with database.writing(town_scope) as session:
                a_town(session)
                self.centre = a_centre(session)
                self.resident = a_resident(session, centre=self.centre)
                self.case = a_case(session, resident=self.resident)
                self.office = an_organisation(session)
                self.service = a_service(session, organisation=self.office)
                self.referral = a_referral(session, case=self.case, service=self.service)
                self.link = f"/o/{self.made(session, for_all=for_all)}"
            self.at = self.link + (f"/{self.referral.code}" if for_all else "")

        def made(self, session, *, for_all=False, at=NOW):
            return make_receiver_link(
                session, referral_id=self.referral.id, for_all=for_all, by=BY, now=at
            ).token

        def press(self, status=200, **fields):
            return pressed(visitor, self.at, fields, status)

        def opened(self):
            return self.press(act="read")

        def row(self):
            with database.reading(town_scope) as session:
                return session.get_one(Referral, self.referral.id)

        def rows(self, kind):
            with database.reading(town_scope) as session:
                return list(session.scalars(select(kind).order_by(kind.id)))

        def acts(self):
            return [each.act.value for each in self.rows(ReceiverOpening)]

    return Office


def pressed(visitor, at, fields, status):
    """What a press leads to; a form that is wrong is shown again at once."""
    if status != 200:
        return visitor.send(at, fields, status=status)
    return visitor.follow(visitor.send(at, fields))


def test_a_robot_that_opens_it_sees_nobody_and_moves_nothing(office, visitor):
    here = office()
    page = visitor.get(here.link)
    head = visitor.client.head(here.link)
    assert NAME not in page.text
    assert "This page says nothing about the person yet." in page.main
    assert head.status_code == 200
    assert here.row().status is ReferralStatus.SENT
    assert here.row().seen_at is None
    assert here.acts() == ["opened", "opened"]
    assert here.rows(AccessLogEntry) == []


def test_two_taps_take_it_on_and_each_is_written_down(office):
    here = office()
    page = here.opened()
    assert NAME in page.main
    assert here.row().status is ReferralStatus.SEEN
    done = here.press(act="accepted", stood="unanswered")
    assert "Thank you. We know that you have taken it on." in done.main
    row = here.row()
    assert (row.status, row.answered_by_door, row.answered_on) == (
        ReferralStatus.ACCEPTED, AnswerDoor.LINK, TODAY,
    )  # fmt: skip
    assert here.acts() == ["read", "accepted", "read"]
    seen = here.rows(AccessLogEntry)
    assert {each.purpose for each in seen} == {"referral.answer"}
    assert {tuple(each.person_ids) for each in seen} == {(str(here.resident.id),)}


@pytest.mark.parametrize(("language", "said"), [("ko", "Korean"), ("vi", "Vietnamese")])
def test_the_office_reads_which_language_they_speak(office, database, town_scope, language, said):
    here = office()
    with database.writing(town_scope) as session:
        session.get_one(Person, here.resident.id).language = language
        again = a_referral(session, case=here.case, service=a_service(session))
        link = make_receiver_link(session, referral_id=again.id, for_all=False, by=BY, now=NOW)
    here.at = f"/o/{link.token}"
    assert f"Language {said}" in here.opened().main


def test_whom_it_is_about_is_read_before_the_answers(office):
    main = office().opened().main
    assert main.index("About whom") < main.index("We take it on")


def test_a_refusal_is_a_button_with_its_reason_and_shows_nobody_afterwards(office):
    here = office()
    page = here.press(refusal="obligor", stood="unanswered")
    assert here.row().refusal_reason is RefusalReason.OBLIGOR
    assert NAME not in page.main
    assert NAME not in here.opened().main


def fold_of(page, name):
    """The fold in which a button or field stands; None where it is in plain sight."""
    folds = [
        fold
        for fold in page.find_all("details")
        if any(each.attrib.get("name") == name for each in fold.iter())
    ]
    return folds[0] if folds else None


def test_a_refusal_takes_two_taps_its_reasons_are_in_plain_sight(office):
    here = office()
    for page in (here.opened(), here.press(act="accepted", stood="unanswered")):
        assert fold_of(page, "refusal") is None
        assert fold_of(page, "why") is None


def test_an_outcome_known_already_is_two_taps_and_implies_the_yes(office):
    here = office()
    page = here.opened()
    assert fold_of(page, "outcome") is None
    done = here.press(outcome="granted", stood="unanswered")
    assert "The outcome is written down." in done.main
    row = here.row()
    assert (row.status, row.outcome) == (ReferralStatus.DONE, ReferralOutcome.GRANTED)
    assert (row.answered_on, row.answered_by_door, row.outcome_by_door) == (
        TODAY, AnswerDoor.LINK, AnswerDoor.LINK,
    )  # fmt: skip
    kinds = [each.kind for each in here.rows(TimelineEntry)]
    assert kinds.index("referral_accepted") < kinds.index("referral_outcome_recorded")
    again = here.press(outcome="not_granted", stood="unanswered")
    assert "This was answered before. Nothing was changed." in again.main
    assert here.row().outcome is ReferralOutcome.GRANTED


def test_an_outcome_pressed_by_mistake_leaves_it_taken_on(office):
    here = office()
    page = here.press(outcome="granted", stood="unanswered")
    corrected(here, page, act="accepted")
    assert here.row().status is ReferralStatus.ACCEPTED


def test_another_reason_needs_its_words_and_says_so_at_the_place(office):
    here = office()
    page = here.press(refusal="other", stood="unanswered", status=422)
    assert set(page.errors) == {"why"}
    assert here.row().status is ReferralStatus.SEEN
    here.press(refusal="other", stood="unanswered", why="담당 구역이 아닙니다")
    assert here.row().answer_words == "담당 구역이 아닙니다"


def test_asking_is_in_plain_sight_whether_it_was_taken_on_or_not(office):
    here = office()
    for page in (here.opened(), here.press(act="accepted", stood="unanswered")):
        assert fold_of(page, "words") is None
        assert "Ask this: somebody calls us" in page.main


@pytest.mark.parametrize(
    "fields", [{"act": "everything"}, {"refusal": "other", "stood": "unanswered"}]
)
def test_a_page_shown_after_a_wrong_form_is_logged_as_a_reading(office, fields):
    here = office()
    page = here.press(status=422, **fields)
    assert NAME in page.main
    assert here.acts() == ["read"]
    assert [each.person_ids for each in here.rows(AccessLogEntry)] == [[str(here.resident.id)]]
    assert here.row().seen_at is not None


def test_wrong_forms_are_pressed_at_no_machines_pace(office, database, town_scope):
    here = office()
    with database.writing(town_scope) as session:
        link = session.scalars(select(ReceiverLink)).one()
        session.add_all(
            ReceiverOpening(town_id=link.town_id, link_id=link.id, at=NOW, act=ReceiverAct.READ)
            for _ in range(120)
        )
    assert NAME not in here.press(act="everything", status=429).text


def test_a_question_becomes_one_call_with_its_words(office):
    here = office()
    page = here.press(act="asked", words="임대차 계약서가 있습니까?")
    here.press(act="asked", words="임대차 계약서가 있습니까?")
    assert "Somebody will call you about it." in page.main
    (owed,) = here.rows(CallTask)
    assert owed.kind.value == "office_asks"
    assert "임대차 계약서가 있습니까?" in owed.words
    assert here.referral.code in owed.words
    assert here.row().status is ReferralStatus.SEEN
    assert here.press(act="asked", status=422).errors.keys() == {"words"}


def test_a_question_after_taking_it_on_is_thanked_as_a_question(office):
    here = office()
    here.press(act="accepted", stood="unanswered")
    page = here.press(act="asked", words="언제 이사합니까?")
    assert "Somebody will call you about it." in page.main
    assert "We know that you have taken it on" not in page.main


def test_a_question_about_what_is_over_changes_nothing(office):
    here = office()
    here.press(refusal="obligor", stood="unanswered")
    page = here.press(act="asked", words="언제 이사합니까?")
    assert "This was answered before. Nothing was changed." in page.main
    # Of the refusal, not of the question: until when they may object.
    assert [each.kind for each in here.rows(CallTask)] == [CallTaskKind.DEADLINE_NEAR]


def corrected(here, page, **fields):
    """Press on the page of an answer as it stands there, hidden fields and all."""
    form = dict(page.fields(here.at))
    return here.press(**{name: form[name] for name in ("stood", "seen")} | fields)


def test_the_page_says_which_answer_was_written_down(office):
    here = office()
    page = here.press(refusal="category", stood="unanswered")
    assert "What you told us We cannot take it on" in page.main
    assert "Reason Not one of those meant" in page.main
    assert NAME not in page.main


def test_a_wrong_refusal_is_corrected_for_a_short_time(office, visitor):
    here = office()
    page = here.press(refusal="obligor", stood="unanswered")
    visitor.clock.at += timedelta(minutes=29)
    page = here.opened()
    taken = corrected(here, page, act="accepted")
    assert "Thank you. We know that you have taken it on." in taken.main
    row = here.row()
    assert (row.status, row.refusal_reason) == (ReferralStatus.ACCEPTED, None)
    assert here.acts()[-2:] == ["accepted", "read"]


def test_a_wrong_reason_is_corrected_too(office):
    here = office()
    page = here.press(refusal="obligor", stood="unanswered")
    corrected(here, page, refusal="no_capacity")
    assert here.row().refusal_reason is RefusalReason.NO_CAPACITY


@pytest.mark.parametrize(
    ("fields", "status", "outcome", "thanked"),
    [
        ({"outcome": "not_granted"}, ReferralStatus.DONE, ReferralOutcome.NOT_GRANTED,
         "The outcome is written down."),
        ({"act": "accepted"}, ReferralStatus.ACCEPTED, None, "it is not decided yet"),
    ],
)  # fmt: skip
def test_a_wrong_outcome_is_corrected(office, fields, status, outcome, thanked):
    here = office()
    here.press(act="accepted", stood="unanswered")
    page = here.press(outcome="granted", stood="accepted")
    assert "What came of it Granted" in page.main
    again = corrected(here, page, **fields)
    assert thanked in again.main
    assert (here.row().status, here.row().outcome) == (status, outcome)


def test_after_half_an_hour_it_says_to_call_and_changes_nothing(office, visitor):
    here = office()
    page = here.press(refusal="obligor", stood="unanswered")
    visitor.clock.at += timedelta(minutes=31)
    late = corrected(here, page, act="accepted")
    assert "This was answered before. Nothing was changed." in late.main
    assert "Please call and name the code" in late.main
    assert here.row().status is ReferralStatus.REFUSED


def test_two_phones_correct_one_answer_once(office):
    here = office()
    page = here.press(refusal="obligor", stood="unanswered")
    corrected(here, page, refusal="category")
    late = corrected(here, page, refusal="no_capacity")
    assert "This was answered before. Nothing was changed." in late.main
    assert here.row().refusal_reason is RefusalReason.CATEGORY


def test_another_link_corrects_nothing_and_an_old_page_neither(office, database, town_scope):
    here = office()
    with database.writing(town_scope) as session:
        other = here.made(session, for_all=True)
    here.press(refusal="obligor", stood="unanswered")
    here.press(act="accepted", stood="unanswered")
    assert here.row().status is ReferralStatus.REFUSED
    here.at = f"/o/{other}/{here.referral.code}"
    assert "Pressed the wrong button?" not in here.opened().main
    fields = {"seen": str(here.row().version), "stood": "refused", "act": "accepted"}
    here.press(**fields)
    assert here.row().status is ReferralStatus.REFUSED


def test_what_was_referred_anew_is_corrected_by_nobody(office, database, town_scope):
    here = office()
    page = here.press(refusal="obligor", stood="unanswered")
    with database.writing(town_scope) as session:
        a_referral(session, case=here.case, service=here.service)
    late = corrected(here, page, act="accepted")
    assert "Nothing was changed." in late.main
    assert here.row().status is ReferralStatus.REFUSED


def test_staff_do_not_take_back_an_answer_that_they_never_saw(
    office, visitor, database, town_scope
):
    here = office()
    page = here.press(refusal="obligor", stood="unanswered")
    with database.writing(town_scope) as session:
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=here.centre)
    path = f"/referrals/{here.referral.id}"
    staff = Visitor(visitor.app).sign_in(account)
    seen = staff.get(path).fields(f"{path}/correct")
    here.press(**{each: page.fields(here.at)[each] for each in ("stood", "seen")}, act="accepted")
    here.press(outcome="granted", stood="accepted")
    staff.send(f"{path}/correct", seen, status=409)
    assert here.row().outcome is ReferralOutcome.GRANTED


def test_an_outcome_put_right_keeps_its_day(office, visitor):
    here = office()
    here.press(act="accepted", stood="unanswered")
    visitor.clock.at += timedelta(days=5)
    page = here.press(outcome="granted", stood="accepted", outcome_on=TODAY.isoformat())
    corrected(here, page, outcome="partly_granted")
    row = here.row()
    assert (row.outcome, row.outcome_on) == (ReferralOutcome.PARTLY_GRANTED, TODAY)


def test_staff_take_an_answer_back_that_was_a_mistake(office, visitor, database, town_scope):
    here = office()
    here.press(refusal="obligor", stood="unanswered")
    visitor.clock.at += timedelta(hours=2)
    with database.writing(town_scope) as session:
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=here.centre)
    path = f"/referrals/{here.referral.id}"
    visitor.sign_in(account)
    page = visitor.follow(visitor.post(f"{path}/correct", on=path))
    assert "Taken back. Write down what the office means." in page.main
    assert (here.row().status, here.row().refusal_reason) == (ReferralStatus.SEEN, None)
    assert "The office says this answer was a mistake" not in page.main


def test_what_was_objected_to_is_read_a_second_time(office, database, town_scope):
    here = office()
    here.press(refusal="obligor", stood="unanswered")
    with database.writing(town_scope) as session:
        object_to_referral(session, referral_id=here.referral.id, by=BY, now=NOW)
    assert here.row().seen_at is None
    here.opened()
    assert (here.row().status, here.row().seen_at) == (ReferralStatus.SEEN, NOW)


def test_the_outcome_is_told_later_on_the_same_link(office, visitor):
    here = office()
    here.press(act="accepted", stood="unanswered")
    visitor.clock.at += timedelta(days=20)
    page = here.opened()
    assert "What became of it?" in page.main
    done = here.press(outcome="granted", stood="accepted")
    assert "Thank you. The outcome is written down." in done.main
    row = here.row()
    assert (row.status, row.outcome) == (ReferralStatus.DONE, ReferralOutcome.GRANTED)
    assert row.outcome_on == TODAY + timedelta(days=20)
    assert NAME not in done.main


def test_an_outcome_dated_before_the_referral_is_refused(office):
    here = office()
    here.press(act="accepted", stood="unanswered")
    page = here.press(outcome="granted", stood="accepted", outcome_on="2026-11-01", status=422)
    assert set(page.errors) == {"outcome_on"}
    assert "open" in fold_of(page, "outcome_on").attrib
    assert here.row().status is ReferralStatus.ACCEPTED


def test_a_receiver_who_accepts_twice_is_told_so(office):
    here = office()
    here.press(act="accepted", stood="unanswered")
    again = here.press(act="accepted", stood="unanswered")
    assert "This was answered before. Nothing was changed." in again.main
    assert here.row().status is ReferralStatus.ACCEPTED
    assert here.acts().count("accepted") == 1


def test_a_second_telephone_with_an_old_page_changes_nothing(office):
    here = office()
    here.press(act="accepted", stood="unanswered")
    late = here.press(refusal="category", stood="unanswered")
    assert "This was answered before. Nothing was changed." in late.main
    assert here.row().status is ReferralStatus.ACCEPTED
    here.press(refusal="category", stood="accepted")
    assert here.row().status is ReferralStatus.REFUSED


def test_from_two_phones_at_once_it_is_one_answer(office, app):
    here = office()

    def press(_number):
        phone = Visitor(app)
        form = {"act": "accepted", "stood": "unanswered"}
        return phone.client.post(here.at, data=form).status_code

    with ThreadPoolExecutor(2) as both:
        assert list(both.map(press, range(2))) == [303, 303]
    assert here.row().status is ReferralStatus.ACCEPTED
    assert here.acts().count("accepted") == 1


def withdrawn(here, database, town_scope):
    with database.writing(town_scope) as session:
        withdraw_consent(
            session, session.get_one(Person, here.resident.id),
            purpose=ConsentPurpose.SHARE_WITH_AGENCY, form=ConsentForm.VOICE, by=BY, now=NOW,
        )  # fmt: skip


def test_consent_withdrawn_mid_way_closes_the_link_at_once(office, visitor, database, town_scope):
    here = office()
    here.opened()
    withdrawn(here, database, town_scope)
    for page in (visitor.get(here.link), here.press(act="accepted", stood="unanswered")):
        assert "This referral was taken back" in page.main
        assert here.centre.name_en in page.main
        assert NAME not in page.text
    assert here.row().status is ReferralStatus.WITHDRAWN
    told = [each for each in here.rows(CallTask) if each.kind.value == "tell_office"]
    assert [each.status for each in told] == [CallTaskStatus.OPEN]
    assert here.acts()[-2:] == ["in_vain", "opened"]


def test_a_consent_that_ran_out_closes_it_before_any_job_comes(
    office, database, town_scope, visitor
):
    here = office()
    with database.writing(town_scope) as session:
        person = session.get_one(Person, here.resident.id)
        session.add(
            ConsentEntry(
                town_id=person.town_id, person_id=person.id,
                purpose=ConsentPurpose.SHARE_WITH_AGENCY, act=ConsentAct.REFUSED,
                form=ConsentForm.VOICE, at=NOW + timedelta(minutes=1), recorded_by_id=None,
            )
        )  # fmt: skip
    assert NAME not in here.opened().text


def test_an_old_link_says_whom_to_call(office, visitor):
    here = office()
    visitor.clock.at += timedelta(days=61)
    page = visitor.get(here.link)
    assert "This link is too old" in page.main
    assert here.centre.name_en in page.main
    assert here.press(act="accepted", stood="unanswered").main.startswith("This link is too old")
    assert here.row().status is ReferralStatus.SENT


def test_a_new_link_closes_the_one_before(office, visitor, database, town_scope):
    here = office()
    with database.writing(town_scope) as session:
        newer = here.made(session)
    assert "This link was closed" in visitor.get(here.link).main
    assert NAME in visitor.follow(visitor.send(f"/o/{newer}", {"act": "read"})).main


def test_a_wrong_link_says_whom_to_call(office, visitor):
    office()
    page = visitor.get("/o/AAAAAAAAAAAAAAAAAAAAAAAAA", status=404)
    assert "This link opens nothing" in page.main
    assert "tel:" in "".join(page.links)


def test_a_list_names_nobody_and_each_is_answered_by_its_code(
    office, visitor, database, town_scope
):
    here = office(for_all=True)
    with database.writing(town_scope) as session:
        other = a_referral(
            session, case=here.case, service=a_service(session, organisation=here.office)
        )
        elsewhere = a_referral(session, case=here.case, service=a_service(session))
    page = visitor.get(here.link)
    codes = [f"{code[:4]}-{code[4:]}" for code in (here.referral.code, other.code)]
    assert all(code in page.main for code in codes)
    assert elsewhere.code[:4] + "-" not in page.main
    assert NAME not in page.text
    assert NAME not in visitor.get(here.at).text
    assert "answer due" in page.main
    taken = here.press(act="accepted", stood="unanswered")
    assert here.row().status is ReferralStatus.ACCEPTED
    assert "Answer asked for by" not in taken.main
    assert here.link in taken.links
    assert here.link in visitor.get(here.at).links
    assert "answer due" not in said_of(visitor.get(here.link), codes[0])
    stranger = visitor.follow(visitor.send(f"{here.link}/{elsewhere.code}", {"act": "read"}))
    assert NAME not in stranger.text


def test_what_the_office_has_decided_stays_on_its_list_for_a_while(office, visitor):
    here = office(for_all=True)
    code = f"{here.referral.code[:4]}-{here.referral.code[4:]}"
    assert "sent Mon 23 Nov" in said_of(visitor.get(here.link), code)
    here.press(refusal="obligor", stood="unanswered")
    page = visitor.get(here.link)
    assert "Nothing waits for your office." in page.main
    assert page.main.index("Answered lately") < page.main.index(code)
    assert "Not taken on" in said_of(page, code)
    assert NAME not in page.text
    visitor.clock.at += timedelta(days=31)
    assert code not in visitor.get(here.link).main


def said_of(page, code):
    """What a list says of one referral."""
    return next(said_by(each) for each in page.find_all("li") if code in said_by(each))


def test_a_list_of_one_centre_holds_no_other_centres_people(office, visitor, database, town_scope):
    here = office()
    with database.writing(town_scope) as session:
        apart = a_referral(
            session,
            case=a_case(session, resident=a_resident(session, centre=a_centre(session))),
            service=here.service,
        )
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=here.centre)
    visitor.sign_in(account)
    page = visitor.post(
        f"/referrals/{here.referral.id}/link", {"for_all": "yes"},
        on=f"/referrals/{here.referral.id}", status=200,
    )  # fmt: skip
    (address,) = [each.attrib["value"] for each in page.find_all("input", id="address")]
    listed = visitor.lapse().get("/o/" + address.rpartition("/")[2])
    assert here.referral.code[:4] in listed.main
    assert apart.code[:4] + "-" + apart.code[4:] not in listed.main


@pytest.mark.parametrize(
    ("role", "whole"), [(Role.ADMINISTRATOR, True), (Role.SOCIAL_WORKER, False)]
)
def test_a_list_holds_what_its_maker_may_see_until_the_latest_day(
    office, database, town_scope, role, whole
):
    here = office()
    with database.writing(town_scope) as session:
        apart = a_referral(
            session,
            case=a_case(session, resident=a_resident(session, centre=a_centre(session))),
            service=here.service,
        )
        apart.answer_due_on = TODAY + timedelta(days=90)
        late = a_referral(
            session, case=here.case, service=a_service(session, organisation=here.office)
        )
        late.answer_due_on = TODAY + timedelta(days=60)
        account = a_staff_account(session, roles=(role,), centre=here.centre)
        session.flush()
        by = an_identity(session, account)
        made = make_receiver_link(
            session, referral_id=here.referral.id, for_all=True, by=by, now=NOW
        ).row
        codes = {each.referral.code for each in receiver_view(session, made, None, now=NOW).rows}
        last = apart if whole else late
        assert made.expires_at == opens_until(session, last.town_id, last.answer_due_on, now=NOW)
    assert (apart.code in codes) is whole
    assert {here.referral.code, late.code} <= codes


def test_the_link_is_shown_once_and_kept_nowhere(office, visitor, database, town_scope):
    here = office()
    with database.writing(town_scope) as session:
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=here.centre)
    visitor.sign_in(account)
    path = f"/referrals/{here.referral.id}"
    page = visitor.post(f"{path}/link", on=path, status=200)
    (address,) = [each.attrib["value"] for each in page.find_all("input", id="address")]
    token = address.rpartition("/")[2]
    assert token not in visitor.get(path).html
    assert token not in str([each.outcome for each in here.rows(Operation)])
    rows = here.rows(ReceiverLink)
    assert [each.revoked_at is None for each in rows] == [False, True]
    assert rows[-1].token_index == index_of(token)
    visitor.post(f"{path}/link/close", on=path)
    assert "This link was closed" in visitor.lapse().get(f"/o/{token}").main


def test_the_link_of_another_referral_cannot_be_closed_with_this_one(office, database, town_scope):
    here = office()
    with database.writing(town_scope) as session:
        other = a_referral(session, case=here.case, service=a_service(session))
        made = make_receiver_link(session, referral_id=other.id, for_all=False, by=BY, now=NOW)
    with pytest.raises(NotFoundError), database.writing(town_scope) as session:
        revoke_receiver_link(
            session, referral_id=here.referral.id, link_id=made.row.id, by=BY, now=NOW
        )
    with database.reading(town_scope) as session:
        assert session.get_one(ReceiverLink, made.row.id).revoked_at is None


def test_the_page_is_told_to_nobody_and_kept_by_nobody(office, visitor):
    here = office()
    headers = visitor.client.get(here.link).headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert "noindex" in headers["X-Robots-Tag"]


def test_a_machines_pace_is_refused(office, visitor, database, town_scope):
    here = office()
    with database.writing(town_scope) as session:
        link = session.scalars(select(ReceiverLink)).one()
        session.add_all(
            ReceiverOpening(town_id=link.town_id, link_id=link.id, at=NOW, act=ReceiverAct.OPENED)
            for _ in range(120)
        )
    visitor.get(here.link, status=429)


def test_a_late_answer_counts_and_a_lying_form_only_reads(office, visitor):
    here = office()
    here.press(stood="unanswered")
    assert here.row().status is ReferralStatus.SEEN
    here.press(act="accepted")
    assert here.row().status is ReferralStatus.SEEN
    here.press(status=422, act="everything")
    assert here.row().status is ReferralStatus.SEEN


def test_a_yes_says_by_when_in_the_same_tap(office, visitor, database, town_scope):
    here, day = office(), TODAY + timedelta(days=9)
    page = here.opened()
    assert "Say by when, if you know it already" in page.main
    done = here.press(act="accepted", stood="unanswered", due_on=day.isoformat())
    assert "We know that you have taken it on." in done.main
    assert f"We ask you what came of it after {day:%a} {day.day} {day:%b}." in done.main
    assert (here.row().status, here.row().answer_due_on) == (ReferralStatus.ACCEPTED, day)
    with database.writing(town_scope) as session:
        chase_outcome(session, referral_id=here.referral.id, by=BY, now=NOW + timedelta(days=9))
        assert session.scalars(select(CallTask)).all() == []
        chase_outcome(session, referral_id=here.referral.id, by=BY, now=NOW + timedelta(days=10))
        assert len(session.scalars(select(CallTask)).all()) == 1


def test_a_day_without_an_answer_yet_is_written_down_and_waited_for(office):
    here, day = office(), TODAY + timedelta(days=40)
    here.opened()
    missing = here.press(422, act="day_named", stood="unanswered")
    assert "due_on" in missing.errors
    past = here.press(422, act="day_named", stood="unanswered", due_on="2020-01-01")
    assert "due_on" in past.errors
    page = here.press(act="day_named", stood="unanswered", due_on=day.isoformat())
    assert "Thank you. The day is written down." in page.main
    assert (here.row().status, here.row().answer_due_on) == (ReferralStatus.SEEN, day)
    here.press(act="accepted", stood="unanswered")
    later = here.press(act="day_named", stood="accepted", due_on=TODAY.isoformat())
    assert "Thank you. The day is written down." in later.main
    assert (here.row().status, here.row().answer_due_on) == (ReferralStatus.ACCEPTED, TODAY)
    assert here.acts()[-2:] == ["day_named", "read"]


def test_a_far_day_is_no_answer_in_an_emergency(office, database, town_scope):
    here = office()
    with database.writing(town_scope) as session:
        session.get_one(Case, here.case.id).urgency = Urgency.CRISIS
        referral = session.get_one(Referral, here.referral.id)
        owed = OfficeCall(
            kind=CallTaskKind.REFERRAL_SILENT, key=at_once_key(referral.id), recurs=False
        )
        owe_office_call(session, referral, owed, by=BY, now=NOW)
    far = (TODAY + timedelta(days=40)).isoformat()
    here.press(act="day_named", stood="unanswered", due_on=far)
    assert [each.status for each in here.rows(CallTask)] == [CallTaskStatus.OPEN]
    here.press(act="accepted", stood="unanswered", due_on=far)
    assert [each.status for each in here.rows(CallTask)] == [CallTaskStatus.CANCELLED]


@pytest.mark.parametrize(
    ("pressed", "told"),
    [
        ({"act": "accepted"}, "We take it on"),
        ({"refusal": "no_capacity"}, "We cannot take it on Reason No place free"),
        ({"outcome": "granted"}, "What came of it Granted"),
    ],
)
def test_a_link_that_answered_says_what_is_written_down_before_it_opens(
    office, visitor, pressed, told
):
    here = office()
    here.press(stood="unanswered", **pressed)
    cover = visitor.get(here.link)
    assert told in cover.main
    assert "23 Nov" in cover.main
    assert NAME not in cover.text
    opened = here.opened()
    assert told in opened.main
    assert "open the link anew" in opened.main


def test_a_list_of_one_centre_names_the_others_that_wait_and_nothing_they_sent(
    office, visitor, database, town_scope
):
    here = office()
    with database.writing(town_scope) as session:
        west = a_centre(session, name="서부희망케어센터")
        case = a_case(session, resident=a_resident(session, centre=west), centre=west)
        apart = a_referral(session, case=case, service=here.service)
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=here.centre)
        session.flush()
        made = make_receiver_link(
            session,
            referral_id=here.referral.id,
            for_all=True,
            by=an_identity(session, account),
            now=NOW,
        )
        name, phone = west.name_en, west.phone
    listed = visitor.get(f"/o/{made.token}")
    assert f"{name} waits for your office too" in listed.main
    assert f"tel:{phone}" in listed.html
    assert apart.code[:4] + "-" + apart.code[4:] not in listed.main
    visitor.send(f"/o/{made.token}/{apart.code}", {"act": "read"})
    with database.writing(town_scope) as session:
        row = session.get_one(Referral, apart.id)
        row.status, row.refusal_reason = ReferralStatus.REFUSED, RefusalReason.NO_CAPACITY
    assert "waits for your office too" not in visitor.get(f"/o/{made.token}").main
