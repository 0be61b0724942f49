"""Referrals through the pages: what is shared is seen first, then followed until an outcome."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome
from hopecare.domain.roles import Role
from hopecare.queries.office_calls import asks_key
from models import CallTask, Case, ContactSafetyRule, Person, Referral, Service
from tests.factories.assessments import an_assessment
from tests.factories.cases import a_case
from tests.factories.people import a_consent, a_resident, a_staff_account
from tests.factories.referrals import a_referral, a_service, an_organisation
from tests.factories.towns import NOW, TODAY, a_centre, a_town
from tests.plugins.pages import count_queries, said_by

YESTERDAY = NOW - timedelta(days=1)


@pytest.fixture
def desk(database, town_scope, visitor):
    """A social worker signed in, a resident with a case, two services of one office."""

    class Desk:
        def __init__(self, **given):
            with database.writing(town_scope) as session:
                a_town(session)
                self.centre = a_centre(session)
                self.resident = a_resident(session, centre=self.centre, **given)
                self.case = a_case(session, resident=self.resident)
                office = an_organisation(session)
                self.service = a_service(session, organisation=office)
                self.housing = a_service(
                    session, organisation=office, name="주거급여 신청", programme="housing"
                )
                account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=self.centre)
            self.account = account
            visitor.sign_in(account)
            self.refer = f"/cases/{self.case.id}/refer"

        def assess(self):
            with database.writing(town_scope) as session:
                return an_assessment(session, self.resident)

        def referred(self, **given):
            with database.writing(town_scope) as session:
                made = a_referral(
                    session, case=self.case, service=self.service, now=YESTERDAY, **given
                )
            self.page = f"/referrals/{made.id}"
            return made

        def now(self, made):
            with database.reading(town_scope) as session:
                return session.get_one(Referral, made.id)

        def withdraw_sharing(self):
            with database.writing(town_scope) as session:
                person = session.get_one(Person, self.resident.id)
                a_consent(
                    session,
                    person,
                    ConsentPurpose.SHARE_WITH_AGENCY,
                    act=ConsentAct.WITHDRAWN,
                    at=NOW,
                )

    return Desk


def made_by(database, town_scope):
    with database.reading(town_scope) as session:
        return list(session.scalars(select(Referral)))


def test_an_eligible_programme_leads_to_its_service_with_everything_in_view(
    desk, visitor, database, town_scope
):
    here = desk()
    kept = here.assess()
    answer = visitor.get(f"/assessments/{kept.id}")
    (leads,) = (link for link in answer.links if "programme=housing" in link)
    page = visitor.get(leads)
    assert "This and nothing else would be shared" in page.main
    assert "Housing benefit: May well qualify" in page.main
    assert "김다래" in page.main
    assert "agreed to sharing with an agency on" in page.main
    assert made_by(database, town_scope) == []
    sent = visitor.follow(visitor.post(here.refer, {"do": "send"}, on=leads))
    (made,) = made_by(database, town_scope)
    assert (made.service_id, made.assessment_id) == (here.housing.id, kept.id)
    assert "Waiting for the office's answer." in sent.main


def test_words_and_reasons_go_along_only_as_chosen(desk, visitor, database, town_scope):
    here = desk()
    here.assess()
    chosen = {"service_id": str(here.service.id), "words": "월세가 밀렸어요.", "do": "look"}
    seen = visitor.post(here.refer, chosen, status=200)
    assert "월세가 밀렸어요." in seen.main
    assert "What our check by the published rules says" not in seen.main
    form = seen.fields()
    form["do"] = "send"
    visitor.send(here.refer, form)
    (made,) = made_by(database, town_scope)
    assert made.assessment_id is None
    sheet = visitor.get(f"/referrals/{made.id}/sheet?language=en")
    assert "월세가 밀렸어요." in sheet.main
    assert f"{made.code[:4]}-{made.code[4:]}" in sheet.main
    assert "We cannot take it on, because:" in sheet.main
    assert "Household size 1 person" in sheet.main
    assert "가구원 수 1명" in visitor.get(f"/referrals/{made.id}/sheet?language=ko").main


SAYS = {"ko": "맡기 어렵습니다", "en": "We cannot take it on"}


@pytest.mark.parametrize("reads", ["en", "ko"])
@pytest.mark.parametrize("speaks", ["ko", "en"])
def test_the_sheet_is_in_the_residents_language_whoever_prints_it(
    desk, visitor, database, town_scope, reads, speaks
):
    here = desk()
    made = here.referred()
    with database.writing(town_scope) as session:
        session.get_one(Person, here.case.resident_id).language = speaks
    page = visitor.read_in(reads).get(f"{here.page}/sheet")
    (article,) = page.find_all("article")
    assert article.attrib["lang"] == speaks
    assert SAYS[speaks] in said_by(article)
    assert page.h1 == ("Referral sheet" if speaks == "en" else "연계서")
    assert page.h1 in said_by(article)
    other = "en" if speaks == "ko" else "ko"
    (switch,) = [link for link in page.links if link.endswith(f"/sheet?language={other}")]
    assert visitor.get(switch).find_all("article")[0].attrib["lang"] == other
    assert made.code[:4] in said_by(article)


def test_without_consent_there_is_a_way_to_record_it_and_nothing_to_send(desk, visitor):
    here = desk(consents=(ConsentPurpose.KEEP_RECORD,))
    page = visitor.get(f"{here.refer}?programme=livelihood")
    assert "has not agreed to sharing with an agency" in page.main
    assert f"/residents/{here.resident.id}/consents" in page.links
    assert "This and nothing else would be shared" not in page.main
    for does in ("look", "send"):
        chosen = {"service_id": str(here.service.id), "do": does}
        refused = visitor.post(here.refer, chosen, status=422)
        assert set(refused.errors) == {"override_reason"}
        assert refused.find("details", open="") is not None


def test_a_second_referral_to_an_open_one_is_said_at_look_and_at_send(
    desk, visitor, database, town_scope
):
    here = desk()
    looked = visitor.get(f"{here.refer}?programme=livelihood").fields()
    made = here.referred()
    chosen = {"service_id": str(here.service.id), "do": "look"}
    page = visitor.post(here.refer, chosen, status=422)
    assert set(page.errors) == {"service_id"}
    assert f"/referrals/{made.id}" in page.links
    looked["do"] = "send"
    late = visitor.send(here.refer, looked, status=422)
    assert set(late.errors) == {"service_id"}
    assert f"/referrals/{made.id}" in late.links
    assert len(made_by(database, town_scope)) == 1


def test_a_look_jumps_to_what_would_be_shared_with_the_form_folded_above(desk, visitor):
    here = desk()
    chosen = {"service_id": str(here.service.id), "do": "look"}
    page = visitor.post(here.refer, chosen, status=200)
    assert page.find("form", id="refer").attrib["action"].endswith("#shared")
    assert page.find("div", id="shared") is not None
    assert "Change the service or what goes along" in page.main
    assert "Change the service or what goes along" not in visitor.get(here.refer).main


@pytest.mark.parametrize("items", [[], ["reasons"]])
def test_no_reason_is_claimed_that_nobody_gave(desk, visitor, items):
    here = desk()
    kept = here.assess()
    chosen = {"service_id": str(here.housing.id), "do": "look", "assessment_id": str(kept.id)}
    page = visitor.post(here.refer, {**chosen, "items": items}, status=200)
    assert "Why we turn to you" not in page.main
    assert "may have a right" not in page.main
    assert ("What our check by the published rules says" in page.main) == bool(items)


def test_the_day_on_a_sheet_has_its_year(desk, visitor):
    here = desk()
    here.referred()
    page = visitor.get(f"{here.page}/sheet?language=ko")
    assert f"2026년 {YESTERDAY.month}월 {YESTERDAY.day}일" in page.main


def test_a_service_must_be_chosen(desk, visitor):
    here = desk()
    page = visitor.post(here.refer, {"do": "send", "words": "급해요"}, status=422)
    assert set(page.errors) == {"service_id"}
    assert page.fields()["words"].strip() == "급해요"


def test_another_persons_assessment_never_shows(desk, visitor, database, town_scope):
    here = desk()
    with database.writing(town_scope) as session:
        other = a_resident(session, name="남온새", centre=here.centre)
        kept = an_assessment(session, other)
    visitor.get(f"{here.refer}?programme=livelihood&assessment_id={kept.id}", status=404)


def test_a_double_click_refers_once(desk, visitor, database, town_scope):
    here = desk()
    form = visitor.get(f"{here.refer}?programme=livelihood").fields()
    form["do"] = "send"
    first = visitor.send(here.refer, form)
    again = visitor.send(here.refer, form)
    assert first.answer.headers["Location"] == again.answer.headers["Location"]
    assert len(made_by(database, town_scope)) == 1


def test_the_sheet_is_empty_once_sharing_is_withdrawn(desk, visitor):
    here = desk()
    made = here.referred()
    here.withdraw_sharing()
    page = visitor.get(f"{here.page}/sheet")
    assert "this sheet stays empty" in page.main
    assert "김다래" not in page.main
    assert "월세가" not in page.main
    assert made.code in page.main
    assert "Nothing more is shared with the office" in visitor.get(here.page).main


def test_a_number_that_is_unsafe_to_call_stays_off_the_sheet(desk, visitor, database, town_scope):
    here = desk(phone="+821000000123")
    here.referred()
    assert "010-0000-0123" in visitor.get(f"{here.page}/sheet").main
    with database.writing(town_scope) as session:
        session.add(
            ContactSafetyRule(
                town_id=here.resident.town_id,
                person_id=here.resident.id,
                from_on=TODAY,
                forbidden=True,
            )
        )
    page = visitor.get(f"{here.page}/sheet?language=en")
    assert "010-0000-0123" not in page.main
    assert "Please do not contact this person directly" in page.main


def test_an_acceptance_is_written_down_with_its_day_and_door(desk, visitor):
    here = desk()
    made = here.referred()
    page = visitor.follow(
        visitor.post(f"{here.page}/answer", {"answered_on": str(TODAY), "answer": "accepted"})
    )
    assert "The office is deciding." in page.main
    row = here.now(made)
    assert (row.status, row.answered_by_door) == (ReferralStatus.ACCEPTED, AnswerDoor.PHONE)
    assert row.answered_on == TODAY


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        pytest.param({"answer": None}, "answer", id="no answer"),
        pytest.param({"answer": "refused"}, "refusal", id="no reason"),
        pytest.param(
            {"answer": "accepted", "answered_on": "2026-11-01"}, "answered_on", id="before it"
        ),
        pytest.param({"answer": "accepted", "answered_on": "soon"}, "answered_on", id="no day"),
        pytest.param({"answer": "asked"}, "words", id="no question"),
        pytest.param(
            {"answer": "looking", "answered_on": "2026-11-01"}, "answered_on", id="looked before it"
        ),
        pytest.param({"answer": "accepted", "speaker": "가" * 201}, "speaker", id="long name"),
        pytest.param({"answer": "refused", "refusal": "other"}, "words", id="which other reason"),
    ],
)
def test_an_answer_that_cannot_be_is_said_beside_its_field(desk, visitor, wrong, field):
    here = desk()
    made = here.referred()
    page = visitor.post(f"{here.page}/answer", {"answered_on": str(TODAY)} | wrong, status=422)
    assert set(page.errors) == {field}
    assert here.now(made).status is ReferralStatus.SENT


def test_who_spoke_stands_beside_the_day_of_the_answer_and_of_the_outcome(desk, visitor):
    here = desk()
    made = here.referred()
    said = {"answered_on": str(TODAY), "answer": "accepted", "speaker": "복지팀 김주무관"}
    page = visitor.follow(visitor.post(f"{here.page}/answer", said))
    assert "By telephone · 복지팀 김주무관" in page.main
    decided = {"outcome": "granted", "door": "letter", "speaker": "읍장 이나루"}
    page = visitor.follow(visitor.post(f"{here.page}/outcome", decided))
    assert "By letter · 읍장 이나루" in page.main
    row = here.now(made)
    assert (row.answer_speaker, row.outcome_speaker) == ("복지팀 김주무관", "읍장 이나루")


def test_a_question_by_telephone_is_owed_a_call_as_one_by_the_link_is(
    desk, visitor, database, town_scope
):
    here = desk()
    made = here.referred()
    asked = {
        "answered_on": str(TODAY),
        "answer": "asked",
        "speaker": "김주무관",
        "words": "통장 사본이 있나요?",
    }
    page = visitor.follow(visitor.post(f"{here.page}/answer", asked))
    assert "김주무관: 통장 사본이 있나요?" in page.main
    assert here.now(made).status is ReferralStatus.SEEN
    with database.reading(town_scope) as session:
        (task,) = session.scalars(select(CallTask)).all()
    assert (task.kind, task.about_person_id) == (CallTaskKind.OFFICE_ASKS, here.resident.id)
    assert task.dedup_key.startswith(asks_key(made.id))
    assert f"/call-tasks/{task.id}" in page.html
    visitor.post(f"{here.page}/answer", asked)
    with database.reading(town_scope) as session:
        assert len(session.scalars(select(CallTask)).all()) == 1


@pytest.mark.parametrize("door", ["phone", "letter", "desk"])
def test_an_office_that_still_looks_has_seen_it_and_owes_its_answer(desk, visitor, door):
    here = desk()
    made = here.referred()
    said = {
        "answered_on": str(TODAY),
        "answer": "looking",
        "door": door,
        "speaker": "김주무관",
        "words": "소득을 봅니다",
    }
    page = visitor.follow(visitor.post(f"{here.page}/answer", said))
    assert "The office has read it and owes an answer." in page.main
    assert "김주무관: 소득을 봅니다" in page.main
    row = here.now(made)
    assert (row.status, row.answered_on, row.seen_at) == (ReferralStatus.SEEN, None, NOW)
    assert "The agency has not decided yet" in visitor.get(f"/cases/{here.case.id}").main
    again = visitor.follow(visitor.post(f"{here.page}/answer", said | {"words": "서류를 봅니다"}))
    assert "김주무관: 서류를 봅니다\n\n김주무관: 소득을 봅니다" in here.now(made).answer_words
    assert "Answer due" in again.main


@pytest.mark.parametrize("answer", ["asked", "looking"])
def test_what_an_office_has_answered_is_neither_asked_about_nor_looked_at(
    desk, visitor, database, town_scope, answer
):
    here = desk()
    made = here.referred()
    form = visitor.get(f"{here.page}/answer").fields()
    form["answered_on"] = str(TODAY)
    visitor.post(
        f"{here.page}/answer",
        {"answered_on": str(TODAY), "answer": "refused", "refusal": "category"},
    )
    visitor.send(f"{here.page}/answer", form | {"answer": answer, "words": "뭐"}, status=409)
    assert here.now(made).status is ReferralStatus.REFUSED
    with database.reading(town_scope) as session:
        # Of the refusal, not of the answer: until when they may object.
        assert session.scalars(select(CallTask.kind)).all() == [CallTaskKind.DEADLINE_NEAR]


def test_an_office_that_took_it_on_may_still_ask(desk, visitor, database, town_scope):
    here = desk()
    made = here.referred()
    visitor.post(f"{here.page}/answer", {"answered_on": str(TODAY), "answer": "accepted"})
    visitor.post(
        f"{here.page}/answer",
        {"answered_on": str(TODAY), "answer": "asked", "words": "언제 이사했나요?"},
    )
    assert here.now(made).status is ReferralStatus.ACCEPTED
    with database.reading(town_scope) as session:
        assert session.scalars(select(CallTask.kind)).all() == [CallTaskKind.OFFICE_ASKS]


def test_a_refusal_shows_the_ways_on_and_an_objection_goes_back(desk, visitor):
    here = desk()
    made = here.referred()
    refused = {
        "answered_on": str(TODAY),
        "answer": "refused",
        "refusal": "obligor",
        "door": "letter",
        "words": "자녀 소득",
    }
    page = visitor.follow(visitor.post(f"{here.page}/answer", refused))
    assert "Because of close family (obligor)" in page.main
    assert f"/cases/{here.case.id}/needs/new" in page.links
    assert f"{here.page}/objection" in page.links
    after = visitor.follow(
        visitor.post(f"{here.page}/objection", {"words": "열두 해 동안 연락이 없습니다."})
    )
    row = here.now(made)
    assert row.status is ReferralStatus.SENT
    assert (row.refusal_reason, row.answered_on) == (None, None)
    assert "열두 해 동안 연락이 없습니다." in after.main
    assert "Objection to" in after.main
    assert "Because of close family (obligor)" in after.main


def test_an_objection_to_what_came_before_changes_nothing(desk, visitor):
    here = desk()
    made = here.referred()
    visitor.post(
        f"{here.page}/answer",
        {"answered_on": str(TODAY), "answer": "refused", "refusal": "obligor"},
    )
    stale = visitor.get(f"{here.page}/objection").fields()
    stale["words"] = "연락이 없습니다."
    visitor.post(f"{here.page}/objection", {"words": "열두 해 동안 연락이 없습니다."})
    visitor.post(f"{here.page}/outcome", {"outcome": "not_granted", "door": "letter"})
    said = visitor.send(f"{here.page}/objection", stale, status=409)
    assert "This step is no longer possible" in said.text
    row = here.now(made)
    assert (row.status, row.outcome) == (ReferralStatus.DONE, ReferralOutcome.NOT_GRANTED)


def test_what_another_office_has_now_offers_no_objection(desk, visitor, database, town_scope):
    here = desk()
    made = here.referred()
    refused = {
        "answered_on": str(TODAY),
        "answer": "refused",
        "refusal": "obligor",
        "door": "letter",
    }
    page = visitor.follow(visitor.post(f"{here.page}/answer", refused))
    assert f"{here.page}/correct" in page.html
    with database.writing(town_scope) as session:
        other = an_organisation(session, name="별내면 행정복지센터")
        session.get_one(Service, here.service.id).organisation_id = other.id
    page = visitor.get(here.page)
    assert f"{here.page}/objection" not in page.links
    assert f"{here.page}/correct" not in page.html
    assert "Another office has this service now" in page.main
    told = {"words": "열두 해 동안 연락이 없습니다."}
    said = visitor.post(f"{here.page}/objection", told, status=409)
    assert "Another office has this service now" in said.text
    assert here.now(made).status is ReferralStatus.REFUSED


def test_an_outcome_is_kept_with_its_amount_and_how_it_reached_us(desk, visitor):
    here = desk()
    made = here.referred()
    visitor.post(
        f"{here.page}/outcome",
        {"outcome": "granted", "door": "letter", "amount_minor": "502,556"},
    )
    row = here.now(made)
    assert "By letter" in visitor.get(here.page).main
    assert (row.outcome, row.outcome_by_door, row.amount_minor, row.currency) == (
        ReferralOutcome.GRANTED,
        AnswerDoor.LETTER,
        502_556,
        "KRW",
    )


def test_an_outcome_before_the_referral_or_a_second_one_is_refused(desk, visitor):
    here = desk()
    here.referred()
    early = {"outcome": "granted", "door": "phone", "outcome_on": "2026-11-01"}
    page = visitor.post(f"{here.page}/outcome", early, status=422)
    assert set(page.errors) == {"outcome_on"}
    form = visitor.get(f"{here.page}/outcome").fields()
    form["outcome"] = "granted"
    assert set(visitor.send(f"{here.page}/outcome", form, status=422).errors) == {"door"}
    form["door"] = "phone"
    visitor.send(f"{here.page}/outcome", form)
    form["op"] = "another-key"
    visitor.send(f"{here.page}/outcome", form, status=409)


def test_a_withdrawn_referral_takes_no_answer(desk, visitor):
    here = desk()
    made = here.referred()
    answer = visitor.get(f"{here.page}/answer").fields()
    page = visitor.follow(visitor.post(f"{here.page}/withdraw", on=here.page))
    assert "Withdrawn. Please tell the office too." in page.text
    assert "This referral was withdrawn." in visitor.get(f"{here.page}/sheet").main
    answer["answer"], answer["answered_on"] = "accepted", str(TODAY)
    visitor.send(f"{here.page}/answer", answer, status=409)
    assert here.now(made).status is ReferralStatus.WITHDRAWN


def test_a_late_answer_is_pointed_out_and_still_taken(desk, visitor, database, town_scope):
    here = desk()
    with database.writing(town_scope) as session:
        a_referral(session, case=here.case, service=here.service, now=NOW - timedelta(days=40))
        late = session.scalars(select(Referral)).one()
    page = visitor.get(f"/referrals/{late.id}")
    assert "The answer is late." in page.main
    visitor.post(f"/referrals/{late.id}/answer", {"answered_on": str(TODAY), "answer": "accepted"})
    assert here.now(late).status is ReferralStatus.ACCEPTED


def test_the_list_shows_what_is_due_first_and_narrows(desk, visitor, database, town_scope):
    here = desk()
    with database.writing(town_scope) as session:
        days = {40: "진접읍 센터", 2: "다산 센터"}
        for ago, name in days.items():
            service = a_service(session, organisation=an_organisation(session, name=name))
            a_referral(session, case=here.case, service=service, now=NOW - timedelta(days=ago))
    page = visitor.read_in("ko").get("/referrals")
    assert page.main.index("진접읍 센터", page.main.index("답 받을 날")) < page.main.rindex(
        "다산 센터"
    )
    late = visitor.get("/referrals?which=late")
    assert late.main.count("다산 센터") == 1
    assert late.main.count("진접읍 센터") == 2
    assert "없" in visitor.get("/referrals?which=refused").main
    with database.writing(town_scope) as session:
        session.execute(update(Referral).values(status=ReferralStatus.ACCEPTED))
    assert "없" in visitor.get("/referrals?which=late").main
    assert visitor.get("/referrals?which=waiting").main.count("진접읍 센터") == 2


def test_another_centre_sees_no_referral(desk, visitor, database, town_scope):
    here = desk()
    here.referred()
    with database.writing(town_scope) as session:
        stranger = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=a_centre(session))
    visitor.sign_in(stranger)
    for path in (here.page, f"{here.page}/sheet", f"{here.page}/answer", here.refer):
        visitor.get(path, status=403)
    assert "김다래" not in visitor.get("/referrals").main


def test_pages_ask_the_database_little(desk, visitor, database):
    here = desk()
    here.referred()
    for path, most in ((here.page, 36), (f"{here.page}/sheet", 26), (here.refer, 30)):
        with count_queries(database) as counted:
            visitor.get(path)
        assert counted.total <= most, (path, counted.statements)


def test_the_list_asks_no_more_for_many_than_for_one(desk, visitor, database, town_scope):
    here = desk()
    here.referred()
    with count_queries(database) as one:
        visitor.get("/referrals")
    with database.writing(town_scope) as session:
        for number in range(5):
            service = a_service(session, name=f"서비스 {number}")
            a_referral(session, case=here.case, service=service)
    with count_queries(database) as many:
        visitor.get("/referrals")
    assert many.total == one.total


def test_the_case_page_lists_its_referrals(desk, visitor):
    here = desk()
    here.referred()
    page = visitor.get(f"/cases/{here.case.id}")
    assert here.page in page.links
    assert here.refer in page.links


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (ConsentAct.WITHDRAWN, "took back on Mon 23 Nov what they had agreed to"),
        (ConsentAct.REFUSED, "said no to sharing with an agency on Mon 23 Nov"),
    ],
)
def test_the_form_says_truly_what_was_said_about_sharing(
    desk, visitor, database, town_scope, act, sentence
):
    here = desk()
    with database.writing(town_scope) as session:
        person = session.get_one(Person, here.resident.id)
        a_consent(session, person, ConsentPurpose.SHARE_WITH_AGENCY, act=act, at=NOW)
    page = visitor.get(here.refer)
    assert sentence in page.main
    assert "has not agreed to sharing" not in page.main
    assert "Their word stands." in page.main


def test_an_agreement_that_ran_out_says_so(desk, visitor, database, town_scope):
    here = desk(consents=(ConsentPurpose.KEEP_RECORD,))
    with database.writing(town_scope) as session:
        person = session.get_one(Person, here.resident.id)
        a_consent(session, person, ConsentPurpose.SHARE_WITH_AGENCY, at=YESTERDAY, expires_on=TODAY)
    page = visitor.get(here.refer)
    assert "agreed to on Sun 22 Nov has run out" in page.main
    assert "Ask them" in page.main


def facts_of(page):
    """What stands beside what, in the page's lists of facts."""
    found: dict[str, str] = {}
    for row in page.find_all("dl"):
        for each in row:
            parts = [said_by(part) for part in each]
            if len(parts) == 2:
                found.setdefault(parts[0], parts[1])
    return found


def test_the_next_step_names_whose_it_is_and_by_when(desk, visitor, database, town_scope):
    here = desk()
    made = here.referred()
    with database.writing(town_scope) as session:
        owner = session.get_one(Case, here.case.id).owner_id
        name = session.get_one(Person, owner).full_name if owner else "nobody has the case"
    page = visitor.get(here.page)
    assert "The office answers; then write its answer down" in page.main
    assert facts_of(page)["Who"] == name
    assert facts_of(page)["By when"].startswith("Tue 22 Dec")
    visitor.clock.at += timedelta(days=40)
    visitor.sign_in(here.account)
    assert "The answer is late: ask the office" in visitor.get(here.page).main
    assert here.now(made).status is ReferralStatus.SENT


def test_the_call_that_is_owed_stands_there_with_its_way(desk, visitor, database, town_scope):
    here = desk()
    made = here.referred()
    visitor.clock.at += timedelta(days=40)
    visitor.sign_in(here.account)
    visitor.post(f"{here.page}/no-answer", on=here.page)
    page = visitor.get(here.page)
    with database.reading(town_scope) as session:
        (owed,) = session.scalars(select(CallTask))
    assert "No word from the agency" in page.main
    assert f"/call-tasks/{owed.id}" in page.links
    assert str(made.id) in owed.dedup_key


def test_what_the_office_said_is_labelled_and_nothing_is_due_once_it_took_it_on(desk, visitor):
    here = desk()
    here.referred()
    given = {"answer": "accepted", "door": "phone", "answered_on": TODAY.isoformat()}
    visitor.post(f"{here.page}/answer", given)
    visitor.clock.at += timedelta(days=60)
    visitor.sign_in(here.account)
    page = visitor.get(here.page)
    assert facts_of(page)["The office said"] == "They take it on"
    assert "Answer due" not in facts_of(page)
    assert "The answer is late" not in page.main
    assert "ask what came of it" in page.main
    given = {"answered_on": str(TODAY), "answer": "refused", "refusal": "obligor"}
    visitor.post(f"{here.page}/answer", given)
    said = facts_of(visitor.get(here.page))["The office said"]
    assert said == "They do not take it on: Because of close family (obligor)"


def test_forms_say_what_is_answered_and_decided(desk, visitor):
    here = desk()
    here.referred()
    assert "Application for livelihood benefit" in visitor.get(f"{here.page}/answer").h1
    assert "Application for livelihood benefit" in visitor.get(f"{here.page}/outcome").h1


def test_a_form_for_an_answer_that_is_written_down_says_what_and_asks_nothing(desk, visitor):
    here = desk()
    here.referred()
    refused = {
        "answered_on": str(TODAY),
        "answer": "refused",
        "refusal": "no_capacity",
        "speaker": "김 주무관",
    }
    visitor.post(f"{here.page}/answer", refused)
    for form in ("answer", "outcome"):
        again = visitor.get(f"{here.page}/{form}")
        assert "This is written down already." in again.main
        assert "No place free" in again.main
        assert "김 주무관" in again.main
        assert here.page in again.links
        assert again.find("button", class_="btn-primary", type="submit") is None


def test_what_somebody_wrote_down_in_between_is_shown_and_not_written_over(desk, visitor):
    here = desk()
    made = here.referred()
    first, second = (visitor.get(f"{here.page}/answer").fields() for _ in range(2))
    visitor.send(
        f"{here.page}/answer",
        {**first, "answered_on": str(TODAY), "answer": "accepted"},
        status=303,
    )
    late = {**second, "answered_on": str(TODAY), "answer": "refused", "refusal": "no_capacity"}
    page = visitor.send(f"{here.page}/answer", late, status=409)
    assert "Nothing of yours was written." in page.main
    assert "They refuse after all" in page.main
    assert here.now(made).status is ReferralStatus.ACCEPTED
    assert page.fields()["stood"] == "accepted"
    again = {
        **page.fields(),
        "answered_on": str(TODAY),
        "answer": "refused",
        "refusal": "no_capacity",
    }
    visitor.send(f"{here.page}/answer", again, status=303)
    assert here.now(made).status is ReferralStatus.REFUSED
