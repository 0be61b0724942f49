"""The receiving agency's page: a code says whom to call, and nothing about anybody."""

from __future__ import annotations

import pytest

from tests.factories.cases import a_case
from tests.factories.people import a_resident
from tests.factories.referrals import a_referral
from tests.factories.towns import a_centre, a_town


@pytest.fixture
def sent(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        resident = a_resident(session, centre=a_centre(session))
        return a_referral(session, case=a_case(session, resident=resident))


@pytest.mark.parametrize("written", ["plain", "dashed", "small"])
def test_an_office_with_the_code_learns_whom_to_call(visitor, sent, written):
    code = {
        "plain": sent.code,
        "dashed": f"{sent.code[:4]}-{sent.code[4:]}",
        "small": sent.code.lower(),
    }[written]
    page = visitor.get(f"/referral?code={code}")
    assert "East Centre" in page.main
    assert "tel:031-000-0001" in page.links
    assert "김다래" not in page.html


def test_a_code_that_nobody_sent_leads_to_the_towns_office(visitor, sent):
    page = visitor.get("/referral?code=00000000")
    assert "We do not find this code" in page.main
    assert "tel:031-000-0000" in page.links


@pytest.mark.parametrize("typed", ["", "12345", "AAAAAAAB", "연계"])
def test_what_cannot_be_a_code_is_said_beside_the_field(visitor, sent, typed):
    page = visitor.get(f"/referral?code={typed}", status=422)
    assert set(page.errors) == {"code"}


def test_the_page_opens_without_a_code(visitor, sent):
    page = visitor.get("/referral")
    assert page.errors == {}
    assert page.find("input", id="code") is not None
