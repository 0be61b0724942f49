"""A packet for one benefit tells of no other, not even among its reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hopecare.domain.evidence import LEAST, PackSection, PackTold
from hopecare.domain.packets import PacketChoice, PacketItem
from hopecare.errors import InvalidInputError
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


def received(database, scope, **chosen):
    """What a packet says of the very benefit it asks for, which is received already."""
    with database.writing(scope) as session:
        resident = a_resident(session, centre=a_centre(session))
        facts = replace(said(), receiving={**NOTHING_RECEIVED, "housing": True})
        kept = an_assessment(session, resident, facts=facts)
        choice = PacketChoice(assessment_id=kept.id, **chosen)
        referral = refer(
            session, case_id=a_case(session, resident=resident).id,
            service_id=a_service(session, programme="housing").id,
            choice=choice, sending=PAST_DOUBTS,
            by=an_identity(session, a_staff_account(session)), now=NOW,
        )  # fmt: skip
        packet = find_packet(session, referral.id)
        assert packet is not None
        return shared_in(packet), packet.items, packet.findings_chosen_on


REASONS = frozenset({PacketItem.REASONS})


def test_what_is_received_leaves_for_its_own_office_by_no_tick(database, town_scope, case):
    content, items, _day = received(database, town_scope, items=REASONS)
    assert "reasons" not in content
    assert items == []


def test_it_leaves_where_they_chose_it_on_a_day(database, town_scope, case):
    own = {"findings": ("housing",), "findings_chosen_on": TODAY}
    content, items, chosen_on = received(database, town_scope, items=REASONS, **own)
    assert content["reasons"]["programme"] == "housing"
    assert "other_findings" not in content
    assert (items, chosen_on) == (["reasons"], TODAY)
    bare, _items, _day = received(database, town_scope, items=frozenset(), **own)
    assert "reasons" not in bare
    assert [each["receipt"] for each in bare["other_findings"]] == ["receiving"]


def test_a_choice_without_its_day_is_none(database, town_scope, case):
    with pytest.raises(InvalidInputError) as refused:
        received(database, town_scope, items=REASONS, findings=("housing",))
    assert refused.value.fields == {"findings_chosen_on": ["choice_needed"]}
