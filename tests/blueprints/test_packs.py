"""The evidence pack: what it tells and to whom, that it can be read back, and checked later."""

from __future__ import annotations

import json
import re
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from sqlalchemy import select

from hopecare.domain.aid import NoteMark
from hopecare.domain.applications import Decision
from hopecare.domain.calls import CallDirection, CallOutcome, CallTaskKind
from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.decision_mistakes import DecisionMistake
from hopecare.domain.evidence import PackTold, digest_of, read_digest, written
from hopecare.domain.offers import VisitResult
from hopecare.domain.referral_checks import DespiteReason, Doubt
from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from hopecare.language.labels import label
from hopecare.queries.residents import contact_points_of
from hopecare.services.answer_consents import answer_consents
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.log_call import CallNote, log_call
from hopecare.services.log_visit import VisitMade, log_visit
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.record_consent import ConsentSaid
from hopecare.services.take_back_decision import take_back_decision
from hopecare.services.withdraw_consent import withdraw_consent
from hopecare.web.evidence import content
from hopecare.web.evidence.content import content_of
from hopecare.web.evidence.fonts import find_fonts
from hopecare.web.evidence.printing import pdf_of
from models import Account, Centre, EvidencePack, Person, TimelineEntry
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.assessments import an_assessment
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import a_task
from tests.factories.packs import a_pack
from tests.factories.people import (
    a_consent,
    a_phone,
    a_resident,
    a_staff_account,
    a_volunteer,
    an_identity,
    unsafe_to_contact,
)
from tests.factories.referrals import a_referral, a_service, an_organisation
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.plugins.pages import Visitor, count_queries

STREET = "화도읍 마석로 12"
HOSTILE = '<b>굵게</b> & "<a href=x>" \u202e거꾸로 עברית 🍚🙂 =1+1'
UPLOAD = "application/json"


@pytest.fixture
def case(database, town_scope, visitor):
    """A case with a helper's notes, a call, an answer and consent; a social worker reads it."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        resident = a_resident(
            session, name="김다래", phone=a_phone(), centre=centre, area=area, address=STREET
        )
        a_consent(session, resident, ConsentPurpose.SHARE_WITH_AGENCY)
        an_assessment(session, resident)
        case = a_case(session, resident=resident, centre=centre)
        _notes(session, case, resident)
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
    visitor.sign_in(account)
    return case


def _notes(session, case, resident):
    helper = a_volunteer(session, name="채나무")
    task = a_task(session, a_need(session, case=case), helper)
    notes = (
        (f"{STREET} 현관이 열려 있었어요", NoteMark.FACT),
        ("외로우신 듯해요", NoteMark.IMPRESSION),
        (HOSTILE, None),
    )
    for number, (words, mark) in enumerate(notes):
        made = VisitMade(
            visited_at=NOW - timedelta(hours=number + 1),
            minutes=30,
            result=VisitResult.MET,
            words=words,
            words_as=mark,
        )
        log_visit(session, task_id=task.id, made=made, by=BY, now=NOW)
    session.add(
        TimelineEntry(
            town_id=resident.town_id, kind=EntryKind.REACH_TRIED, at=NOW, by="system:test",
            person_id=resident.id, case_id=case.id, facts={"outcome": "no_answer"},
        )
    )  # fmt: skip


def make(visitor, case, status=303, **said):
    path = f"/cases/{case.id}/pack"
    values = {"recipient": "통합사례회의", "language": "ko", **said}
    return visitor.post(path, values, status=status)


def the_pack(database, scope):
    with database.reading(scope) as session:
        return session.scalars(select(EvidencePack)).one()


def said_in(pdf):
    """The words of every page."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[index].get_textpage().get_text_range() for index in range(len(document))]
    return pages, document


def embedded(document):
    """Whether the fonts that text is set in lie in the file: 1 where one does."""
    found = set()
    for index in range(len(document)):
        for thing in document[index].get_objects():
            if thing.type == pdfium.FPDF_PAGEOBJ_TEXT:
                font = pdfium.FPDFTextObj_GetFont(thing.raw)
                found.add(pdfium.FPDFFont_GetIsEmbedded(font))
    return found


def test_the_pdf_reads_back_with_hash_day_and_page_on_every_page(
    database, town_scope, visitor, case
):
    page = visitor.follow(make(visitor, case))
    assert "통합사례회의" in page.main
    pack = the_pack(database, town_scope)
    pdf = visitor.fetch(f"/packs/{pack.id}/pack.pdf")
    assert pdf.mimetype == "application/pdf"
    assert pdf.headers["Cache-Control"] == "no-store"
    pages, document = said_in(pdf.data)
    for number, text in enumerate(pages, start=1):
        assert pack.digest in text
        assert pack.code in text
        assert "2026-11-23 10:00" in text
        assert f"{len(pages)}쪽 가운데 {number}쪽" in text
    whole = "\n".join(pages)
    assert "김다래" in whole
    assert "[느낀 것] 외로우신 듯해요" in whole
    assert "[보거나 들은 것]" in whole
    assert "구분 없음" in whole
    assert embedded(document) == {1}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_font_that_the_file_lists_is_in_it(database, town_scope, case, language):
    with database.writing(town_scope) as session:
        content = content_of(session, a_pack(session, case, language=language))
    pdf = pdf_of(content, find_fonts(None))
    listed = set(re.findall(rb"/BaseFont\s*/([^\s/]+)", pdf))
    files = b"".join(re.findall(rb"<<[^<>]*/FontFile2[^<>]*>>", pdf, re.DOTALL))
    assert listed
    assert listed == set(re.findall(rb"/FontName\s*/([^\s/]+)", files))


def test_both_files_say_the_same_and_the_hash_is_of_the_content(
    database, town_scope, visitor, case
):
    make(visitor, case)
    pack = the_pack(database, town_scope)
    raw = visitor.fetch(f"/packs/{pack.id}/pack.json").data
    whole = json.loads(raw)
    assert whole["sha256"] == pack.digest == digest_of(whole["content"])
    pdf = "".join(said_in(visitor.fetch(f"/packs/{pack.id}/pack.pdf").data)[0])
    bare = re.sub(r"\s", "", pdf)
    for section in whole["content"]["sections"]:
        assert re.sub(r"\s", "", section["title"]) in bare


def test_what_is_not_chosen_appears_nowhere(database, town_scope, visitor, case):
    make(visitor, case, told=[])
    pack = the_pack(database, town_scope)
    pdf, raw = (visitor.fetch(f"/packs/{pack.id}/pack.{kind}").data for kind in ("pdf", "json"))
    pages, document = said_in(pdf)
    everything = "\n".join([*pages, *document.get_metadata_dict().values(), raw.decode()])
    bare = re.sub(r"\s", "", everything)
    for secret in ("김다래", "마석로", "채나무", "생계급여", "livelihood"):
        assert secret not in bare, secret
    assert not re.search(r"010-?\d{4}-?\d{4}", bare)


def test_what_is_chosen_goes_along(database, town_scope, visitor, case):
    told = [each.value for each in PackTold]
    chosen = {"told": told, "sections": ["resident", "gaps"]}
    refused = make(visitor, case, status=422, **chosen)
    assert set(refused.errors) == {"benefits_chosen_on"}
    make(visitor, case, **chosen, benefits_chosen_on="2026-11-23")
    pack = the_pack(database, town_scope)
    content = json.loads(visitor.fetch(f"/packs/{pack.id}/pack.json").data)["content"]
    words = json.dumps(content, ensure_ascii=False)
    assert STREET in words
    assert "생계급여" in words
    assert content["left_out"] == []
    assert [each["key"] for each in content["sections"]] == ["resident", "gaps"]


def test_a_body_hears_only_of_the_benefits_it_decides(database, town_scope, visitor, case):
    with database.writing(town_scope) as session:
        decides = a_service(session, programme="livelihood")
        other = a_service(session, name="주거급여 신청", programme="housing")
        a_referral(session, case=session.merge(case), service=other)
        pack = a_pack(session, case, organisation_id=decides.organisation_id)
        content = content_of(session, pack)
    words = json.dumps(content, ensure_ascii=False)
    assert "생계급여" in words
    assert "주거급여" not in words


@pytest.mark.parametrize("kind", ["referral_silent", "tell_office", "deadline_near"])
def test_a_call_about_a_benefit_tells_of_none(database, town_scope, case, kind):
    with database.writing(town_scope) as session:
        with_all = [PackTold.OTHER_BENEFITS]
        silent, before = said_of(session, case), said_of(session, case, told=with_all)
        for task in (EntryKind.CALL_TASK_OPENED, EntryKind.CALL_TASK_DONE):
            session.add(
                TimelineEntry(
                    town_id=case.town_id, kind=task, at=NOW, by="system:test",
                    person_id=case.resident_id, case_id=case.id,
                    facts={"kind": kind, "outcome": "no_answer", "reached": 0},
                )
            )  # fmt: skip
        session.flush()
        assert said_of(session, case) == silent
        told = said_of(session, case, told=with_all)
    assert len(told["timeline"]) == len(before["timeline"]) + 2
    assert told["attempts"] == before["attempts"]


def test_a_decision_taken_back_tells_of_no_other_benefit(database, town_scope, case):
    with database.writing(town_scope) as session:
        applied = its_submission(session, an_application(session, case=session.merge(case)))
        its_decision(session, applied, Decision.REFUSED)
        silent, before = said_of(session, case), said_of(session, case, told=list(PackTold))
        take_back_decision(
            session, application_id=applied.id, version=applied.version,
            mistake=DecisionMistake.NOT_DECIDED, by=BY, now=NOW,
        )  # fmt: skip
        assert said_of(session, case) == silent
        told = said_of(session, case, told=list(PackTold))
    words = json.dumps(told["timeline"], ensure_ascii=False)
    assert len(told["timeline"]) > len(before["timeline"])
    assert label("ko", EntryKind.DECISION_TAKEN_BACK) in words


def test_what_speaks_against_a_referral_leaves_in_no_pack(database, town_scope, case):
    """Receiving and no longer eligible is told to nobody, whatever is chosen."""
    with database.writing(town_scope) as session:
        session.add(
            TimelineEntry(
                town_id=case.town_id, kind=EntryKind.REFERRAL_MADE, at=NOW, by="system:test",
                person_id=case.resident_id, case_id=case.id,
                facts={"against": "received_already,rules_against", "despite": "office_decides"},
            )
        )  # fmt: skip
        session.flush()
        told = said_of(session, case, told=list(PackTold))
    words = json.dumps(told, ensure_ascii=False)
    codes = (*Doubt, *DespiteReason)
    labels = [label(language, each) for each in codes for language in ("ko", "en")]
    assert label("ko", EntryKind.REFERRAL_MADE) in words
    assert [each for each in labels if each in words] == []


def said_of(session, case, **given):
    """The entries of each section of a pack made now."""
    sections = content_of(session, a_pack(session, case, **given))["sections"]
    return {each["key"]: each["entries"] for each in sections}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_equal_content_gives_equal_bytes(database, town_scope, case, language):
    with database.writing(town_scope) as session:
        content = content_of(session, a_pack(session, case, language=language))
    fonts = find_fonts(None)
    assert pdf_of(content, fonts) == pdf_of(json.loads(written(content))["content"], fonts)


def test_hostile_words_are_only_words(database, town_scope, case):
    with database.writing(town_scope) as session:
        content = content_of(session, a_pack(session, case, recipient=HOSTILE))
    pages, _ = said_in(pdf_of(content, find_fonts(None)))
    whole = "".join(pages)
    assert "<b>굵게</b>" in whole
    assert "🍚" not in whole
    assert "□□" in whole
    assert "\u202e" not in whole


def test_five_thousand_entries_flow_over_their_pages(database, town_scope, case):
    with database.writing(town_scope) as session:
        session.add_all(
            TimelineEntry(
                town_id=case.town_id,
                kind=EntryKind.VISIT_LOGGED,
                at=NOW - timedelta(minutes=number),
                by="system:test",
                by_person_id=None,
                person_id=case.resident_id,
                case_id=case.id,
                facts={"result": "met"},
            )
            for number in range(5000)
        )
        session.flush()
        with count_queries(database) as counted:
            content = content_of(session, a_pack(session, case))
    assert counted.total < 60
    timeline = next(each for each in content["sections"] if each["key"] == "timeline")
    assert len(timeline["entries"]) >= 5000
    pages, _ = said_in(pdf_of(content, find_fonts(None)))
    assert len(pages) > 100
    assert all(f"{len(pages)}쪽 가운데" in text for text in pages)


def test_an_empty_case_says_so(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        content = content_of(session, a_pack(session, a_case(session)))
    empty = {each["key"] for each in content["sections"] if each["empty"]}
    assert {"needs", "gaps", "observations", "referrals", "aid"} <= empty
    assert said_in(pdf_of(content, find_fonts(None)))


def test_a_yes_withdrawn_between_form_and_making_stops_it(database, town_scope, visitor, case):
    path = f"/cases/{case.id}/pack"
    form = visitor.get(path).fields(path)
    form["recipient"] = "통합사례회의"
    withdrawn(database, town_scope, case)
    page = visitor.send(path, form, status=422)
    assert "does not agree" in page.errors["override_reason"]
    with database.reading(town_scope) as session:
        assert session.scalars(select(EvidencePack)).all() == []


def refused(database, scope, case, at):
    with database.writing(scope) as session:
        no = ConsentSaid(
            purpose=ConsentPurpose.SHARE_WITH_AGENCY,
            form=ConsentForm.VOICE,
            act=ConsentAct.REFUSED,
        )
        person = session.get_one(Person, case.resident_id)
        answer_consents(session, person, [no], by=BY, now=at)


def test_a_no_said_after_a_reason_stops_the_files(database, town_scope, visitor, case):
    withdrawn(database, town_scope, case)
    visitor.clock.at += timedelta(minutes=1)
    make(
        visitor,
        case,
        override_reason="cannot_be_asked",
        override_words="의식이 없었습니다",
    )
    pack = the_pack(database, town_scope)
    assert visitor.fetch(f"/packs/{pack.id}/pack.json").status_code == 200
    refused(database, town_scope, case, visitor.clock.at + timedelta(minutes=1))
    assert visitor.fetch(f"/packs/{pack.id}/pack.pdf").status_code == 409
    assert visitor.fetch(f"/packs/{pack.id}/pack.json").status_code == 409


def withdrawn(database, scope, case):
    with database.writing(scope) as session:
        withdraw_consent(
            session,
            session.get_one(Person, case.resident_id),
            purpose=ConsentPurpose.SHARE_WITH_AGENCY,
            form=ConsentForm.VOICE,
            by=BY,
            now=NOW + timedelta(seconds=1),
        )


def test_a_yes_withdrawn_after_making_stops_the_files(database, town_scope, visitor, case):
    make(visitor, case)
    pack = the_pack(database, town_scope)
    withdrawn(database, town_scope, case)
    assert visitor.fetch(f"/packs/{pack.id}/pack.pdf").status_code == 409
    assert visitor.fetch(f"/packs/{pack.id}/pack.json").status_code == 409


def test_without_a_yes_a_reason_is_needed_and_listed(database, town_scope, visitor, case):
    withdrawn(database, town_scope, case)
    visitor.clock.at += timedelta(minutes=1)
    make(visitor, case, status=422)
    assert set(make(visitor, case, status=422, override_reason="child_at_risk").errors) == {
        "override_words"
    }
    said = {"override_reason": "child_at_risk", "override_words": "아이가 다쳤습니다"}
    visitor.follow(make(visitor, case, **said))
    with database.reading(town_scope) as session:
        of_override = TimelineEntry.kind == EntryKind.SHARING_OVERRIDDEN
        noted = session.scalars(select(TimelineEntry).where(of_override)).one()
    assert noted.facts == {"reason": "child_at_risk"}
    page = visitor.get("/packs?right=reason")
    assert "아이가 다쳤습니다" in page.main
    assert "통합사례회의" not in visitor.get("/packs?right=consent").main
    content = visitor.fetch(f"/packs/{the_pack(database, town_scope).id}/pack.json").get_data()
    assert "다쳤습니다" not in content.decode()


def test_who_may_not_override_makes_no_pack_without_a_yes(database, town_scope, visitor, case):
    withdrawn(database, town_scope, case)
    with database.writing(town_scope) as session:
        centre = session.get_one(Centre, case.centre_id)
        coordinator = a_staff_account(session, roles=(Role.COORDINATOR,), centre=centre)
    visitor.sign_in(coordinator)
    path = f"/cases/{case.id}/pack"
    assert "override_reason" not in visitor.get(path).fields(path)
    assert "does not agree" in make(visitor, case, status=422).main
    said = {"override_reason": "child_at_risk", "override_words": "아이가 다쳤습니다"}
    make(visitor, case, status=403, **said)
    with database.reading(town_scope) as session:
        assert session.scalars(select(EvidencePack)).all() == []


def test_a_case_that_changed_gives_the_same_files_and_says_so(database, town_scope, visitor, case):
    make(visitor, case)
    pack = the_pack(database, town_scope)
    first = visitor.fetch(f"/packs/{pack.id}/pack.json").data
    with database.writing(town_scope) as session:
        a_need(session, case=session.merge(case))
    assert visitor.fetch(f"/packs/{pack.id}/pack.json").data == first
    assert read_digest(first) == pack.digest
    page = visitor.get(f"/packs/{pack.id}").main
    assert "Its files say what was said then" in page
    assert "Make a new pack" in page


def test_a_pack_keeps_its_hash_when_sentences_are_worded_anew(
    database, town_scope, visitor, case, monkeypatch
):
    make(visitor, case)
    pack = the_pack(database, town_scope)
    first = visitor.fetch(f"/packs/{pack.id}/pack.json").data
    monkeypatch.setattr(content, "EMPTY", "Worded anew.")
    monkeypatch.setattr(content, "FORMAT", "hopecare-evidence-pack/2")
    assert "Its files say what was said then" in visitor.get(f"/packs/{pack.id}").main
    again = visitor.fetch(f"/packs/{pack.id}/pack.json").data
    assert (again, read_digest(again)) == (first, pack.digest)
    assert pack.digest in check(visitor, again).main


def test_a_pack_from_before_its_words_were_kept_is_made_anew_while_nothing_changed(
    database, town_scope, visitor, case
):
    make(visitor, case)
    pack = the_pack(database, town_scope)
    kept = visitor.fetch(f"/packs/{pack.id}/pack.json").data
    with database.writing(town_scope) as session:
        session.get_one(EvidencePack, pack.id).content = None
    assert visitor.fetch(f"/packs/{pack.id}/pack.json").data == kept
    with database.writing(town_scope) as session:
        a_need(session, case=session.merge(case))
    assert visitor.fetch(f"/packs/{pack.id}/pack.pdf").status_code == 303
    assert "cannot be made again" in visitor.get(f"/packs/{pack.id}").main


def test_a_page_is_checked_by_the_first_signs_of_its_hash(database, town_scope, visitor, case):
    make(visitor, case)
    pack = the_pack(database, town_scope)
    typed = f"{pack.digest[:4].upper()} {pack.digest[4:9]}"
    page = visitor.get(f"/packs/check?q={typed.replace(' ', '+')}")
    assert pack.digest in page.main
    assert f"/packs/{pack.id}" in page.links
    other = "0" * 12
    assert "No pack of ours" in visitor.get(f"/packs/check?q={other}").main
    assert "q" in visitor.get("/packs/check?q=zz").errors


def test_a_json_file_is_checked_by_its_content(database, town_scope, visitor, case):
    make(visitor, case)
    pack = the_pack(database, town_scope)
    raw = visitor.fetch(f"/packs/{pack.id}/pack.json").data
    assert pack.digest in check(visitor, raw).main
    whole = json.loads(raw)
    whole["content"]["head"][0][1] = "다른 곳"
    assert "No pack of ours" in check(visitor, json.dumps(whole).encode()).main


@pytest.mark.parametrize("raw", [b"", b"\xff\x00", b"[]", b'{"content": 1}', b"[" * 100_000])
def test_what_is_no_pack_is_refused(visitor, case, raw):
    assert "file" in check(visitor, raw, status=422).errors


def check(visitor, raw, status=200):
    sent = ("file", "pack.json", raw)
    return visitor.post("/packs/check", {}, status=status, file=sent)


def test_somebody_of_another_centre_learns_only_that_it_is_ours(
    database, town_scope, visitor, case
):
    make(visitor, case)
    pack = the_pack(database, town_scope)
    with database.writing(town_scope) as session:
        elsewhere = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=a_centre(session))
    visitor.sign_in(elsewhere)
    page = visitor.get(f"/packs/check?q={pack.digest[:8]}")
    assert pack.code in page.main
    assert f"/packs/{pack.id}" not in page.links
    assert visitor.fetch(f"/packs/{pack.id}/pack.json").status_code in {403, 404}


@pytest.mark.both_databases
def test_a_call_or_a_text_to_a_helper_about_them_is_no_try_to_reach_them(
    database, town_scope, case
):
    with database.writing(town_scope) as session:
        resident, helper = session.get_one(Person, case.resident_id), a_volunteer(session)
        before = said_of(session, case)
        for rung in (helper, resident):
            owed = OwedCall(
                kind=CallTaskKind.CALL_BACK, dedup_key=f"test:{rung.id}", due_at=NOW,
                person_id=rung.id, about_person_id=resident.id, case_id=case.id,
            )  # fmt: skip
            task = open_call_task(session, town_id=case.town_id, owed=owed, by=BY, now=NOW)
            finish_call_task(
                session, task_id=task.id, outcome=CallOutcome.NO_ANSWER, by=BY, now=NOW
            )
            session.add(
                TimelineEntry(
                    town_id=case.town_id, kind=EntryKind.MESSAGE_UNDELIVERED, at=NOW,
                    by="system:test", person_id=rung.id, case_id=case.id,
                    facts={"kind": "notice", "code": "30003"},
                )
            )  # fmt: skip
        session.flush()
        told = said_of(session, case)
    assert len(told["attempts"]) == len(before["attempts"]) + 2
    assert len(told["timeline"]) == len(before["timeline"]) + 6


@pytest.mark.both_databases
def test_of_calls_only_those_we_made_are_tries_to_reach_them(database, town_scope, case):
    with database.writing(town_scope) as session:
        for direction in CallDirection:
            note = CallNote(
                direction=direction, outcome=CallOutcome.SPOKE, person_id=case.resident_id
            )
            log_call(session, note=note, by=an_identity(session, a_staff_account(session)), now=NOW)
        sections = {
            each["key"]: each for each in content_of(session, a_pack(session, case))["sections"]
        }
    told = {key: str(sections[key]["entries"]) for key in ("attempts", "timeline")}
    assert label("ko", CallDirection.TAKEN) in told["timeline"]
    assert label("ko", CallDirection.TAKEN) not in told["attempts"]
    assert label("ko", CallDirection.MADE) in told["attempts"]


@pytest.mark.both_databases
def test_a_number_that_is_unsafe_to_ring_stays_out_of_a_pack_though_it_was_ticked(
    database, town_scope, visitor, case
):
    with database.writing(town_scope) as session:
        person = session.get_one(Person, case.resident_id)
        number = contact_points_of(session, [person.id], on=TODAY)[0].value
        unsafe_to_contact(session, person)
    assert "Their telephone number does not go along" in visitor.get(f"/cases/{case.id}/pack").main
    page = visitor.follow(make(visitor, case, told=["name", "phone"]))
    pack = the_pack(database, town_scope)
    raw = visitor.fetch(f"/packs/{pack.id}/pack.json").data.decode()
    shown = "0" + number.removeprefix("+82")
    assert number not in raw
    assert shown not in re.sub(r"[^0-9]", "", raw)
    content = json.loads(raw)["content"]
    assert label("ko", PackTold.PHONE) in content["left_out"]
    telephone = [
        each["text"] for each in content["sections"][0]["entries"] if each["head"] == "전화"
    ]
    assert telephone == ["본인에게 바로 연락하지 마시고 센터로 전화해 주십시오."]
    assert pack.told == ["name"]
    assert label("en", PackTold.PHONE) not in page.main


@pytest.mark.both_databases
def test_a_pack_with_a_number_that_became_unsafe_since_is_not_handed_over_again(
    database, town_scope, visitor, case
):
    make(visitor, case, told=["name", "phone"])
    pack = the_pack(database, town_scope)
    assert visitor.fetch(f"/packs/{pack.id}/pack.json").status_code == 200
    with database.writing(town_scope) as session:
        unsafe_to_contact(session, session.get_one(Person, case.resident_id))
    page = visitor.get(f"/packs/{pack.id}")
    assert "it is not safe any more to ring it" in page.main
    assert not [each for each in page.links if "pack.json" in each or "pack.pdf" in each]
    for kind in ("json", "pdf"):
        answer = visitor.fetch(f"/packs/{pack.id}/pack.{kind}")
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/packs/{pack.id}")


def test_without_a_font_the_page_says_what_to_install(
    database, town_scope, make_app, tmp_path, visitor, case
):
    make(visitor, case)
    pack = the_pack(database, town_scope)
    no_font = tmp_path / "no.ttf"
    no_font.write_bytes(b"not a font")
    with database.reading(town_scope) as session:
        account = session.scalars(select(Account).order_by(Account.id.desc())).first()
    bare = Visitor(make_app(database, pdf_font=str(no_font))).sign_in(account)
    assert "fonts-nanum" in bare.get(f"/packs/{pack.id}").main
    assert bare.fetch(f"/packs/{pack.id}/pack.pdf").status_code == 503
    assert bare.fetch(f"/packs/{pack.id}/pack.json").status_code == 200


def test_the_hash_is_of_the_content_alone():
    content = {"format": "hopecare-evidence-pack/1", "가": [1, "나"]}
    raw = written(content)
    assert read_digest(raw) == digest_of(content)
    assert digest_of({"가": [1, "나"], "format": content["format"]}) == digest_of(content)
    assert read_digest(raw.replace("나".encode(), "다".encode())) != digest_of(content)


def test_the_parts_of_a_long_entry_begin_lines_of_their_own(database, town_scope, case):
    parts = [
        f"{number}. 소득인정액이 기준보다 낮아요. (국민기초생활 보장법 제8조)"
        for number in range(6)
    ]
    with database.writing(town_scope) as session:
        content = content_of(session, a_pack(session, case))
    content["sections"][0]["entries"] = [
        {"head": "생계급여", "text": " · ".join(parts)},
        {"head": "짧은 것", "text": "받음 · 결정은 담당 기관이 합니다."},
    ]
    pages, _ = said_in(pdf_of(content, find_fonts(None)))
    lines = [line.strip() for line in "\n".join(pages).splitlines()]
    assert all(
        any(line.endswith(part[-12:]) and "·" not in line for line in lines) for part in parts
    )
    assert any("받음 · 결정은" in line for line in lines)


def test_a_moment_is_one_moment_whatever_zone_its_clock_has(database, town_scope, case):
    """Read back from its row, a pack that was made by another zone's clock says the same."""
    with database.writing(town_scope) as session:
        pack = a_pack(session, case)
        pack.made_at = pack.made_at.astimezone(ZoneInfo("Asia/Seoul"))
        seoul = digest_of(content_of(session, pack))
        pack.made_at = pack.made_at.astimezone(UTC)
        assert digest_of(content_of(session, pack)) == seoul


@pytest.mark.parametrize(("language", "name"), [("en", "Welfare team"), ("ko", "복지팀")])
def test_a_body_of_the_directory_is_named_as_the_language_of_the_pack_names_it(
    case, visitor, database, town_scope, language, name
):
    with database.writing(town_scope) as session:
        body = an_organisation(session, name="복지팀")
        body.name_en = "Welfare team"
    make(visitor, case, recipient="", organisation_id=str(body.id), language=language)
    assert the_pack(database, town_scope).recipient == name
