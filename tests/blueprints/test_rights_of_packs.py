"""By which right a pack left, what the resident chose, and which no stops its files."""

from __future__ import annotations

import json
from datetime import timedelta

import pypdfium2
import pytest
from sqlalchemy import select

from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.packets import Noes, OverrideReason, may_override, pack_stops, referral_stops
from hopecare.domain.roles import Role
from hopecare.services.answer_consents import answer_consents
from hopecare.services.record_consent import ConsentSaid
from models import EvidencePack, Person
from tests.factories.cases import BY, a_case
from tests.factories.people import a_consent, a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town

MADE = NOW
LATER, BEFORE = NOW + timedelta(days=1), NOW - timedelta(days=1)
CHOSEN_ON = "2026-11-20"
A_YES = ConsentPurpose.SHARE_WITH_AGENCY


@pytest.fixture
def case(database, town_scope, visitor):
    """A case whose resident agreed to a record and to nothing else."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        resident = a_resident(session, centre=centre, consents=(ConsentPurpose.KEEP_RECORD,))
        case = a_case(session, resident=resident, centre=centre)
        account = a_staff_account(
            session, full_name="서가온", roles=(Role.SOCIAL_WORKER,), centre=centre
        )
    visitor.sign_in(account)
    return case


@pytest.fixture
def makes(visitor, case):
    """Make a pack of it on its page; gives the path of the pack, or the form where refused."""

    def make(status=303, **said):
        values = {"recipient": "통합사례회의", "language": "en", **said}
        page = visitor.post(f"/cases/{case.id}/pack", values, status=status)
        return page.answer.headers["Location"] if status == 303 else page

    return make


@pytest.fixture
def says_no(database, town_scope, visitor, case):
    """Let the resident say no to something, a minute later."""

    def say(purpose):
        visitor.clock.at += timedelta(minutes=1)
        no = ConsentSaid(purpose=purpose, form=ConsentForm.VOICE, act=ConsentAct.WITHDRAWN)
        with database.writing(town_scope) as session:
            person = session.get_one(Person, case.resident_id)
            answer_consents(session, person, [no], by=BY, now=visitor.clock.at)
        visitor.clock.at += timedelta(minutes=1)

    return say


def by_right(reason):
    return {"override_reason": reason.value, "override_words": "아이가 다쳤습니다"}


def test_the_right_stands_on_list_page_and_cover_and_the_words_on_no_cover(visitor, makes):
    pack = makes(**by_right(OverrideReason.CHILD_AT_RISK))
    said = "Without a yes, for a reason · A child is at risk"
    assert said in visitor.get("/packs").main
    assert "서가온" in visitor.get("/packs").main
    assert said in visitor.get(pack).main
    cover = visitor.fetch(f"{pack}/pack.json").get_data(as_text=True)
    assert "A child is at risk" in json.dumps(json.loads(cover)["content"]["head"])
    printed = pypdfium2.PdfDocument(visitor.fetch(f"{pack}/pack.pdf").data)
    words = " ".join(printed[0].get_textpage().get_text_range().split())
    assert "A child is at risk" in words
    assert "다쳤습니다" not in cover + words


def test_the_day_other_benefits_were_chosen_stands_with_the_pack(
    database, town_scope, visitor, makes, case
):
    with database.writing(town_scope) as session:
        a_consent(session, session.get_one(Person, case.resident_id), A_YES)
    pack = makes(told=["name", "other_benefits"], benefits_chosen_on=CHOSEN_ON)
    assert "Fri 20 Nov" in visitor.get("/packs").main
    assert "Fri 20 Nov" in visitor.get(pack).main
    cover = json.loads(visitor.fetch(f"{pack}/pack.json").get_data())
    said = ["Other benefits", "Chosen by the resident on 20 November 2026"]
    assert said in cover["content"]["head"]


def test_a_day_that_was_named_for_nothing_is_not_kept(database, town_scope, makes):
    makes(**by_right(OverrideReason.LEGAL_DUTY), benefits_chosen_on=CHOSEN_ON)
    with database.reading(town_scope) as session:
        assert session.scalars(select(EvidencePack)).one().benefits_chosen_on is None


@pytest.mark.parametrize("reason", OverrideReason)
def test_no_record_any_more_stops_the_files_of_every_right(visitor, makes, says_no, reason):
    pack = makes(**by_right(reason))
    assert visitor.fetch(f"{pack}/pack.json").status_code == 200
    says_no(ConsentPurpose.KEEP_RECORD)
    assert visitor.fetch(f"{pack}/pack.json").status_code == 409
    assert visitor.fetch(f"{pack}/pack.pdf").status_code == 409
    assert visitor.get(pack).status == 200, "what is kept of it stays, as the law wants it"


def test_who_wants_no_record_was_asked(visitor, makes, says_no):
    says_no(ConsentPurpose.KEEP_RECORD)
    page = makes(status=422, **by_right(OverrideReason.CANNOT_BE_ASKED))
    assert set(page.errors) == {"override_reason"}
    makes(**by_right(OverrideReason.LEGAL_DUTY))


@pytest.mark.parametrize("reason", OverrideReason)
def test_the_noes_that_stop_each_right(reason):
    could_not = reason is OverrideReason.CANNOT_BE_ASKED
    for noes, stops_referral, stops_pack, may in (
        (Noes(), False, False, True),
        (Noes(to_sharing=BEFORE, to_record=BEFORE), False, False, not could_not),
        (Noes(to_sharing=LATER), could_not, True, True),
        (Noes(to_record=LATER), True, True, not could_not),
    ):
        assert referral_stops(reason, noes, made_at=MADE) is stops_referral
        assert pack_stops(noes, made_at=MADE) is stops_pack
        assert may_override(reason, noes) is may
