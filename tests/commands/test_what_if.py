"""`flask eligibility what-if`: a population file and scenarios in, tables for a council out."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner

from hopecare.commands.eligibility import eligibility
from hopecare.reading.packs import SHIPPED

HEADINGS = (
    "id,area,household.size,household.region,household.covered,household.counted_with_parents,"
    "income.benefits,income.property,income.gifts,spending.medical,spending.pension,home.owned,"
    "home.deposit,property.general,property.savings,property.debt,car.value,obligor.exists,"
    "finding.obligor_refuses,members.0.age,members.0.pay,members.0.school,members.0.disability,"
    "members.1.age,receiving.livelihood"
)
RAISED = """
scenarios:
  raised:
    name: {ko: "생계급여 35%", en: "Livelihood at 35 %"}
    set: {limit_livelihood: "round_won(median_income * 0.35)"}
    take_up: {livelihood: 0.5}
"""


def line(benefits, area="가", **other):
    said = {"income.benefits": benefits, "area": area, "id": "r", "household.size": "1"}
    said |= {"household.region": "gyeonggi", "household.covered": "yes"}
    said |= {"household.counted_with_parents": "no", "obligor.exists": "no"}
    said |= {"members.0.age": "50", "members.0.pay": "0", "members.0.school": "none"}
    said |= {"members.0.disability": "none", "members.1.age": "", "receiving.livelihood": "no"}
    said |= {"finding.obligor_refuses": "", **other}
    return ",".join(str(said.get(name, 0)) for name in HEADINGS.split(","))


@pytest.fixture
def what_if(tmp_path):
    def run(lines, scenarios=RAISED, code=0, headings=HEADINGS, words=()):
        (tmp_path / "s.yaml").write_text(scenarios)
        people = "\n".join([headings, *lines])
        (tmp_path / "p.csv").write_bytes(people.encode("cp949"))
        given = ["what-if", str(tmp_path / "s.yaml"), "--population", str(tmp_path / "p.csv")]
        done = CliRunner().invoke(eligibility, [*given, "--on", "2026-06-01", "--json", *words])
        assert done.exit_code == code, (done.output, done.exception)
        return json.loads(done.stdout) if code == 0 else done.output.replace(str(tmp_path), "")

    return run


def test_a_scenario_is_counted_for_a_file_of_households(what_if):
    many = [line(0)] * 30 + [line(820_557)] * 20 + [line("<=900000")] * 12 + [line(3_000_000)] * 10
    told = what_if(many)
    assert (told["households"], told["pack_versions"].keys()) == (72, {"kr"})
    livelihood = told["scenarios"][0]["programmes"][0]
    assert livelihood["id"] == "kr.livelihood"
    assert livelihood["total"]["before"] == {"sure": 30, "possible": 42}
    assert livelihood["total"]["newly"] == {"sure": 20, "possible": 32}
    assert livelihood["total"]["lost"] == {"sure": 0, "possible": 0}
    cost = 30 * 897_483 + 20 * (897_483 - 820_557)
    assert livelihood["total"]["cost_after"]["sure"] == cost / 2
    assert livelihood["areas"][0]["area"] == "가"
    wanted = [item["fact"] for item in told["most_wanted"]["facts"]]
    assert "income.benefits" in wanted


def test_a_second_pack_of_the_country_is_named_and_not_left_out(what_if, tmp_path):
    folder = tmp_path / "packs"
    for key in ("kr", "second"):
        shutil.copytree(SHIPPED / "kr", folder / key)
    root = folder / "second" / "pack.yaml"
    root.write_text(root.read_text().replace("pack: kr\n", "pack: second\n"))
    said = what_if([line(0)], code=1, words=("--packs", str(folder)))
    assert "one_pack" in said
    assert "packs=kr,second" in said


def test_a_scenario_file_with_mistakes_is_refused_with_each_line(what_if):
    wrong = """
scenarios:
  raised:
    name: {ko: "가"}
    set: {limit_moon: "1", limit_livelihood: "__import__('os')", limit_medical: "median_income / 0"}
    drop: [livelihood.moon]
    take_up: {livelihood: 7}
    surprise: 1
"""
    said = what_if([line(0)], wrong, code=1)
    for mistake in (
        "/s.yaml:4: text_missing_in_language name en",
        "/s.yaml:5: figure_unknown limit_moon",
        "/s.yaml:5: expression_refused",
        "/s.yaml:5: figure_never_known limit_medical",
        "/s.yaml:6: criterion_unknown livelihood.moon",
        "/s.yaml:7: take_up_not_a_share livelihood",
        "/s.yaml:8: key_unknown surprise",
    ):
        assert mistake in said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([line("many")], "2:income.benefits: This is not a number."),
        ([line(0), line(-1)], "3:income.benefits: This cannot be less than zero."),
        ([line(0, **{"members.1.age": "20"})], "2:household.size: More rows are listed"),
        ([line(0, **{"receiving.livelihood": "perhaps"})], "2:receiving.livelihood: Yes or no"),
    ],
)
def test_a_household_that_cannot_be_read_is_named_and_nothing_is_counted(what_if, lines, said):
    assert said in what_if(lines, code=1)


def test_an_empty_file_or_a_heading_twice_is_refused(what_if):
    assert "The heading “area” is there twice." in what_if([], code=1, headings="area,area")
    assert "moon: No rule knows this name." in what_if(["1"], code=1, headings="moon")
