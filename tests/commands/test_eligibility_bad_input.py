"""Whatever is wrong with a household, a pack, a scenario or a population, the commands name it with
its place, compute nothing, and end with 1.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hopecare.commands.eligibility import eligibility

ELBONIA = Path("tests/packs/elbonia/pack.yaml").read_text("utf-8")
DAY = ("--on", "2026-06-01")


def refused(*words: str, given: bytes | None = None) -> str:
    """Run a command that must refuse; give what it said."""
    done = CliRunner().invoke(eligibility, list(words), input=given)
    assert (done.exit_code, type(done.exception)) == (1, SystemExit), done.output
    assert '"verdict"' not in done.output
    assert '"scenarios"' not in done.output
    return done.output


def refused_household(given: Any, *words: str) -> str:
    content = given if isinstance(given, bytes) else json.dumps(given).encode()
    return refused("assess", "-", *(words or DAY), "--json", given=content)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"facts": {"income.gift": 1}}, "income.gift: No rule knows this name."),
        ({"facts": {"member.pay": 1}}, "member.pay: No rule knows this name."),
        ({"facts": {"income.gifts": "300,000"}}, "income.gifts: This is not a number."),
        ({"facts": {"income.gifts": "30만원"}}, "income.gifts: This is not a number."),
        ({"facts": {"income.gifts": "__import__('os')"}}, "income.gifts: This is not a number."),
        ({"facts": {"income.gifts": "9**9**9"}}, "income.gifts: This is not a number."),
        ({"facts": {"car.value": {"value": 3, "unit": "USD"}}}, "car.value: This is no answer"),
        ({"facts": {"income.gifts": {"minimum": 3}}}, "income.gifts: This is no answer"),
        ({"facts": {"income.gifts": {"min": "3"}}}, "income.gifts: This is not a number."),
        ({"facts": {"income.gifts": 1.5}}, "income.gifts: A whole number is expected"),
        ({"facts": {"income.gifts": 10**30}}, "income.gifts: This is larger than it can be."),
        ({"facts": {"household.size": -1}}, "household.size: This is smaller than it can be."),
        ({"facts": {"household.size": 0}}, "household.size: This is smaller than it can be."),
        ({"facts": {"household.size": 21}}, "household.size: This is larger than it can be."),
        ({"facts": {"household.size": {"max": 0}}}, "household.size: The two limits contradict"),
        ({"facts": {"car.value": {"min": 9, "max": 3}}}, "car.value: The two limits contradict"),
        ({"facts": {"car.value": {"max": -1}}}, "car.value: The two limits contradict"),
        ({"facts": {"income.gifts": {"min": -5}}}, "income.gifts: This cannot be less than zero."),
        ({"facts": {"income.gifts": {"min": 1.5}}}, "income.gifts: A whole number is expected"),
        ({"facts": {"income.gifts": {"max": 1.5}}}, "income.gifts: A whole number is expected"),
        ({"facts": {"income.gifts": {"max": 10**14}}}, "income.gifts: This is larger than"),
        ({"facts": {"household.size": {"min": 0}}}, "household.size: This is smaller than it can"),
        ({"members": [{"age": {"max": 500}}]}, "members.0.age: This is larger than it can be."),
        ({"members": [{"age": {"min": -1}}]}, "members.0.age: This cannot be less than zero."),
        (b'{"members": [{"age": {"max": 1e999}}]}', "members.0.age: This is not a number."),
        ({"receiving": {"kr.nope": True}}, "receiving.kr.nope: No rule knows this name."),
        ({"receiving": {"nope": True}}, "receiving.nope: No rule knows this name."),
        ({"facts": {"household.covered": "yes"}}, "household.covered: Yes or no"),
        ({"facts": {"household.region": {"min": 1}}}, "household.region: This is none of"),
        ({"facts": {"finding.crisis": True}}, "finding.crisis: This is a judgement"),
        ({"decisions": {"finding.crisis": True}}, "finding.crisis: Yes or no"),
        ({"decisions": {"finding.crisis": {"holds": True}}}, "finding.crisis: A judgement needs"),
        (
            {"decisions": {"finding.crisis": {"holds": True, "because": "x", "when": "now"}}},
            "finding.crisis.when: No rule knows this name.",
        ),
        ({"members": []}, "members: There are fewer rows than there can be."),
        ({"members": [{}, 3]}, "members.1: An object with names and answers"),
        ({"members": [{}, {"age": -1}]}, "members.1.age: This cannot be less than zero."),
        ({"members": [{}, {"pay": []}]}, "members.1.pay: This is no answer"),
        ({"members": [{}, {"pay": {"most": 3}}]}, "members.1.pay: This is no answer"),
        ({"members": [{"wings": 2}]}, "members.0.wings: No rule knows this name."),
        ({"facts": {"household.size": 1}, "members": [{}, {}]}, "household.size: More rows"),
        (b'{"facts":\n {"income.gifts":\n NaN}}', "Line 3 is not JSON."),
        (b'{"facts": {"NaN": 1,\n "car.value": -Infinity}}', "Line 2 is not JSON."),
        (b'{"facts":\n {"income.gifts": 1e999}}', "income.gifts: This is not a number."),
        (b'{"facts":\n {"income.gifts": 1,}}', "Line 2 is not JSON."),
        (b'{"facts": ' + b'{"a": ' * 10_000 + b"1" + b"}" * 10_001, "Line 1 is not JSON."),
        (b'{"members": ' + b"[" * 10_000, "Line 1 is not JSON."),
        (b'{"facts": {"car.value": 1' + b"0" * 5_000 + b"}}", "Line 1 is not JSON."),
        (b"facts: &a [x]\nmembers: [*a, *a]", "Line 1 is not JSON."),
        (b'{"facts": {"car.value": 1, "car.value": 2}}', "“car.value” stands twice"),
    ],
    ids=lambda value: value.partition(":")[0] if isinstance(value, str) else "",
)  # fmt: skip
def test_a_bad_household_is_refused_with_its_place(given, said):
    assert said in refused_household(given)


@pytest.mark.parametrize("day", ["2022-12-31", "2027-01-01", "0001-01-01"])
def test_a_day_before_or_after_all_tables_is_refused_by_each_command(day, tmp_path):
    named = (
        f"The rules of kr 2026.4 say nothing about {day}. "
        "They have these days: 2023-01-01 to 2026-12-31."
    )
    assert named in refused_household({}, "--on", day)
    assert named in what_if(tmp_path, on=day)


# Each: what is written instead of what in the pack of the invented country, and what is named.
PACKS = {
    "a name nobody declared": ("catch < enough[hut.dwellers]", "haul < 3", "expression_refused"),
    "an import": ("catch < enough[hut.dwellers]", "__import__('os')", "expression_refused"),
    "a power tower": ("catch < enough[hut.dwellers]", "9**9**9 < catch", "expression_refused"),
    "nested 10,000 deep": (
        "catch < enough[hut.dwellers]", "(" * 10_000 + "1" + ")" * 10_000, "expression_refused",
    ),
    "another unit": ("catch < enough[hut.dwellers]", "catch < hut.dwellers", "expression_refused"),
    "a list nested 10,000 deep": ("currency: ZZD", "currency: " + "[" * 10_000, "too_deep"),
    "a key twice": ('version: "7"', 'version: "7"\nversion: "8"', "duplicate_key"),
    "an anchor": ("currency: ZZD", "currency: &a ZZD", "alias_not_allowed"),
    "a tag": ("currency: ZZD", "currency: !!python/name:os.system ZZD", "tag_not_allowed"),
    "no number": ("    step: 4", "    step: .nan", "not_a_number"),
    "endless": ("    step: 4", "    step: .inf", "not_a_number"),
    "text for a number": ("dry: 3, wet: 8", "dry: 3, wet: much", "number_expected"),
    "a negative size": ("min: 1, max: 6", "min: -2, max: 6", "key_not_countable"),
    "bounds the wrong way": ("min: 1, max: 6", "min: 6, max: 1", "bounds_reversed"),
    "no day": ("since: 2020-01-01", "since: 2020-02-31", "not_yaml"),
    "a table by nothing": ("by: hut.soil", "by: hut.roof", "fact_unknown"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "code"), PACKS.values(), ids=PACKS.keys())
def test_a_bad_pack_is_refused_by_each_command_with_file_and_line(tmp_path, before, after, code):
    assert before in ELBONIA
    path = tmp_path / "pack.yaml"
    path.write_text(ELBONIA.replace(before, after, 1), "utf-8")
    said = refused("check", str(tmp_path)).splitlines()
    named = [line for line in said if line.split(" ")[1] == code]
    assert named, said
    place, _, line = named[0].partition(" ")[0].removesuffix(":").rpartition(":")
    about = ELBONIA[: ELBONIA.index(before)].count("\n") + 1
    assert place == str(path)
    assert about - 14 <= int(line) <= about + 2
    packs = ("--packs", str(tmp_path), "--country", "zz")
    assert named[0] in refused_household({}, *DAY, *packs)
    assert named[0] in refused("facts", *packs)


def test_an_anchor_bomb_is_refused_before_it_grows(tmp_path):
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 30)]
    (tmp_path / "pack.yaml").write_text("\n".join(["l0: &l0 [x]", *levels]), "utf-8")
    said = refused("check", str(tmp_path))
    assert said == f"{tmp_path / 'pack.yaml'}:1: alias_not_allowed\n"


def test_two_packs_of_one_key_are_refused_with_both_files(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pack.yaml").write_text(ELBONIA, "utf-8")
    said = refused("facts", "--country", "zz", "--packs", str(tmp_path))
    assert f"{tmp_path / 'two' / 'pack.yaml'}:" in said
    assert f"pack_twice elbonia, also {tmp_path / 'one' / 'pack.yaml'}:" in said


SCENARIO = (
    "scenarios:\n  raised:\n    name: {ko: 가, en: a}\n"
    '    set: {limit_livelihood: "median_income * 0.35"}\n'
)
PEOPLE = "household.size,income.benefits,members.0.age,household.region\n1,0,40,gyeonggi\n"


def what_if(
    tmp_path: Path, scenario: str = SCENARIO, people: str = PEOPLE, on: str = DAY[1]
) -> str:
    (tmp_path / "s.yaml").write_text(scenario, "utf-8")
    (tmp_path / "p.csv").write_text(people, "utf-8")
    files = (str(tmp_path / "s.yaml"), "--population", str(tmp_path / "p.csv"))
    return refused("what-if", *files, "--on", on, "--json").replace(str(tmp_path), "")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("    name:", "    set: {}\n    name:", "/s.yaml:5: duplicate_key set"),
        ("scenarios:", "a: &a [x]\nb: [*a, *a]\nscenarios:", "/s.yaml:1: alias_not_allowed"),
        ("scenarios:", f"deep: {'[' * 10_000}\nscenarios:", "/s.yaml:1: too_deep"),
        ("median_income * 0.35", "__import__('os')", "/s.yaml:4: expression_refused"),
        ("median_income * 0.35", "9**9**9", "/s.yaml:4: expression_refused"),
        ("median_income * 0.35", "(" * 10_000 + ")" * 10_000, "/s.yaml:4: expression_refused"),
        ("median_income * 0.35", "median_income * nan", "/s.yaml:4: expression_refused"),
        ("median_income * 0.35", "median_income * 1e999", "/s.yaml:4: expression_refused"),
        ("median_income * 0.35", "median", "/s.yaml:4: expression_refused"),
        ("median_income * 0.35", "median_income * months", "/s.yaml:4: unit_mismatch"),
        ("median_income * 0.35", "median_income / 0", "/s.yaml:4: figure_never_known"),
        ("median_income * 0.35", "median_income / (3 - 3)", "/s.yaml:4: figure_never_known"),
        ("limit_livelihood", "limit_moon", "/s.yaml:4: figure_unknown limit_moon"),
        ("    set:", "    take_up: {livelihood: .nan}\n    set:", "/s.yaml:4: not_a_number"),
        ("    set:", "    take_up: {livelihood: -1}\n    set:", "/s.yaml:4: take_up_not_a_share"),
        ("    set:", "    drop: [livelihood.moon]\n    set:", "/s.yaml:4: criterion_unknown"),
        (SCENARIO, "", "/s.yaml:1: file_is_empty"),
        (SCENARIO, "scenarios: 3", "/s.yaml:1: map_expected scenarios"),
        ("{ko: 가, en: a}", "{ko: 가}", "/s.yaml:3: text_missing_in_language name en"),
    ],
    ids=lambda value: value.partition(": ")[2] if value.startswith("/s") else "",
)
def test_a_bad_scenario_is_refused_with_its_line(tmp_path, before, after, said):
    assert before in SCENARIO
    assert said in what_if(tmp_path, SCENARIO.replace(before, after, 1))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("\n1,0,", "\n-1,0,", "2:household.size: This cannot be less than zero."),
        ("\n1,0,", "\n0,0,", "2:household.size: This is smaller than it can be."),
        ("\n1,0,", "\n1.5,0,", "2:household.size: A whole number is expected here."),
        ("\n1,0,", "\n1,NaN,", "2:income.benefits: This is not a number."),
        ("\n1,0,", "\n1,1e999,", "2:income.benefits: This is not a number."),
        ("\n1,0,", "\n1,9**9**9,", "2:income.benefits: This is not a number."),
        ("\n1,0,", "\n1,__import__('os'),", "2:income.benefits: This is not a number."),
        ("\n1,0,", "\n1,3 USD,", "2:income.benefits: This is not a number."),
        ("\n1,0,", "\n1,9~3,", "2:income.benefits: The two limits contradict"),
        ("\n1,0,", f"\n1,{'9' * 500},", "2:income.benefits: This is too long for an answer."),
        (",40,", ",131,", "2:members.0.age: This is larger than it can be."),
        ("gyeonggi", "moon", "2:household.region: This is none of the answers offered."),
        ("gyeonggi", "gyeonggi,5", "Column 5 has no heading of its own, but line 2 has a value"),
        ("members.0.age", "members.0.wings", "1:members.0.wings: No rule knows this name."),
        ("members.0.age", "members.25.age", "1:members.25.age: No rule knows this name."),
        ("members.0.age", "household.size", "The heading “household.size” is there twice."),
        ("members.0.age,", ",", "Column 3 has no heading of its own, but line 2 has a value"),
        ("\n1,0,40,gyeonggi", "\n1,0,40,gyeonggi\n2,-5,40,seoul", "3:income.benefits: This cannot"),
        (PEOPLE, "", "The file is empty."),
        (PEOPLE, "moon\n", "1:moon: No rule knows this name."),
    ],
    ids=lambda value: value if ": " in value else "",
)
def test_a_bad_population_is_refused_with_its_line(tmp_path, before, after, said):
    assert before in PEOPLE
    assert said in what_if(tmp_path, people=PEOPLE.replace(before, after, 1))
