"""A service vanishes with a new import while somebody waits there: every page says what to do."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.commands.directory import directory
from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from hopecare.domain.roles import Role
from hopecare.services.answer_referral import answer_referral
from models import Referral, Service
from tests.factories.cases import BY, a_case
from tests.factories.hsds import a_plain_service, an_office, written
from tests.factories.people import a_resident, a_staff_account
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY, a_centre
from tests.plugins.pages import said_by

GONE = "the service is no longer listed"
NOTE = "Ring the office and ask whether it still takes them on."


@pytest.fixture
def take_in(run, tmp_path):
    def take_in(*documents, words=()):
        path = tmp_path / "directory.json"
        path.write_bytes(written(list(documents)))
        return run(directory, "import", path, "--language", "en", *words).output

    return take_in


@pytest.fixture
def waiting(take_in, database, town_scope, visitor):
    """Somebody referred to a service of a directory; a social worker is signed in."""
    take_in(an_office(a_plain_service("말벗")))
    with database.writing(town_scope) as session:
        centre = a_centre(session)
        resident = a_resident(session, name="김다래", centre=centre)
        service = session.scalars(select(Service)).one()
        referral = a_referral(session, case=a_case(session, resident=resident), service=service)
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
    visitor.sign_in(account)
    return referral.id


def said(visitor, referral_id):
    """Which of the pages say it now."""
    return [
        NOTE in visitor.get(f"/referrals/{referral_id}").main,
        GONE in visitor.get("/referrals/board").main,
        f"· {GONE}" in visitor.get("/referrals?which=all").main,
        "김다래" in visitor.get("/referrals?which=gone").main,
        said_by(visitor.get("/today").find("a", href="/referrals?which=gone")).startswith("1"),
    ]


def test_the_referral_the_board_the_list_and_today_say_so_until_it_is_listed_again(
    waiting, take_in, visitor
):
    assert not any(said(visitor, waiting))
    take_in(an_office(name="햇빛재단"), words=["--ends-all"])
    assert all(said(visitor, waiting))
    page = visitor.get(f"/referrals/{waiting}")
    assert any(link.endswith("/refer") for link in page.links)
    assert "031-555-0100" in page.main
    take_in(an_office(a_plain_service("말벗")))
    assert not any(said(visitor, waiting))


def test_once_the_office_said_no_nobody_waits_there(
    waiting, take_in, visitor, database, town_scope
):
    take_in(an_office(name="햇빛재단"), words=["--ends-all"])
    with database.writing(town_scope) as session:
        referral = session.get_one(Referral, waiting)
        answer_referral(
            session, referral_id=referral.id, refusal=RefusalReason.NO_CAPACITY,
            door=AnswerDoor.PHONE, answered_on=TODAY, words=None, by=BY, now=NOW,
        )  # fmt: skip
    assert not any(said(visitor, waiting))
