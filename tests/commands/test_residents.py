"""Lists of residents as offices keep them: taken whole, once, with every bad line named."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from hopecare.commands.residents import residents
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.identity import SystemActor
from hopecare.domain.runs import RunState
from hopecare.queries.search_terms import person_terms
from hopecare.services.merge_residents import MergeWish, merge_residents
from models import (
    ConsentEntry,
    ContactPoint,
    Household,
    HouseholdMember,
    Person,
    PersonRole,
    Responsibility,
    Run,
    SearchTerm,
    TimelineEntry,
)
from tests.commands.conftest import NOW
from tests.plugins.pages import count_queries
from tests.reading.sheets_for_tests import csv_file, workbook

pytestmark = pytest.mark.both_databases

HEADINGS = ("이름", "연락처", "생년월일", "성별", "읍면동", "주소", "비고")
KIM = ("김다래", "010-0000-0001", "1958-03-04", "여", "진접읍", "경기도 남양주시 진접읍 1", "반찬")
BAE = ("배마루", "", "74.05.06", "남", "화도", "", "")
ROWS = [HEADINGS, KIM, BAE]
BLOCK = "경기도 남양주시 가람로 1 한빛아파트 101동"
TABLES = (
    Person,
    PersonRole,
    SearchTerm,
    ContactPoint,
    Household,
    HouseholdMember,
    Responsibility,
    ConsentEntry,
    TimelineEntry,
)


@pytest.fixture
def counts(database, town_scope):
    """How many rows each table has."""

    def counts():
        with database.reading(town_scope) as session:
            return {
                table.__tablename__: session.scalar(select(func.count()).select_from(table))
                for table in TABLES
            }

    return counts


@pytest.fixture
def person(database, town_scope):
    """Somebody by name."""

    def person(name):
        with database.reading(town_scope) as session:
            return next(each for each in session.scalars(select(Person)) if each.full_name == name)

    return person


def written(tmp_path, content, name="list.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_a_resident_of_a_list_comes_with_home_number_centre_and_entry(
    run, tmp_path, counts, person, database, town_scope
):
    run(residents, "import", written(tmp_path, csv_file(ROWS, encoding="cp949")))
    kim = person("김다래")
    assert (kim.birth_on, kim.sex, kim.age_band, kim.note) == (
        "1958-03-04",
        "female",
        "older",
        "반찬",
    )
    assert kim.called == "김다래님"
    assert kim.centre_id is not None
    assert person("배마루").birth_on == "1974-05-06"
    with database.reading(town_scope) as session:
        number = session.scalars(select(ContactPoint)).one()
        home = session.scalars(
            select(Household)
            .join(HouseholdMember, HouseholdMember.household_id == Household.id)
            .where(HouseholdMember.person_id == kim.id)
        ).one()
        entries = session.scalars(select(TimelineEntry)).all()
    assert (number.value, number.can_text, number.person_id) == ("+821000000001", True, kim.id)
    assert home.address == "경기도 남양주시 진접읍 1"
    assert {(entry.kind, entry.facts["source"]) for entry in entries} == {
        ("resident_opened", "list")
    }
    assert counts()["consent_entries"] == 0


def test_a_second_import_of_the_same_file_changes_nothing(run, tmp_path, counts):
    path = written(tmp_path, csv_file(ROWS))
    run(residents, "import", path)
    before = counts()
    said = run(residents, "import", path, "--language", "en").output
    assert counts() == before
    assert "Already known, nothing changed: 2" in said


def test_a_rehearsal_says_the_same_and_writes_nothing(run, tmp_path, counts, database, town_scope):
    path = written(tmp_path, csv_file(ROWS))
    said = run(residents, "import", path, "--dry-run", "--language", "en").output
    assert "Rehearsal: nothing was written." in said
    assert "New people: 2" in said
    assert set(counts().values()) == {0}
    with database.reading(town_scope) as session:
        assert session.scalars(select(Run)).all() == []


def test_what_a_list_says_otherwise_is_named_and_left_as_it_is(run, tmp_path, counts, person):
    run(residents, "import", written(tmp_path, csv_file(ROWS)))
    before = counts()
    moved = (*KIM[:4], "화도읍", *KIM[5:6], "다른 메모")
    said = run(
        residents, "import", written(tmp_path, csv_file([HEADINGS, moved])), "--language", "en"
    ).output
    assert "Line 2 differs, left as it is: 읍면동, 비고" in said
    assert counts() == before
    assert person("김다래").note == "반찬"


def test_bad_lines_wait_in_a_file_that_can_be_corrected_and_imported(run, tmp_path, counts):
    bad = ("박여울", "1.01E+09", "2030-01-01", "여", "없는동", "", "=cmd")
    path = written(tmp_path, csv_file([HEADINGS, KIM, bad]))
    said = run(residents, "import", path, "--language", "en", code=3).output
    assert "Lines to correct: 1" in said
    assert "Line 3 · 생년월일: This date is in the future." in said
    assert counts()["people"] == 1
    errors = tmp_path / "list.errors.csv"
    text = errors.read_bytes().decode("utf-8-sig")
    assert text.splitlines()[0].endswith("비고,what to correct")
    assert "'=cmd" in text
    corrected = text.replace("1.01E+09", "010-0000-0002").replace("2030-01-01", "1982.3.4")
    corrected = corrected.replace("없는동", "화도읍").replace("'=cmd", "메모")
    errors.write_bytes(corrected.encode("utf-8-sig"))
    said = run(residents, "import", errors, "--language", "en").output
    assert "New people: 1" in said
    assert "Columns left out" not in said
    assert counts()["people"] == 2


def test_the_same_person_twice_in_one_list_is_taken_once_and_named(run, tmp_path, counts):
    again = ("김 다래", "01000000001", "", "", "", "", "")
    path = written(tmp_path, csv_file([HEADINGS, KIM, again]))
    said = run(residents, "import", path, "--language", "en", code=3).output
    assert "This is the same person as on line 2." in said
    assert counts()["people"] == 1


def test_two_people_of_one_name_stay_two(run, tmp_path, counts):
    other = ("김다래", "010-0000-0009", "1990-01-01", "", "", "", "")
    run(residents, "import", written(tmp_path, csv_file([HEADINGS, KIM, other])))
    assert counts()["people"] == 2


def test_lines_of_one_household_number_share_a_home(run, tmp_path, counts):
    rows = [
        ("이름", "생년월일", "주소", "가구번호"),
        ("남온새", "1952-01-01", "수동면 1", "7"),
        ("서가람", "1955-01-01", "수동면 1", "7"),
        ("오나래", "1968-01-01", "금곡동 1", "8"),
    ]
    run(residents, "import", written(tmp_path, csv_file(rows)))
    assert counts()["households"] == 2
    assert counts()["household_members"] == 3


def test_consent_is_recorded_only_with_its_date_and_form(run, tmp_path, database, town_scope):
    rows = [
        ("이름", "연락처", "동의일", "동의 방법", "동의 범위"),
        ("김다래", "010-0000-0001", "2026-01-02", "서면", "안부 묻기"),
        ("박여울", "010-0000-0002", "", "", ""),
        ("오나래", "010-0000-0003", "2026-01-02", "", ""),
    ]
    run(residents, "import", written(tmp_path, csv_file(rows)), code=3)
    with database.reading(town_scope) as session:
        entries = session.scalars(select(ConsentEntry)).all()
        assert session.scalar(select(func.count(Person.id))) == 2
    assert {entry.purpose for entry in entries} == {
        ConsentPurpose.KEEP_RECORD,
        ConsentPurpose.CHECK_INS,
    }
    assert {(entry.form, entry.act) for entry in entries} == {("paper", "given")}


def test_a_workbook_with_numbers_for_phones_is_taken_too(run, tmp_path, database, town_scope):
    rows = [("Name", "Mobile", "Date of birth"), ("Kim Darae", 1000000001, 21248)]
    run(residents, "import", written(tmp_path, workbook(rows), "list.xlsx"))
    with database.reading(town_scope) as session:
        assert session.scalars(select(ContactPoint.value)).one() == "+821000000001"
        assert session.scalars(select(Person.birth_on)).one() == "1958-03-04"


def test_a_refused_file_leaves_nothing_and_says_why_in_the_readers_language(run, tmp_path, counts):
    path = written(tmp_path, csv_file([("연락처", "생년월일"), ("010", "1958-03-04")]))
    said = run(residents, "import", path, "--language", "en", code=1).output
    assert "These columns are missing: 이름" in said
    assert set(counts().values()) == {0}


def test_an_import_is_a_run_with_its_numbers(run, tmp_path, database, town_scope):
    run(residents, "import", written(tmp_path, csv_file(ROWS)))
    with database.reading(town_scope) as session:
        work = session.scalars(select(Run)).one()
    assert (work.state, work.done, work.total) == (RunState.DONE, 2, 2)
    assert work.result["added"] == 2


def test_a_rehearsal_of_bad_lines_leaves_no_file_behind(run, tmp_path, database, town_scope):
    path = written(tmp_path, csv_file([HEADINGS, ("박여울", "1", *("",) * 5)]))
    run(residents, "import", path, "--dry-run", code=3)
    assert [each.name for each in tmp_path.glob("*.csv")] == ["list.csv"]


def test_a_run_keeps_line_column_and_reason_and_no_value(run, tmp_path, database, town_scope):
    run(
        residents,
        "import",
        written(tmp_path, csv_file([HEADINGS, ("박여울", "12345", *("",) * 5)])),
        code=3,
    )
    with database.reading(town_scope) as session:
        work = session.scalars(select(Run)).one()
    fault = {"line": 2, "column": "연락처", "code": "phone_unreadable", "about": ""}
    assert work.details == {"rows": [fault], "look_at": []}


def test_imported_people_are_found_by_typing_their_name(
    run, tmp_path, person, database, town_scope
):
    run(residents, "import", written(tmp_path, csv_file(ROWS)))
    kim = person("김다래")
    with database.reading(town_scope) as session:
        terms = session.execute(
            select(SearchTerm.kind, SearchTerm.term).where(SearchTerm.person_id == kim.id)
        ).all()
    assert {tuple(term) for term in terms} == person_terms("김다래", birth_on="1958-03-04")


def test_a_line_that_fits_two_known_people_is_settled_by_a_person(run, tmp_path, counts):
    shared = [("김다래", "010-0000-0001", "1958-03-04", *("",) * 4)]
    other = [("김다래", "010-0000-0002", "1990-01-01", *("",) * 4)]
    run(residents, "import", written(tmp_path, csv_file([HEADINGS, *shared, *other])))
    both = ("김다래", "010-0000-0001 / 010-0000-0002", *("",) * 5)
    path = written(tmp_path, csv_file([HEADINGS, both]))
    said = run(residents, "import", path, "--language", "en", code=3).output
    assert "Several people we know match this line." in said
    assert counts()["people"] == 2


def test_headings_nobody_knows_are_named_at_the_end(run, tmp_path):
    path = written(tmp_path, csv_file([(*HEADINGS, "혈액형"), (*KIM, "A")]))
    assert "Columns left out: 혈액형" in run(residents, "import", path, "--language", "en").output


KNOWN = ("김다래", "010-0000-4711", "1959-03-02", "여", "진접읍", f"{BLOCK} 1001호", "")
ALIKE = {
    "the name spaced otherwise": ("김 다래", "", "1959-03-02", "", "", "", ""),
    "a changed telephone": ("김다래", "010-0000-4799", "1959-03-02", "", "", "", ""),
    "the same name in one block": ("김다래", "", "", "", "", f"{BLOCK} 702호", ""),
    "the name in letters": ("Kim Darae", "010-0000-4711", "", "", "", "", ""),
}
SAYS = {
    "the name spaced otherwise": "Already known, nothing changed: 1",
    "a changed telephone": "Line 2 differs, left as it is: 연락처",
    "the same name in one block": "Line 2, please look: perhaps somebody known. The same name, "
    "The same building",
    "the name in letters": "Line 2, please look: perhaps somebody known. The same telephone, "
    "The same name in another spelling",
}


@pytest.mark.parametrize("alike", ALIKE)
@pytest.mark.parametrize("dry", [(), ("--dry-run",)], ids=["written", "rehearsed"])
def test_a_row_that_looks_like_somebody_known_is_pointed_out(run, tmp_path, counts, alike, dry):
    run(residents, "import", written(tmp_path, csv_file([HEADINGS, KNOWN])))
    second = written(tmp_path, csv_file([HEADINGS, ALIKE[alike]]), name="second.csv")
    said = run(residents, "import", second, "--language", "en", *dry).output
    assert SAYS[alike] in said
    is_new = "please look" in SAYS[alike]
    assert counts()["people"] == (2 if is_new and not dry else 1)


def test_two_rows_of_one_file_that_look_alike_are_pointed_out(run, tmp_path, counts):
    path = written(tmp_path, csv_file([HEADINGS, KNOWN, ALIKE["the name in letters"]]))
    said = run(residents, "import", path, "--language", "en").output
    assert "Line 3, please look: perhaps line 2. The same telephone" in said
    assert counts()["people"] == 2
    again = run(residents, "import", path, "--language", "en").output
    assert "please look" not in again


def test_a_common_name_in_a_long_list_is_no_reason_to_look(run, tmp_path):
    others = [("김다래", "", f"19{year}-01-01", "", "진접읍", "", "") for year in range(40, 60)]
    path = written(tmp_path, csv_file([HEADINGS, KNOWN, *others]))
    said = run(residents, "import", path, "--language", "en").output
    assert "New, but perhaps known already: 0" in said


def test_pointing_out_asks_no_more_for_a_longer_list(run, tmp_path, database):
    run(residents, "import", written(tmp_path, csv_file([HEADINGS, KNOWN])))
    totals = []
    for count in (2, 40):
        people = [(f"이{n}", "", f"1950-01-{n % 28 + 1:02}", "", "", "", "") for n in range(count)]
        path = written(tmp_path, csv_file([HEADINGS, *people]), name=f"{count}.csv")
        with count_queries(database) as asked:
            run(residents, "import", path, "--dry-run")
        totals.append(asked.total)
    assert totals[0] == totals[1]


def test_both_rows_of_a_merged_person_are_known_and_the_second_is_named(
    run, tmp_path, counts, database, town_scope
):
    both = [HEADINGS, KNOWN, ALIKE["the name in letters"]]
    path = written(tmp_path, csv_file(both))
    run(residents, "import", path)
    with database.writing(town_scope) as session:
        people = session.scalars(select(Person).order_by(Person.id)).all()
        kept, other = sorted(people, key=lambda each: each.full_name, reverse=True)
        versions = (kept.version, other.version)
        wish = MergeWish(kept_id=kept.id, other_id=other.id, versions=versions)
        merge_residents(session, wish, by=SystemActor(name="test"), now=NOW)
    before = counts()
    said = run(residents, "import", path, "--language", "en", code=3).output
    assert counts() == before
    assert "Lines to correct: 1" in said
