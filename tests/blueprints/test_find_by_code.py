"""An office on the line names a code and nothing else: it leads to the referral or the case."""

from __future__ import annotations

import pytest

from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.outcomes import RefusalReason
from hopecare.domain.roles import Role
from models import Case, Centre, Referral
from tests.factories.cases import a_case
from tests.factories.people import a_resident, a_staff_account
from tests.factories.referrals import a_referral
from tests.factories.towns import a_centre, a_town


@pytest.fixture
def sent(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        resident = a_resident(session, centre=a_centre(session), name="김다래")
        return a_referral(session, case=a_case(session, resident=resident))


@pytest.fixture
def staff(database, town_scope, visitor, sent):
    with database.writing(town_scope) as session:
        centre = session.get_one(Centre, session.get_one(Case, sent.case_id).centre_id)
        account = a_staff_account(session, roles=(Role.COORDINATOR,), centre=centre)
    return visitor.sign_in(account)


def written(code, how):
    dashed = f"{code[:4]}-{code[4:]}"
    return {
        "plain": code,
        "dashed": dashed,
        "small": dashed.lower(),
        "spaced": f"{code[:4]} {code[4:]}",
    }[how]


@pytest.mark.parametrize("how", ["plain", "dashed", "small", "spaced"])
def test_the_code_of_a_referral_leads_to_it(staff, sent, how):
    page = staff.follow(staff.get(f"/telephone?q={written(sent.code, how)}", status=303))
    assert "Referral of 김다래" in page.text
    assert "Nobody we know" not in page.main


@pytest.mark.parametrize("how", ["plain", "dashed", "small"])
def test_the_code_of_a_case_leads_to_it(staff, sent, database, town_scope, how):
    with database.reading(town_scope) as session:
        case = session.get_one(Case, sent.case_id)
        code, page = case.code, f"/cases/{case.id}"
    answer = staff.get(f"/telephone?q={written(code, how)}", status=303)
    assert answer.answer.headers["Location"].endswith(page)


def test_a_code_nobody_has_finds_nobody(staff):
    assert "Nobody we know" in staff.get("/telephone?q=0000-0000").main


def test_of_another_centres_code_only_the_centre_is_said(database, town_scope, visitor, sent):
    with database.writing(town_scope) as session:
        stranger = a_staff_account(session, centre=a_centre(session, name_en="West Centre"))
    page = visitor.sign_in(stranger).get(f"/telephone?q={sent.code}")
    assert "A code of another centre" in page.main
    assert "East Centre made this" in page.main
    assert "김다래" not in page.main
    assert f"/referrals/{sent.id}" not in page.links


@pytest.mark.parametrize("how", ["plain", "dashed", "small"])
def test_the_list_of_referrals_finds_a_code_however_it_stands(
    staff, sent, database, town_scope, how
):
    with database.writing(town_scope) as session:
        row = session.get_one(Referral, sent.id)
        row.status, row.refusal_reason = ReferralStatus.REFUSED, RefusalReason.OTHER
    assert "김다래" not in staff.get("/referrals").main
    assert "김다래" in staff.get(f"/referrals?code={written(sent.code, how)}").main
    assert "김다래" not in staff.get("/referrals?code=0000-0000").main
