"""Lists of volunteers: skills, reach and checks in the words that lists use."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from hopecare.commands.residents import residents
from hopecare.commands.volunteers import volunteers
from hopecare.domain.matching.bits import language_bits, skill_bits
from hopecare.domain.matching.constraints import WHOLE_WEEK
from hopecare.domain.roles import Role
from models import Account, Person, PersonRole, VolunteerProfile
from tests.reading.sheets_for_tests import csv_file

HEADINGS = ("성명", "휴대폰", "활동 가능", "언어", "반경", "확인 등급", "확인 유효일", "읍면동")
CHA = (
    "차누리봄",
    "010-0000-0101",
    "통역, 방과후 돌봄",
    "베트남어/한국어",
    "3km",
    "강화",
    "2027-05-01",
    "화도읍",
)
NO_WISH = ("노을", "01000000102", "전화 말벗", "", "", "", "", "진접읍")


def written(tmp_path, rows, name="list.csv"):
    path = tmp_path / name
    path.write_bytes(csv_file(rows))
    return path


def test_a_volunteer_comes_with_skills_reach_check_and_a_way_to_sign_in(
    run, tmp_path, database, town_scope
):
    run(volunteers, "import", written(tmp_path, [HEADINGS, CHA, NO_WISH]))
    with database.reading(town_scope) as session:
        profiles = session.scalars(
            select(VolunteerProfile).order_by(VolunteerProfile.radius_m.desc())
        ).all()
        accounts = session.scalars(select(Account)).all()
    cha, no = profiles
    assert cha.skills == ["child_after_school", "interpreting"]
    assert (cha.languages, cha.radius_m, cha.check_level) == (["ko", "vi"], 3000, 2)
    assert cha.check_expires_on == date(2027, 5, 1)
    assert (no.skills, no.languages, no.radius_m, no.check_level) == (
        ["phone_companion"],
        ["ko"],
        2000,
        0,
    )
    assert no.centre_id is not None
    for each in profiles:
        assert each.skill_bits == skill_bits(each.skills)
        assert each.language_bits == language_bits(each.languages)
        assert (each.slot_bits, each.avoid_bits) == (WHOLE_WEEK, 0)
    assert {account.person_id for account in accounts} == {cha.person_id, no.person_id}
    assert {account.password_hash for account in accounts} == {None}


def test_a_second_import_changes_nothing_and_new_words_are_only_named(
    run, tmp_path, database, town_scope
):
    path = written(tmp_path, [HEADINGS, CHA, NO_WISH])
    run(volunteers, "import", path)
    assert "changed: 2" in run(volunteers, "import", path, "--language", "en").output
    wider = (*CHA[:4], "5km", *CHA[5:])
    said = run(
        volunteers, "import", written(tmp_path, [HEADINGS, wider]), "--language", "en"
    ).output
    assert "Line 2 differs, left as it is: 반경" in said
    with database.reading(town_scope) as session:
        assert set(session.scalars(select(VolunteerProfile.radius_m))) == {2000, 3000}


def test_a_resident_who_volunteers_stays_one_person(run, tmp_path, database, town_scope):
    kim = [("이름", "연락처"), ("차누리봄", "010-0000-0101")]
    run(residents, "import", written(tmp_path, kim, "residents.csv"))
    said = run(volunteers, "import", written(tmp_path, [HEADINGS, CHA]), "--language", "en").output
    assert "Known people with a new role: 1" in said
    with database.reading(town_scope) as session:
        assert session.scalar(select(func.count(Person.id))) == 1
        assert set(session.scalars(select(PersonRole.role))) == {Role.RESIDENT, Role.VOLUNTEER}
        assert session.scalar(select(func.count(Account.id))) == 1


def test_words_nobody_knows_are_named_by_their_place(run, tmp_path):
    odd = ("오나래", "010-0000-0103", "반찬; 마술", "", "75", "최고", "", "")
    said = run(
        volunteers, "import", written(tmp_path, [HEADINGS, odd]), "--language", "en", code=3
    ).output
    assert "Line 2 · 활동 가능: We do not know this word here." in said
    assert "Line 2 · 반경: Please write a number with its unit, such as 1.5 km." in said
    assert "Line 2 · 확인 등급: We do not know this word here." in said
