"""The list of missed benefits and its sum: what comes first, what is counted, what is not known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from hopecare.domain.gaps import GapReason
from hopecare.queries.households import find_membership
from models import Person, ProgrammeAnswer
from tests.blueprints.offices import GapOffice
from tests.factories.assessments import a_gap_note, an_assessment, said
from tests.factories.people import a_resident
from tests.factories.towns import NOW, TODAY
from tests.plugins.pages import said_by

LIST = "/missed-benefits"
HOUR = timedelta(hours=1)


@pytest.fixture
def office(database, town_scope, visitor):
    return GapOffice(database, town_scope, visitor)


@pytest.mark.parametrize(
    ("asked", "is_shown"),
    [
        ("?reason=cut_off", True),
        ("?reason=refused", False),
        ("?unwritten=yes", False),
        ("?programme=livelihood", True),
        ("?mine=yes", False),
    ],
)
def test_the_list_is_narrowed_and_says_why(office, visitor, database, town_scope, asked, is_shown):
    with database.writing(town_scope) as session:
        a_gap_note(session, office.resident, reason=GapReason.CUT_OFF, over=8_000)
    said_why = "Something was over a limit (₩8,000)"
    assert (said_why in visitor.get(LIST + asked).main) is is_shown


def test_the_sum_adds_up_to_its_parts_and_leads_to_the_rows(office, visitor, database, town_scope):
    with database.writing(town_scope) as session:
        a_gap_note(session, office.resident, since_on=date(2025, 11, 20))
        other = a_resident(session, name="박여울", centre=office.centre, phone="")
        an_assessment(session, other)
    page = visitor.get(f"{LIST}/sum")
    assert "Livelihood benefit 2 KRW 1,005,112 KRW 5,920,448" in page.main
    (part,) = [link for link in page.links if "programme=livelihood" in link]
    assert "2 rows" in visitor.get(part).main


def test_a_couple_both_assessed_is_summed_once(office, visitor, database, town_scope):
    with database.writing(town_scope) as session:
        couple = [a_resident(session, centre=office.centre, phone="") for _ in range(2)]
        one, other = (find_membership(session, each.id) for each in couple)
        assert one is not None
        assert other is not None
        other.household_id = one.household_id
        session.flush()
        for each in couple:
            an_assessment(session, each)
    page = visitor.get(f"{LIST}/sum?programme=livelihood")
    assert "Livelihood benefit 2 KRW 1,005,112" in page.main
    assert "A household is counted once" in page.main
    assert "3 rows" in visitor.get(f"{LIST}?programme=livelihood").main


def rows(page):
    """Who and which benefit, in the order of the list."""
    table = page.find("table", class_="rows")
    cells = [[said_by(cell) for cell in row.iter("td")] for row in list(table.iter("tr"))[1:]]
    return [" ".join(row[:2]) for row in cells]


def test_the_most_left_on_the_table_comes_first_then_what_is_missed_longest_then_names(
    office, visitor, database, town_scope
):
    with database.writing(town_scope) as session:
        others = [
            a_resident(session, name=name, centre=office.centre, phone="")
            for name in ("나여울", "가온새", "다미르")
        ]
        for each in others:
            an_assessment(session, each)
        a_gap_note(session, others[0], since_on=date(2026, 8, 1))
        a_gap_note(session, others[1], since_on=date(2026, 2, 1))
        a_gap_note(session, others[2], since_on=date(2026, 2, 1), programme="housing")
    livelihood = f"{LIST}?programme=livelihood"
    names = [each.split()[0] for each in rows(visitor.get(livelihood))]
    assert names == ["가온새", "나여울", "김다래", "다미르"]
    whole = rows(visitor.get(LIST))
    assert whole[2] == "다미르 Housing benefit"
    assert [each.split()[0] for each in whole[3:7]] == ["가온새", "가온새", "김다래", "김다래"]


def test_pages_go_on_after_the_last_row_seen_even_where_it_has_gone(
    office, visitor, database, town_scope
):
    with database.writing(town_scope) as session:
        people = [
            a_resident(session, name=name, centre=office.centre, phone="")
            for name in ("가온새", "나여울", "다미르")
        ]
        for place, each in enumerate(people):
            an_assessment(session, each)
            a_gap_note(session, each, since_on=date(2026, 1 + place, 1))
    narrowed = f"{LIST}?programme=livelihood&size=2"
    first = visitor.get(narrowed)
    (following,) = [link for link in first.links if "after=" in link]
    assert not any(each in following for each in ("나여울", "502", str(people[1].id)))
    with database.writing(town_scope) as session:
        gone = session.get_one(Person, people[1].id)
        an_assessment(session, gone, facts=said(income_benefits=5_000_000), now=NOW + HOUR)
    names = [each.split()[0] for each in rows(visitor.get(following))]
    assert names == ["다미르", "김다래"]
    beginning = rows(visitor.get(f"{narrowed}&after=nonsense"))
    assert beginning[0].startswith("가온새")


def test_what_has_no_amount_is_told_from_what_nobody_has_computed(
    office, visitor, database, town_scope
):
    assert "No amount in the rules" in visitor.get(office.ledger).main
    with database.writing(town_scope) as session:
        session.execute(update(ProgrammeAnswer).values(amount=None))
    for path in (office.ledger, office.page, LIST):
        said_so = visitor.get(path).main
        assert "Not computed yet: ask anew" in said_so
        assert "No amount in the rules" in said_so
    assert "(1 not computed yet: ask anew)" in visitor.get(f"{LIST}/sum?programme=livelihood").main
    assert "아직 계산하지 않음" in visitor.read_in("ko").get(office.ledger).main


def test_months_whose_amount_is_not_known_are_named_beside_the_sum(
    office, visitor, database, town_scope
):
    with database.writing(town_scope) as session:
        a_gap_note(session, office.resident, since_on=date(2023, 11, 20))
    presumed = "of it 2 full months up to Sat 20 Jan 2024 at the present amount"
    for path in (office.ledger, office.page, LIST, f"{LIST}/sum"):
        assert presumed in visitor.get(path).main
    summed = 2 * 502_556 + 12 * 395_102 + 12 * 447_444 + 10 * 502_556
    assert f"KRW {summed:,} (36 full months, {presumed})" in visitor.get(office.ledger).main
    korean = visitor.read_in("ko").get(office.ledger).main
    assert "그중 2024년 1월 20일(토)까지 만 2개월은 지금 금액으로 셈" in korean


def test_once_the_rules_have_ended_it_goes_on_by_the_last_figures_and_says_so(
    office, visitor, database, town_scope
):
    with database.writing(town_scope) as session:
        a_gap_note(session, office.resident, since_on=date(2026, 1, 1))
    visitor.clock.advance(date(2027, 3, 2) - TODAY)
    visitor.sign_in(office.account)
    assert "KRW 7,035,784 (14 full months)" in visitor.get(office.ledger).main
    for path in (LIST, f"{LIST}/sum", office.page, office.ledger):
        page = visitor.get(path).main
        assert "KRW 7,035,784" in page
        assert page.count("This goes by those of 2026; ask the office.") == 1
        korean = visitor.read_in("ko").get(path).main
        assert korean.count("2026년 기준 금액으로 보았으니 담당 기관에 확인해 주십시오.") == 1
        visitor.read_in("en")
