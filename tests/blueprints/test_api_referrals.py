"""Other systems refer as the pages do: looked at first, by right, once, and seen through."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from fhir.resources.R4B.bundle import Bundle
from sqlalchemy import func, select

from hopecare.domain.api_scopes import API_SCOPES
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.fhir_must_support import faults_of
from hopecare.domain.roles import Role
from hopecare.services.make_api_token import make_api_token
from hopecare.services.withdraw_consent import withdraw_consent
from models import AccessLogEntry, CallTask, Need, Person, Referral, SharingOverride
from tests.factories.cases import BY, a_case, a_need
from tests.factories.people import (
    a_consent,
    a_phone,
    a_resident,
    a_staff_account,
    unsafe_to_contact,
)
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.plugins.pages import count_queries

NAME, STREET = "김다래", "마석로 12"


class System:
    """Another system with tokens of this centre, of its coordinator, and of another centre."""

    def __init__(self, app, database, scope):
        self.app, self.database, self.scope = app, database, scope
        with database.writing(scope) as session:
            a_town(session)
            self.centre, elsewhere = a_centre(session), a_centre(session, name="서부희망케어센터")
            area = an_area(session, covered_by=self.centre)
            self.resident = a_resident(
                session, name=NAME, phone=a_phone(), centre=self.centre, area=area, address=STREET
            )
            a_consent(session, self.resident, ConsentPurpose.SHARE_WITH_AGENCY)
            self.case = a_case(session, resident=self.resident, centre=self.centre)
            self.service = a_service(session)
            self.tokens = {
                name: make_api_token(
                    session,
                    a_staff_account(session, roles=roles, centre=centre),
                    label="the city's system",
                    scopes=tuple(API_SCOPES),
                    lasts_for=timedelta(days=90),
                    now=NOW,
                ).token
                for name, roles, centre in (
                    ("here", {Role.SOCIAL_WORKER}, self.centre),
                    ("coordinator", {Role.COORDINATOR}, self.centre),
                    ("elsewhere", {Role.SOCIAL_WORKER}, elsewhere),
                )
            }

    def get(self, path, who="here"):
        headers = {"Authorization": f"Bearer {self.tokens[who]}"}
        return self.app.test_client().get(f"/api/v1{path}", headers=headers)

    def post(self, path, body=None, *, who="here", key=None):
        headers = {
            "Authorization": f"Bearer {self.tokens[who]}",
            "Idempotency-Key": key or uuid4().hex,
        }
        return self.app.test_client().post(f"/api/v1{path}", json=body, headers=headers)

    @property
    def making(self):
        return f"/cases/{self.case.id}/referrals"

    def wish(self, **more):
        return {"service_id": str(self.service.id), "items": ["address", "telephone"], **more}

    def sent(self):
        """A referral that was looked at and sent."""
        seen = self.post(f"{self.making}/look", self.wish()).json["digest"]
        return self.post(self.making, self.wish(seen=seen)).json["id"]

    def row(self, rows, row_id=None):
        with self.database.reading(self.scope) as session:
            return session.get_one(rows, row_id) if row_id else session.scalars(select(rows)).one()

    def count(self, rows):
        with self.database.reading(self.scope) as session:
            return session.scalar(select(func.count()).select_from(rows))

    def withdraw_consent(self):
        with self.database.writing(self.scope) as session:
            withdraw_consent(
                session,
                session.get_one(Person, self.resident.id),
                purpose=ConsentPurpose.SHARE_WITH_AGENCY,
                form=ConsentForm.VOICE,
                by=BY,
                now=NOW,
            )


@pytest.fixture
def system(app, database, town_scope):
    return System(app, database, town_scope)


def test_what_was_looked_at_is_sent_and_nothing_else(system):
    looked = system.post(f"{system.making}/look", system.wish())
    assert looked.status_code == 200, looked.text
    assert looked.json["content"]["address"] == STREET
    assert system.count(Referral) == 0
    for unseen in ({}, {"seen": "0" * 64}, {"seen": looked.json["digest"], "items": ["address"]}):
        refused = system.post(system.making, system.wish(**unseen))
        assert (refused.status_code, refused.json["errors"].keys()) == (422, {"_seen"}), unseen
    made = system.post(system.making, system.wish(seen=looked.json["digest"]))
    assert made.status_code == 200, made.text
    packet = system.get(f"/referrals/{made.json['id']}/packet").json
    assert packet["content"] == looked.json["content"]
    assert packet["digest"] == looked.json["digest"]


@pytest.mark.both_databases
def test_a_number_that_became_unsafe_after_it_was_sent_is_not_told_any_more(system):
    referral = system.sent()
    packet = system.get(f"/referrals/{referral}/packet").json
    resident = system.get(f"/residents/{system.resident.id}").json
    assert packet["content"]["telephone"] == resident["phones"]
    assert (packet["is_unsafe"], resident["is_unsafe"]) == (False, False)
    with system.database.writing(system.scope) as session:
        unsafe_to_contact(session, session.get_one(Person, system.resident.id))
    packet = system.get(f"/referrals/{referral}/packet").json
    assert packet["is_unsafe"]
    assert "telephone" not in packet["content"]
    assert "address" in packet["content"]
    assert system.get(f"/residents/{system.resident.id}").json["is_unsafe"]


def test_a_referral_sent_twice_under_one_key_is_one(system):
    seen = system.post(f"{system.making}/look", system.wish()).json["digest"]
    key = uuid4().hex
    first, second = (system.post(system.making, system.wish(seen=seen), key=key) for _ in range(2))
    assert (first.json, system.count(Referral)) == (second.json, 1)
    other = system.post(system.making, system.wish(seen=seen))
    assert (other.status_code, other.json["reason"]) == (409, "already_taken")


def test_once_a_yes_is_withdrawn_nothing_is_shown_and_nothing_leaves(system):
    referral = system.sent()
    system.withdraw_consent()
    looked = system.post(f"{system.making}/look", system.wish())
    assert (looked.status_code, looked.json["reason"]) == (409, "no_consent")
    assert system.get(f"/referrals/{referral}/packet").status_code == 404
    shown = system.get(f"/referrals/{referral}").json
    assert (shown["status"], shown["may_be_shared"]) == ("withdrawn", False)


def test_once_a_yes_has_run_out_what_was_sent_is_not_shown(system):
    with system.database.writing(system.scope) as session:
        ends = TODAY + timedelta(days=1)
        a_consent(session, system.resident, ConsentPurpose.SHARE_WITH_AGENCY, expires_on=ends)
    referral = system.sent()
    system.app.extensions["hopecare.desk"].clock.advance(timedelta(days=3))
    for path in ("packet", "fhir"):
        answer = system.get(f"/referrals/{referral}/{path}")
        assert (answer.status_code, answer.json["reason"]) == (409, "no_consent"), path
        assert NAME not in answer.text
        assert STREET not in answer.text
    assert system.get(f"/referrals/{referral}").json["may_be_shared"] is False


def test_an_override_needs_its_reason_in_words_and_somebody_who_may(system):
    system.withdraw_consent()
    told = {"override_reason": "danger_to_life", "override_words": "문이 잠기고 대답이 없습니다."}
    for path in (f"{system.making}/look", system.making):
        refused = system.post(path, system.wish(**told), who="coordinator")
        assert (refused.status_code, refused.json["reason"]) == (403, "not_permitted"), path
    seen = system.post(f"{system.making}/look", system.wish(**told)).json["digest"]
    wordless = system.wish(seen=seen, override_reason="danger_to_life")
    assert system.post(system.making, wordless).json["errors"].keys() == {"override_words"}
    made = system.post(system.making, system.wish(seen=seen, **told))
    assert made.status_code == 200, made.text
    override = system.row(SharingOverride)
    assert (override.reason, override.person_id) == ("danger_to_life", system.resident.id)
    whole = system.get(f"/referrals/{made.json['id']}").json
    assert whole["sendings"][0]["override_id"] == str(override.id)


def test_the_answer_and_the_outcome_come_back(system):
    referral = system.sent()
    path = f"/referrals/{referral}"
    with system.database.writing(system.scope) as session:
        need = a_need(session, case=system.case)
        need.bridges_referral_id = system.row(Referral).id
    early = {"answer": "accepted", "door": "phone", "answered_on": str(TODAY - timedelta(days=3))}
    assert system.post(f"{path}/answer", early).status_code == 422
    reasonless = {"answer": "refused", "door": "phone", "answered_on": str(TODAY)}
    assert system.post(f"{path}/answer", reasonless).status_code == 422
    accepted = system.post(f"{path}/answer", {**early, "answered_on": str(TODAY)})
    assert accepted.status_code == 200, accepted.text
    outcome = {
        "outcome": "granted",
        "outcome_on": str(TODAY),
        "amount_minor": "120000",
        "need_ids": [str(need.id)],
    }
    before = {**outcome, "outcome_on": str(TODAY - timedelta(days=3))}
    assert system.post(f"{path}/outcome", before).json["errors"].keys() == {"outcome_on"}
    assert system.post(f"{path}/outcome", outcome).status_code == 200
    shown = system.get(path).json
    assert (shown["status"], shown["outcome"], shown["amount_minor"]) == ("done", "granted", 120000)
    assert system.row(Need, need.id).status == "met"
    again = system.post(f"{path}/withdraw")
    assert (again.status_code, again.json["reason"]) == (409, "move_not_allowed")


def test_a_refusal_is_objected_to_and_the_office_has_it_again(system):
    referral = system.sent()
    refused = {
        "answer": "refused",
        "refusal": "over_income",
        "door": "letter",
        "answered_on": str(TODAY),
    }
    assert system.post(f"/referrals/{referral}/answer", refused).status_code == 200
    last = str(TODAY + timedelta(days=60))
    assert system.get(f"/referrals/{referral}").json["object_until_on"] is None
    answer = system.post(f"/referrals/{referral}/last-day", {"due_on": last})
    assert answer.status_code == 200, answer.text
    assert system.get(f"/referrals/{referral}").json["object_until_on"] == last
    assert system.post(f"/referrals/{referral}/objection", {}).status_code == 422
    said = {"words": "소득이 줄었습니다.", "told_on": str(TODAY)}
    answer = system.post(f"/referrals/{referral}/objection", said)
    assert answer.status_code == 200, answer.text
    objection = system.get(f"/referrals/{referral}/packet").json["content"]["objection"]
    assert (objection["decision"], objection["reason"]) == ("refused", "over_income")
    assert objection["decided_on"] == objection["told_on"] == str(TODAY)
    whole = system.get(f"/referrals/{referral}").json
    assert (whole["status"], whole["object_until_on"]) == ("sent", None)


def test_no_answer_is_said_only_once_its_day_is_over(system):
    path = f"/referrals/{system.sent()}/no-answer"
    assert system.post(path).status_code == 422
    clock = system.app.extensions["hopecare.desk"].clock
    clock.advance(timedelta(days=29))
    assert system.post(path).status_code == 422
    assert system.count(CallTask) == 0
    clock.advance(timedelta(days=2))
    assert system.post(path).status_code == 200
    assert system.row(CallTask).kind == "referral_silent"


def test_what_was_called_off_is_not_shared_any_more(system):
    referral = system.sent()
    assert system.post(f"/referrals/{referral}/withdraw").status_code == 200
    assert system.get(f"/referrals/{referral}/packet").status_code == 404
    bundle = system.get(f"/referrals/{referral}/fhir")
    assert bundle.json["entry"][0]["resource"]["status"] == "revoked"
    assert NAME not in bundle.get_data(as_text=True)


def test_the_bundle_is_whole_and_the_look_is_in_the_access_log(system):
    referral = system.sent()
    before = system.count(AccessLogEntry)
    answer = system.get(f"/referrals/{referral}/fhir")
    assert answer.content_type.startswith("application/fhir+json")
    assert answer.headers["Cache-Control"] == "no-store"
    Bundle.model_validate(answer.json)
    assert faults_of(answer.json) == ()
    assert NAME in answer.get_data(as_text=True)
    assert system.count(AccessLogEntry) == before + 1


def test_another_centre_reads_and_does_nothing(system):
    referral = system.sent()
    for path in ("", "/packet", "/fhir"):
        answer = system.get(f"/referrals/{referral}{path}", who="elsewhere")
        assert answer.status_code == 403, path
        assert NAME not in answer.text
    for path in (f"{system.making}/look", system.making):
        assert system.post(path, system.wish(), who="elsewhere").status_code == 403
    assert system.get("/referrals", who="elsewhere").json["referrals"] == []


def test_the_lists_filters_are_the_pages(system):
    referral = system.sent()
    organisation = system.service.organisation_id
    for query, found in (
        ("which=waiting", [referral]),
        ("which=over", []),
        ("status=sent", [referral]),
        (f"organisation_id={organisation}", [referral]),
        (f"organisation_id={uuid4()}", []),
        ("which=late", []),
    ):
        listed = system.get(f"/referrals?{query}").json["referrals"]
        assert [each["id"] for each in listed] == found, query
    assert system.get("/referrals?which=nonsense").status_code == 422


def test_a_referral_costs_the_same_however_many_there_are(system):
    counts = []
    for _ in range(2):
        with system.database.writing(system.scope) as session:
            for _ in range(3):
                a_referral(session, case=a_case(session, centre=system.centre))
        system.get("/referrals")
        with count_queries(system.database) as seen:
            assert len(system.get("/referrals").json["referrals"]) >= 3
        counts.append(seen.total)
    assert counts[0] == counts[1]
