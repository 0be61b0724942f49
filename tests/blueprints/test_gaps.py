"""The gap ledger through the pages: of one resident, why, the list, its sum."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.gaps import LedgerPart, sum_gaps
from hopecare.domain.roles import Role
from hopecare.queries.gaps import ledger_rows, open_gaps_in
from models import AccessLogEntry, GapNote, Person
from tests.blueprints.offices import GapOffice
from tests.factories.assessments import a_gap_note, an_assessment, said
from tests.factories.people import a_consent, a_resident, a_staff_account
from tests.factories.towns import NOW, TODAY, a_centre
from tests.plugins.pages import count_queries, filled

LIST = "/missed-benefits"
HOUR = timedelta(hours=1)


@pytest.fixture
def office(database, town_scope, visitor):
    return GapOffice(database, town_scope, visitor)


def test_the_residents_page_says_what_is_missed_and_by_which_rules(office, visitor):
    page = visitor.get(office.page)
    assert "Livelihood benefit: Not written down yet" in page.main
    assert "KRW 502,556 a month" in page.main
    assert office.ledger in page.links


def test_why_is_written_down_and_what_it_comes_to_is_said(office, visitor):
    told = {"reason": "never_applied", "since_on": "2025-11-20", "words": "Thinks of her son"}
    after = visitor.follow(visitor.post(office.form, told, on=office.form))
    assert "It is written down." in after.text
    assert "Never applied" in after.main
    assert "KRW 5,920,448 (12 full months)" in after.main
    assert "Thinks of her son" in after.main
    assert office.note().recorded_by_id == office.account.person_id
    assert "Never applied" in visitor.get(office.page).main
    stands = visitor.get(office.form).fields(office.form)
    assert (stands["reason"], stands["since_on"]) == ("never_applied", "2025-11-20")


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({}, "reason"),
        ({"reason": "other"}, "words"),
        ({"reason": "refused", "over": "8000"}, "over"),
        ({"reason": "cut_off", "over": "-1"}, "over"),
        ({"reason": "refused", "since_on": "2999-01-01"}, "since_on"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(office, visitor, told, wrong):
    page = visitor.post(office.form, told, on=office.form, status=422)
    assert list(page.errors) == [wrong]


@pytest.mark.parametrize(
    "told",
    [
        {"reason": "refused", "words": "The office wrote to her", "since_on": "2026-01-05"},
        {"reason": "refused", "words": "The office wrote to her", "since_on": "2999-01-01"},
    ],
)
def test_a_gap_that_closed_meanwhile_overwrites_nothing_and_loses_nothing(
    office, visitor, database, town_scope, told
):
    form = filled(visitor.get(office.form).fields(office.form), told)
    with database.writing(town_scope) as session:
        an_assessment(
            session, office.resident, facts=said(income_benefits=5_000_000), now=NOW + HOUR
        )
    page = visitor.send(office.form, form, status=409)
    assert "nothing of what you wrote was saved" in page.main
    for each in ("The office said no", told["words"], told["since_on"]):
        assert each in page.main
    assert office.ledger in page.links
    with database.reading(town_scope) as session:
        assert session.scalars(select(GapNote)).all() == []
    korean = visitor.read_in("ko").send(office.form, form, status=409)
    assert "적으신 내용은 저장하지 않았습니다." in korean.main
    visitor.read_in("en")
    assert "No missed benefit" in visitor.get(office.ledger).main
    assert "No missed benefit" in visitor.follow(visitor.get(office.form, status=303)).main


def test_what_was_written_about_a_closed_gap_stays_to_be_read(
    office, visitor, database, town_scope
):
    with database.writing(town_scope) as session:
        a_gap_note(session, office.resident, words="Thinks of her son")
        an_assessment(
            session, office.resident, facts=said(income_benefits=5_000_000), now=NOW + HOUR
        )
    page = visitor.get(office.ledger)
    assert "Written down before" in page.main
    assert "Thinks of her son" in page.main
    assert "Seems not possible any more" in page.main


def test_who_receives_what_the_rules_say_no_to_is_talked_with(
    office, visitor, database, town_scope
):
    told = replace(said(income_benefits=5_000_000), receiving={"livelihood": True})
    with database.writing(town_scope) as session:
        an_assessment(session, office.resident, facts=told, now=NOW + HOUR)
    for path in (office.page, office.ledger):
        assert "Nothing is reported anywhere" in visitor.get(path).main
    assert "김다래" not in visitor.get(LIST).main
    assert "talk with them first" in visitor.get(f"{LIST}?part=to_talk_about").main


def test_another_centre_sees_neither_the_ledger_nor_the_form(office, visitor, database, town_scope):
    with database.writing(town_scope) as session:
        other = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=a_centre(session))
    form = filled(visitor.get(office.form).fields(office.form), {"reason": "refused"})
    visitor.sign_in(other)
    assert "김다래" not in visitor.get(LIST).main
    assert "Nothing here" in visitor.get(f"{LIST}/sum").main
    visitor.get(office.ledger, status=403)
    visitor.get(office.form, status=403)
    visitor.send(office.form, form, status=403)


def test_a_coordinator_reads_and_writes_nothing(office, visitor, database, town_scope):
    with database.writing(town_scope) as session:
        reader = a_staff_account(session, roles=(Role.COORDINATOR,), centre=office.centre)
    visitor.sign_in(reader)
    assert office.form not in visitor.get(office.ledger).links
    visitor.get(office.form, status=403)


@pytest.mark.parametrize("act", [ConsentAct.WITHDRAWN, ConsentAct.REFUSED])
def test_who_agrees_to_no_record_any_more_stands_nowhere(
    office, visitor, database, town_scope, act
):
    with database.writing(town_scope) as session:
        person = session.get_one(Person, office.resident.id)
        a_consent(session, person, ConsentPurpose.KEEP_RECORD, act=act, at=NOW + HOUR)
        assert (
            sum_gaps(open_gaps_in(session, ledger_rows(LedgerPart.GAPS, TODAY), TODAY), TODAY) == {}
        )
    assert "김다래" not in visitor.get(LIST).main
    assert "김다래" not in visitor.fetch(f"{LIST}?format=csv").data.decode("utf-8-sig")
    assert "Nothing here" in visitor.get(f"{LIST}/sum").main
    assert "No missed benefit" in visitor.get(office.ledger).main


def test_who_looked_is_written_down(office, visitor, database, town_scope):
    for path in (LIST, office.ledger, office.form):
        visitor.get(path)
    with database.reading(town_scope) as session:
        entries = session.scalars(select(AccessLogEntry)).all()
    assert [str(office.resident.id) in entry.person_ids for entry in entries] == [True] * 3


def test_pages_cost_the_same_however_much_is_missed(office, visitor, database, town_scope):
    paths = (LIST, f"{LIST}/sum", office.ledger, office.page)

    def costs():
        found = []
        for path in paths:
            with count_queries(database) as asked:
                visitor.get(path)
            found.append(asked.total)
        return found

    few = costs()
    with database.writing(town_scope) as session:
        for programme in ("livelihood", "medical", "housing"):
            a_gap_note(session, office.resident, programme=programme)
        for _ in range(3):
            an_assessment(session, a_resident(session, centre=office.centre, phone=""))
    assert costs() == few
