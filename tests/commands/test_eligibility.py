"""`flask eligibility check` says what is wrong with a pack, and where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hopecare.commands.eligibility import eligibility


def test_a_good_pack_passes():
    done = CliRunner().invoke(eligibility, ["check", "tests/packs/elbonia"])
    assert (done.exit_code, done.output) == (0, "tests/packs/elbonia: no mistakes found.\n")


def test_a_mistake_is_printed_with_file_and_line_and_fails(tmp_path):
    (tmp_path / "pack.yaml").write_text("pack: x\npack: y\n")
    done = CliRunner().invoke(eligibility, ["check", str(tmp_path)])
    assert done.exit_code == 1
    assert done.output == f"{tmp_path / 'pack.yaml'}:2: duplicate_key pack\n"


def test_a_warning_is_printed_as_one_and_fails(tmp_path):
    text = Path("tests/packs/ruritania/pack.yaml").read_text("utf-8")
    (tmp_path / "pack.yaml").write_text(text.replace("74896, 90582", "74986, 90582"), "utf-8")
    done = CliRunner().invoke(eligibility, ["check", str(tmp_path)])
    assert done.exit_code == 1
    place = f"{tmp_path / 'pack.yaml'}:32: warning: "
    assert f"{place}ratio_off limit_bread 74986, by its ratio 74896\n" in done.output


WIDOW: dict[str, Any] = {
    "facts": {
        "household.size": 1,
        "household.region": "gyeonggi",
        "household.covered": True,
        "household.counted_with_parents": False,
        "income.benefits": 318000,
        "income.property": 0,
        "income.gifts": 0,
        "spending.medical": 0,
        "spending.pension": 0,
        "home.owned": 0,
        "home.deposit": 45000000,
        "property.general": 0,
        "property.savings": {"max": 3200000},
        "property.debt": None,
        "car.value": 0,
        "obligor.exists": False,
    },
    "members": [{"age": 67, "pay": 0, "school": "none", "disability": "none"}],
    "receiving": {"kr.livelihood": False, "kr.medical": True, "kr.housing": None},
}


def run(*words, given=WIDOW, code=0):
    said = given if isinstance(given, bytes) else json.dumps(given).encode()
    done = CliRunner().invoke(eligibility, ["assess", "-", *words], input=said)
    assert done.exit_code == code, (done.output, done.exception)
    return done.output


def test_a_household_is_assessed_by_the_contract():
    answer = json.loads(run("--on", "2026-06-01", "--country", "kr", "--json"))
    assert answer["on"] == "2026-06-01"
    assert set(answer["pack_versions"]) == {"kr"}
    by_id = {item["id"]: item for item in answer["programmes"]}
    livelihood = by_id["kr.livelihood"]
    assert livelihood["verdict"] == "eligible"
    assert (livelihood["receipt"], livelihood["gap"]) == ("not_receiving", True)
    assert (by_id["kr.medical"]["gap"], by_id["kr.housing"]["receipt"]) == (False, "unknown")
    income = livelihood["criteria"][0]
    assert (income["id"], income["status"], income["unit"]) == ("income", "met", "KRW/month")
    assert (income["left"], income["right"], income["margin"]) == (318000, 820556, 502556)
    assert income["margin_pct"] == 61.25
    assert income["source"]["place"]["ko"] == "제8조 제2항"

    assert livelihood["amount"] == {"value": 502556, "unit": "KRW/month"}


def test_figures_that_no_paper_confirms_are_named_with_verdict_and_amount():
    pupil = WIDOW["members"][0] | {"school": "high"}
    answer = json.loads(run("--on", "2026-06-01", "--json", given=WIDOW | {"members": [pupil]}))
    education = next(item for item in answer["programmes"] if item["id"] == "kr.education")
    assert education["amount"] == {"value": 860000, "unit": "KRW/year"}
    assert "education_support" in education["unconfirmed"]
    said = run("--on", "2026-06-01", given=WIDOW | {"members": [pupil]})
    assert "Not yet confirmed in an official paper: education support.\n" in said


def test_what_another_benefit_would_change_is_part_of_the_contract():
    told: dict[str, Any] = {"property.clubs": 0, "property.debt": 0, "property.savings": 3200000}
    told |= {"elder.special_pension": False, "elder.national_pension": 318000}
    told |= {"household.pension_region": "small_city", "income.basic_pension": 0}
    members = [WIDOW["members"][0] | {"relation": "self", "business": 0}]
    given = {**WIDOW, "facts": WIDOW["facts"] | told, "members": members}
    answer = json.loads(run("--on", "2026-06-01", "--country", "kr", "--json", given=given))
    by_id = {item["id"]: item for item in answer["programmes"]}
    assert by_id["kr.basic_pension"]["verdict"] == "eligible"
    (later,) = by_id["kr.livelihood"]["later"]
    assert (later["because"], later["verdict"]) == ("kr.basic_pension", "eligible")
    assert 0 < later["amount"]["value"] < by_id["kr.livelihood"]["amount"]["value"]
    assert by_id["kr.medical"]["later"] == []


def test_what_is_not_known_stays_open_and_the_next_questions_are_named():
    facts = WIDOW["facts"] | {"income.benefits": {"min": 300000}}
    answer = json.loads(run("--on", "2026-06-01", "--json", given=WIDOW | {"facts": facts}))
    livelihood = answer["programmes"][0]
    assert livelihood["verdict"] == "unknown"
    assert livelihood["criteria"][0]["left"] == {"min": 300000, "max": None}
    assert "income.benefits" in livelihood["missing"]
    assert "income" in livelihood["flips"]
    first = answer["next_questions"][0]
    assert first["fact"] == "income.benefits"
    assert "kr.livelihood" in first["programmes"]
    assert first["settles"] > 0


def test_the_answer_is_said_in_the_readers_language():
    assert run("--on", "2026-06-01", "--language", "ko").endswith("결정은 담당 기관이 합니다.\n")
    assert run("--on", "2026-06-01").endswith("The office in charge decides.\n")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"facts": {"income.gift": 1}}, "income.gift: No rule knows this name."),
        ({"facts": {"income.gifts": -1}}, "income.gifts: This cannot be less than zero."),
        ({"facts": {"income.gifts": True}}, "income.gifts: This is not a number."),
        ({"facts": {"income.gifts": []}}, "income.gifts: This is no answer"),
        ({"facts": {"household.size": 0}}, "household.size: This is smaller than it can be."),
        ({"facts": {"household.covered": 1}}, "household.covered: Yes or no"),
        ({"facts": {"household.region": "moon"}}, "household.region: This is none of the answers"),
        ({"facts": {"income.gifts": {"min": 9, "max": 3}}}, "income.gifts: The two limits"),
        ({"members": []}, "members: There are fewer rows"),
        ({"members": 4}, "members: A list of rows"),
        ({"members": [4]}, "members.0: An object with names"),
        ({"members": [{"pay": "1"}]}, "members.0.pay: This is not a number."),
        ({"receiving": {"kr.moon": True}}, "receiving.kr.moon: No rule knows this name."),
        ({"receiving": [1]}, "receiving: An object with names"),
        ({"moon": {}}, "moon: No rule knows this name."),
        (b'{"facts": {"income.gifts": NaN}}', "Line 1 is not JSON."),
        (b'{"facts": {}, "facts": {}}', "“facts” stands twice in one object."),
        (b"[" * 100_000, "Line 1 is not JSON."),
        (b"[]", "The file must hold one JSON object."),
        ("{}".encode("utf-16"), "Line 1 is not UTF-8 text"),
        (b" " * 1_100_000, "The file is larger than 1 MB."),
    ],
)
def test_a_household_with_a_mistake_is_refused_with_its_place(given, said):
    assert said in run("--on", "2026-06-01", "--json", given=given, code=1)


def test_a_day_or_a_country_without_rules_is_refused():
    assert "They have these days: 2023-01-01 to 2026-12-31." in run("--on", "1999-01-01", code=1)
    korean = run("--on", "2027-01-01", "--language", "ko", code=1)
    assert "2027-01-01의 기준이 없습니다. 기준이 있는 날: 2023-01-01~2026-12-31." in korean
    endless = ("--packs", "tests/packs/elbonia", "--country", "zz")
    assert "2020-01-01 and later." in run("--on", "2019-12-31", *endless, given={}, code=1)
    assert "settings_missing" in run("--on", "2026-06-01", "--country", "xx", code=1)


@pytest.mark.parametrize("facts", [{}, {"household.size": None}], ids=["absent", "null"])
def test_those_listed_are_not_taken_for_all_who_live_there(facts):
    words = ("--on", "2026-06-01", "--country", "kr", "--json")
    answer = json.loads(run(*words, given={"facts": facts, "members": [{"age": 40}]}))
    verdicts = {item["id"]: item["verdict"] for item in answer["programmes"]}
    assert (verdicts["kr.basic_pension"], verdicts["kr.single_parent"]) == ("unknown", "unknown")
    assert answer["next_questions"][0]["fact"] == "household.size"
    alone = {"facts": {"household.size": 1}, "members": [{"age": 40}]}
    told = json.loads(run(*words, given=alone))
    verdicts = {item["id"]: item["verdict"] for item in told["programmes"]}
    assert (verdicts["kr.basic_pension"], verdicts["kr.single_parent"]) == (
        "ineligible",
        "ineligible",
    )


def test_somebody_elses_packs_run_unchanged():
    words = ("--on", "2021-07-01", "--packs", "tests/packs", "--country", "zz", "--json")
    given = {
        "facts": {"hut.soil": "wet", "hut.dwellers": 1},
        "dwellers": [{"catch": 11, "webbed": True}],
    }
    answer = json.loads(run(*words, given=given))
    assert answer["pack_versions"] == {"elbonia": "7"}
    assert answer["programmes"][0]["verdict"] == "eligible"


def test_several_packs_of_one_country_each_answer_what_they_know(tmp_path):
    first = Path("tests/packs/elbonia/pack.yaml").read_text()
    (tmp_path / "mud").mkdir()
    (tmp_path / "mud" / "pack.yaml").write_text(first)
    (tmp_path / "sun").mkdir()
    (tmp_path / "sun" / "pack.yaml").write_text(SUN)
    words = ("--on", "2021-07-01", "--packs", str(tmp_path), "--country", "zz", "--json")
    given: dict[str, Any] = {
        "facts": {"hut.soil": "wet", "hut.dwellers": 1, "sun.hours": 3},
        "dwellers": [{"catch": 11, "webbed": True}],
        "receiving": {"elbonia.mud": False, "sun.hat": False},
    }
    answer = json.loads(run(*words, given=given))
    verdicts = {item["id"]: (item["verdict"], item["gap"]) for item in answer["programmes"]}
    assert verdicts == {"elbonia.mud": ("eligible", True), "sun.hat": ("ineligible", False)}
    given["facts"]["moon"] = 1
    assert "moon: No rule knows this name." in run(*words, given=given, code=1)


def test_the_vocabulary_is_printed():
    done = CliRunner().invoke(eligibility, ["facts", "--country", "kr"])
    pack = json.loads(done.output)["packs"][0]
    facts = {item["key"]: item for item in pack["facts"]}
    assert facts["household.size"]["type"] == "number"
    assert (facts["member.pay"]["list"], facts["member.pay"]["unit"]) == ("members", "KRW/month")
    assert facts["household.region"]["choices"][:2] == ["seoul", "gyeonggi"]
    assert facts["member.pay"]["question"].keys() == {"ko", "en"}
    assert "kr.livelihood" in {item["id"] for item in pack["programmes"]}


SUN = """
pack: sun
version: "1"
country: ZZ
currency: ZZD
languages: [en]
name: {en: Sun support}
sources: {decree: {title: {en: Decree of the Sun}, kind: decree}}
facts:
  sun.hours:
    {type: number, unit: hours, min: 0, max: 24, who: resident, name: {en: sun}, ask: {en: "?"}}
parameters:
  enough: {name: {en: enough}, unit: hours, values: {2020-01-01: 5}, source: decree, grade: A}
programmes:
  hat:
    name: {en: Hat}
    since: 2020-01-01
    source: decree
    grade: A
    require:
      all:
        - {id: sun, name: {en: sun}, test: "sun.hours >= enough", source: decree, grade: A}
"""
