"""A packet for one benefit tells of no other, not even among its reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hopecare.domain.evidence import LEAST, PackSection, PackTold
from hopecare.domain.packets import PacketChoice, PacketItem
from hopecare.queries.referral_packets import find_packet, shared_in
from hopecare.services.refer import refer
from hopecare.web.evidence.content import content_of
from tests.factories.assessments import NOTHING_RECEIVED, an_assessment, said
from tests.factories.cases import a_case
from tests.factories.packs import a_pack
from tests.factories.people import a_resident, a_staff_account, an_identity
from tests.factories.referrals import PAST_DOUBTS, a_service
from tests.factories.towns import NOW, TODAY, a_centre, a_town

OTHERS = ("생계급여", "기초생활", "Livelihood benefit", "basic livelihood")
RESTING = ("emergency", "near_poor", "energy_voucher")
"""Programmes of which one criterion asks for what else is received."""


@pytest.fixture
def case(database, town_scope):
    """A case of somebody who receives livelihood support."""
    with database.writing(town_scope) as session:
        a_town(session)
        resident = a_resident(session, centre=a_centre(session))
        received = {**NOTHING_RECEIVED, "livelihood": True}
        kept = an_assessment(session, resident, facts=replace(said(), receiving=received))
        return a_case(session, resident=resident), kept.id


def sent(database, scope, case, programme, **chosen):
    row, assessment_id = case
    with database.writing(scope) as session:
        choice = PacketChoice(
            items=frozenset({PacketItem.REASONS}), assessment_id=assessment_id, **chosen
        )
        referral = refer(
            session, case_id=row.id, service_id=a_service(session, programme=programme).id,
            choice=choice, sending=PAST_DOUBTS,
            by=an_identity(session, a_staff_account(session)), now=NOW,
        )  # fmt: skip
        return shared_in(find_packet(session, referral.id))["reasons"]


@pytest.mark.parametrize("programme", RESTING)
def test_a_packet_never_says_that_another_benefit_is_received(
    database, town_scope, case, programme
):
    reasons = sent(database, town_scope, case, programme)
    assert reasons["programme"] == programme
    assert not any(word in str(reasons) for word in OTHERS), reasons


def test_what_was_chosen_by_name_may_be_said(database, town_scope, case):
    reasons = sent(
        database, town_scope, case, "emergency",
        findings=("livelihood",), findings_chosen_on=TODAY,
    )  # fmt: skip
    assert "생계급여를 받고 있어" in str(reasons)


@pytest.mark.parametrize("told", [LEAST, (*LEAST, PackTold.OTHER_BENEFITS)])
@pytest.mark.parametrize("programme", RESTING)
def test_a_pack_never_says_that_another_benefit_is_received(
    database, town_scope, case, programme, told
):
    with database.writing(town_scope) as session:
        body = a_service(session, programme=programme).organisation_id
        pack = a_pack(
            session, case[0], organisation_id=body, sections=[PackSection.GAPS], told=told
        )
        (section,) = content_of(session, pack)["sections"]
    lines = {each["head"]: each["text"] for each in section["entries"]}
    assert lines
    for words in lines.values():
        assert not any(word in words for word in ("생계급여를 받고", "기초생활 급여를 받거나")), (
            words
        )
