"""Choosing what an office is told: in the form, on the sheet, and on the list of overrides."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.roles import Role
from models import ConsentEntry, Person, Referral, ReferralPacket, SharingOverride, Worry
from tests.factories.assessments import NOTHING_RECEIVED, an_assessment, said
from tests.factories.cases import a_case
from tests.factories.people import a_resident, a_staff_account
from tests.factories.referrals import a_service
from tests.factories.towns import NOW, a_centre, a_town

SAW = "냉장고가 비어 있었습니다."


@pytest.fixture
def desk(database, town_scope, visitor):
    """A member of staff, a resident with a case and a check, one service for housing."""

    class Desk:
        def __init__(self, role=Role.SOCIAL_WORKER, facts=None, **given):
            with database.writing(town_scope) as session:
                a_town(session)
                centre = a_centre(session)
                self.resident = a_resident(session, centre=centre, **given)
                self.case = a_case(session, resident=self.resident)
                self.service = a_service(session, programme="housing")
                self.check = an_assessment(session, self.resident, facts=facts)
                helper = a_resident(session, name="남온새", centre=centre)
                self.worry = Worry(
                    town_id=self.case.town_id, case_id=self.case.id, raised_by_id=helper.id,
                    raised_at=NOW, is_crisis=False, words=SAW,
                )  # fmt: skip
                session.add(self.worry)
                account = a_staff_account(session, roles=(role,), centre=centre)
            visitor.sign_in(account)
            self.refer = f"/cases/{self.case.id}/refer"
            self.chosen = {"service_id": str(self.service.id), "do": "look"}

        def look(self, status=200, **more):
            return visitor.post(self.refer, {**self.chosen, **more}, status=status)

        def send(self, page, status=303, **more):
            form = page.fields()
            form["do"] = "send"
            for name, value in more.items():
                form[name] = value
            return visitor.send(self.refer, form, status=status)

        def rows(self, kind):
            with database.reading(town_scope) as session:
                return list(session.scalars(select(kind)))

    return Desk


def test_parts_are_left_out_or_taken_along_one_by_one(desk, visitor):
    here = desk(phone="+821000000123")
    page = here.look(items=["reasons"])
    assert "010-0000-0123" not in page.main
    assert "Birth date" in page.main
    assert "Address" not in page.main.split("About whom")[1]  # no line stands there empty
    assert "Housing benefit: May well qualify" in page.main
    made = visitor.follow(here.send(page))
    assert "Name, What the rules say of this service's programme" in made.main
    (packet,) = here.rows(ReferralPacket)
    assert packet.items == ["reasons"]


def test_what_a_neighbour_saw_goes_along_as_it_was_marked(desk):
    here = desk()
    assert SAW in here.look().main
    page = here.look(observations=[f"{here.worry.id}:fact"])
    assert f"Fact · Monday, November 23, 2026 · {SAW}" in page.main or f"{SAW}" in page.main
    here.send(page)
    (packet,) = here.rows(ReferralPacket)
    assert packet.snapshot["observations"][0]["mark"] == "fact"


def test_another_programme_needs_the_residents_own_choice(desk, visitor):
    here = desk()
    page = visitor.post(here.refer, {**here.chosen, "findings": ["livelihood"]}, status=200)
    assert "Other programmes, by the person's own choice" in page.main
    refused = here.send(page, status=422)
    assert set(refused.errors) == {"findings_chosen_on"}
    assert here.rows(Referral) == []
    with_day = here.look(findings=["livelihood"], findings_chosen_on="2026-11-23")
    here.send(with_day)
    (packet,) = here.rows(ReferralPacket)
    assert packet.findings == ["livelihood"]


def test_what_is_received_is_ticked_by_nobody_and_goes_by_their_choice(desk, visitor):
    receives = replace(said(), receiving={**NOTHING_RECEIVED, "housing": True})
    here = desk(facts=receives)
    asked = f"assessment_id={here.check.id}&programme=housing"
    form = visitor.get(f"{here.refer}?{asked}").fields()
    assert "reasons" not in form.getlist("items")
    told = here.look(items=["reasons"], assessment_id=str(here.check.id))
    assert "stays out" in told.main
    assert "What our check by the published rules says" not in told.main
    own = {"findings": ["housing"], "findings_chosen_on": "2026-11-23"}
    chosen = here.look(items=["reasons"], assessment_id=str(here.check.id), **own)
    assert "What our check by the published rules says" in chosen.main
    assert "stays out" not in chosen.main


def test_what_changed_since_it_was_seen_is_shown_once_more(desk, database, town_scope):
    here = desk()
    page = here.look()
    with database.writing(town_scope) as session:
        session.get_one(Person, here.resident.id).full_name = "김새이름"
    again = here.send(page, status=422)
    assert "Something has changed since you looked." in again.main
    assert "김새이름" in again.main
    assert here.rows(Referral) == []
    here.send(again)
    assert len(here.rows(Referral)) == 1


def test_words_changed_beside_the_preview_are_looked_at_first(desk):
    here = desk()
    refused = here.send(here.look(), status=422, words="다른 말")
    assert "Something has changed since you looked." in refused.main
    assert "다른 말" in refused.main


def test_a_mark_that_is_none_is_refused_beside_it(desk, visitor):
    here = desk()
    form = here.look().fields()
    form["observations"] = f"{here.worry.id}:gossip"
    assert set(visitor.send(here.refer, form, status=422).errors) == {"observations"}


OVERRIDE = {"override_reason": "danger_to_life", "override_words": "의식이 없었습니다."}


def test_an_override_needs_its_reason_and_stands_on_the_list(desk, visitor):
    here = desk(consents=(ConsentPurpose.KEEP_RECORD,))
    page = here.look(status=422, **{**OVERRIDE, "override_words": ""})
    assert set(page.errors) == {"override_words"}
    refused = here.send(page, status=422)
    assert set(refused.errors) == {"override_words"}
    assert here.rows(SharingOverride) == []
    made = visitor.follow(here.send(here.look(**OVERRIDE)))
    assert "without consent, by a written reason" in made.main
    sheet = visitor.get(f"{made.path}/sheet?language=en")
    assert "Shared without consent, because Danger to life or health" in sheet.main
    listed = visitor.get("/referrals/overrides")
    assert "의식이 없었습니다." in listed.main
    assert "의식이 없었습니다." not in visitor.get("/referrals/overrides?reason=legal_duty").main
    timeline = visitor.get(f"/cases/{here.case.id}")
    assert "Shared without consent, by a written reason" in timeline.main
    assert "의식이 없었습니다." not in timeline.main


def test_the_page_asks_the_same_as_the_sheet_once_whoever_could_not_be_asked_says_no(
    desk, visitor, database, town_scope
):
    here = desk(consents=(ConsentPurpose.KEEP_RECORD,))
    could_not = {**OVERRIDE, "override_reason": "cannot_be_asked"}
    made = visitor.follow(here.send(here.look(**could_not)))
    sheet = f"{made.path}/sheet"
    assert sheet in made.links
    with database.writing(town_scope) as session:
        session.add(
            ConsentEntry(
                town_id=here.resident.town_id, person_id=here.resident.id,
                purpose=ConsentPurpose.SHARE_WITH_AGENCY, act=ConsentAct.REFUSED,
                form=ConsentForm.VOICE, at=NOW + timedelta(minutes=1), recorded_by_id=None,
            )
        )  # fmt: skip
    page = visitor.get(made.path)
    assert "The person does not agree to sharing, or no longer does." in page.main
    assert "How to tell the office" not in page.main
    assert sheet not in page.links
    assert not any(each.endswith("/fhir.json") for each in page.links)


def test_who_may_not_decide_it_is_refused_and_offered_nothing(desk, visitor):
    here = desk(role=Role.COORDINATOR, consents=(ConsentPurpose.KEEP_RECORD,))
    assert "override_reason" not in visitor.get(here.refer).html
    form = visitor.get(here.refer).fields()
    for name, value in {**here.chosen, **OVERRIDE, "do": "send", "seen": "x"}.items():
        form[name] = value
    visitor.send(here.refer, form, status=403)
    assert here.rows(SharingOverride) == []
