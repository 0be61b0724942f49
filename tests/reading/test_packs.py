"""A pack with a mistake is refused whole, and the mistake is named with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from hopecare.errors import PackRefusedError
from hopecare.reading.packs import check_pack, load_pack, load_packs
from hopecare.reading.yaml_marks import MarksError, marked_from, read_marked

GOOD = (Path(__file__).parents[1] / "packs" / "elbonia" / "pack.yaml").read_text("utf-8")
SOIL = "type: choice, choices: soil,"


def problems(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    (tmp_path / "pack.yaml").write_text(text, "utf-8")
    return [(item.line, item.code) for item in check_pack(tmp_path)]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("catch < enough[hut.dwellers]", "__import__('os')", "expression_refused"),
        ("catch < enough[hut.dwellers]", "9**9**9 < catch", "expression_refused"),
        ("catch < enough[hut.dwellers]", "catch < boots[hut.soil]", "expression_refused"),
        ("catch < enough[hut.dwellers]", "catch", "expression_refused"),
        ("sum(dwellers, dweller.catch, where=not dweller.webbed)", "catch", "derived_in_a_circle"),
        ("unit: ZZD/day, name: {en: catch}", "unit: ZZD, name: {en: catch}", "unit_mismatch"),
        ("source: decree, grade: A}", "grade: A}", "source_missing"),
        ("source: decree, grade: A}", "source: rumour, grade: A}", "source_unknown"),
        ("    grade: B", "    grade: D", "code_unknown"),
        ("languages: [en]", "languages: [en, ko]", "text_missing_in_language"),
        ("dry: 3, wet: 8", "dry: 3, damp: 8", "choices_do_not_fit"),
        ('version: "7"', 'version: "7"\nversion: "8"', "duplicate_key"),
        ("currency: ZZD", "currency: &a ZZD", "alias_not_allowed"),
        ("currency: ZZD", "currency: !!python/name:os.system ZZD", "tag_not_allowed"),
        ("currency: ZZD", "colour: green", "key_unknown"),
        ("    step: 4", "    step: .nan", "not_a_number"),
        ("  2021-07-01: [12", "  someday: [12", "date_expected"),
        ("by: hut.soil", "by: hut.roof", "fact_unknown"),
        ("choices: soil", "choices: sand", "choices_unknown"),
        ("dry: 3, wet: 8", "dry: 3, wet: much", "number_expected"),
        ("currency: ZZD", "currency: [ZZD]", "text_expected"),
        ("currency: ZZD", "name_of_money: x", "entry_missing"),
        ("since: 2020-01-01", "since: soon", "date_expected"),
        ("languages: [en]", "languages: en", "list_expected"),
        ("sources:", "bases: 3\nsources:", "map_expected"),
        ("counted_by: hut.dwellers", "counted_by: hut.cows", "fact_unknown"),
        ("of: dwellers", "of: cows", "list_unknown"),
        ("min: 1, max: 6", "min: 6, max: 1", "bounds_reversed"),
        (
            "type: choice, choices: soil,",
            "type: choice, choices: soil, samples: {mud: 1},",
            "sample_unknown",
        ),
        (SOIL, f"{SOIL} cost: true,", "cost_not_money"),
        (SOIL, f"{SOIL} cost: perhaps,", "yes_or_no_expected"),
        (SOIL, f"{SOIL} areas: {{'12': mud}},", "code_unknown"),
        (SOIL, f"{SOIL} supposes: {{hut.roof: [yes]}},", "fact_unknown"),
        (SOIL, f"{SOIL} supposes: {{dweller.webbed: [perhaps]}},", "code_unknown"),
        (SOIL, f"{SOIL} supposes: {{dweller.webbed: yes}},", "list_expected"),
        (SOIL, f"{SOIL} supposes: {{hut.dwellers: [2]}},", "map_expected"),
        (SOIL, f"{SOIL} supposes: {{hut.dwellers: {{most: 2}}}},", "key_unknown"),
        (SOIL, f"{SOIL} supposes: {{hut.dwellers: {{min: 3, max: 2}}}},", "bounds_reversed"),
        ("unit: ZZD, round: nearest", "unit: ZZD/day, round: nearest", "unit_mismatch"),
        (
            "unit: ZZD/day, name: {en: catch}",
            "unit: yes_no, name: {en: catch}",
            "kind_does_not_fit",
        ),
        ("{id: feet,", "{id: catch,", "criterion_id_not_usable"),
        ("{id: feet,", "{id: feet, judged_by: elder,", "judge_does_not_fit"),
        (
            "    since: 2020-01-01\n",
            "    since: 2020-01-01\n    closes: true\n",
            "closes_without_end",
        ),
        (
            "    since: 2020-01-01\n",
            "    since: 2020-01-01\n    closes: soon\n",
            "yes_or_no_expected",
        ),
        ("      all:\n", "      most:\n", "criteria_missing"),
        ("    values: {2020-01-01: {dry: 3, wet: 8}}\n", "", "values_missing"),
        (
            "    facts: {hut.soil: wet}",
            "    base: none\n    facts: {hut.soil: wet}",
            "base_unknown",
        ),
        ("    facts: {hut.soil: wet}", "    facts: {hut.soil: [1]}", "example_refused"),
        ("languages: [en]", "languages: []", "entry_missing"),
        ("languages: [en]", "languages: [[en]]", "text_expected"),
        ("[10, 15, 19]", "[]", "figures_do_not_fit"),
        ("[10, 15, 19]", "10", "figures_do_not_fit"),
        ("dry: 3, wet: 8", "dry: 3", "figures_do_not_fit"),
        ("{dry: 3, wet: 8}", "[3]", "figures_do_not_fit"),
        ("    by: hut.soil\n", "", "figures_do_not_fit"),
        ("[10, 15, 19]", f"[10, 15, 1{'0' * 400}]", "number_too_large"),
        ("    step: 4", "    step: 1.0e+300", "number_too_large"),
        ("by: hut.soil", "by: dweller.webbed", "key_not_countable"),
        ("min: 1, max: 6", "min: 1", "key_not_countable"),
        ("min: 1, max: 6", "min: 1, max: 999999999", "key_not_countable"),
        ("min: 1, max: 6", "min: 1.5, max: 6.5", "key_not_countable"),
        ("min: 1, max: 6", "min: -2, max: 6", "key_not_countable"),
        ("{id: feet,", "{id: feet, say: {pass: {en: '{wrong}'}},", "sentence_not_plain"),
        ("{id: feet,", "{id: feet, say: {pass: {en: '{left.real}'}},", "sentence_not_plain"),
        ("{id: feet,", "{id: feet, say: {pass: {en: '{left:>99}'}},", "sentence_not_plain"),
        ("{id: feet,", "{id: feet, say: {pass: {en: '{left!r}'}},", "sentence_not_plain"),
        ("{id: feet,", "{id: feet, say: {pass: {en: 'a { b'}},", "sentence_not_plain"),
        ("{mud: {verdict: unknown}}", "{bread: {verdict: unknown}}", "example_disagrees"),
        ('"margin:catch": 1,', '"margin:catch": 2,', "example_disagrees"),
        ("facts: {hut.dwellers: 1, hut.soil: dry}", "facts: {hut.cows: 1}", "example_disagrees"),
    ],
    ids=lambda value: value if " " not in value else "",
)
def test_a_mistake_is_named_where_it_stands(tmp_path, before, after, code):
    assert before in GOOD
    line = GOOD[: GOOD.index(before)].count("\n") + 1
    found = problems(tmp_path, GOOD.replace(before, after, 1))
    assert code in {name for _, name in found}
    assert any(abs(at - line) <= 14 for at, name in found if name == code)


def test_a_hostile_expression_is_named_with_its_line(tmp_path):
    bad = GOOD.replace("catch < enough[hut.dwellers]", "__import__('os')", 1)
    line = bad[: bad.index("__import__")].count("\n") + 1
    assert problems(tmp_path, bad) == [(line, "expression_refused")]


@pytest.mark.parametrize(
    "test",
    [
        "__import__('os').system('id') < catch",
        "catch.__class__ < enough[hut.dwellers]",
        "(lambda: catch)() < enough[hut.dwellers]",
        "[catch for _ in 'x'][0] < 3",
        "9**9**9 < catch",
        "catch < 9e999",
        "catch < nan",
        "catch < 'twelve'",
        "catch if feet else 3 < 4",
        "catch < " + "(" * 10_000 + "1" + ")" * 10_000,
        "catch < " + "-" * 10_000 + "1",
        "catch < " + "1+" * 10_000 + "1",
        "catch < " + "9" * 10_000,
        "catch < 1 \u0000",
        "catch < (x := 3)",
        "catch < enough[9**9]",
    ],
    ids=lambda test: test[:24].replace("\u0000", "NUL"),
)
def test_nothing_hostile_gets_past_the_reading(tmp_path, test):
    quoted = '"' + test.replace("\u0000", "\\0") + '"'
    bad = GOOD.replace('"catch < enough[hut.dwellers]"', quoted, 1)
    line = bad[: bad.index(quoted)].count("\n") + 1
    assert problems(tmp_path, bad) == [(line, "expression_refused")]


def test_a_pack_with_mistakes_is_not_loaded(tmp_path):
    (tmp_path / "pack.yaml").write_text(GOOD.replace("source: decree", "source: rumour"), "utf-8")
    with pytest.raises(PackRefusedError) as refusal:
        load_pack(tmp_path)
    assert f"{tmp_path / 'pack.yaml'}:" in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "file_is_empty"),
        ("a: [1", "not_yaml"),
        ("a: &x [1]\nb: *x", "alias_not_allowed"),
        ("[" * 10_000 + "]" * 10_000, "too_deep"),
        ("? [a]\n: 1", "key_not_plain"),
        ("a: 1\n\na: 2", "duplicate_key"),
        ("a: 2026-99-99", "not_yaml"),
    ],
    ids=lambda text: text[:12],
)
def test_yaml_that_is_not_plain_is_refused(text, code):
    with pytest.raises(MarksError) as refusal:
        marked_from(text, "some.yaml")
    assert refusal.value.problem.code == code


def test_an_alias_bomb_is_refused_before_it_grows():
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 30)]
    with pytest.raises(MarksError) as refusal:
        marked_from("\n".join(["l0: &l0 [x]", *levels]), "bomb.yaml")
    assert (refusal.value.problem.line, refusal.value.problem.code) == (1, "alias_not_allowed")


def test_files_that_cannot_be_read_are_refused(tmp_path):
    latin, huge = tmp_path / "latin.yaml", tmp_path / "huge.yaml"
    korean, binary = tmp_path / "korean.yaml", tmp_path / "binary.yaml"
    latin.write_bytes(b"a: 1\nb: \xff")
    korean.write_bytes("pack: kr\nversion: 1\nname: 기초생활보장\n".encode("cp949"))
    binary.write_bytes(b"a: 1\nb: \x00\n")
    huge.write_text("a: " + "1" * 2_000_000)
    for path, line, code in (
        (latin, 2, "not_utf8"),
        (korean, 3, "not_utf8"),
        (binary, 1, "not_yaml"),
        (huge, 1, "file_too_large"),
        (tmp_path / "none.yaml", 1, "file_not_readable"),
    ):
        with pytest.raises(MarksError) as refusal:
            read_marked(path)
        assert (refusal.value.problem.line, refusal.value.problem.code) == (line, code)


@pytest.mark.parametrize(
    ("include", "other", "code"),
    [
        ("include: [../secret.yaml]", "", "include_outside_folder"),
        ("include: [more.yaml]", "sources: {decree: {}}", "duplicate_key"),
        ("include: [more.yaml]", "cases: {}", "parts_do_not_fit"),
        ("include: [more.yaml]", "version: 3", "key_unknown"),
        ("include: [more.yaml]", "[]", "map_expected"),
    ],
)
def test_files_of_a_pack_fit_together_or_are_refused(tmp_path, include, other, code):
    (tmp_path / "more.yaml").write_text(other, "utf-8")
    assert code in {name for _, name in problems(tmp_path, f"{GOOD}\n{include}\n")}


def test_two_packs_of_one_key_are_refused_with_both_files(tmp_path):
    for name, text in (("one", GOOD), ("two", GOOD.replace('version: "7"', 'version: "8"'))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pack.yaml").write_text(text, "utf-8")
    one, two = (tmp_path / name / "pack.yaml" for name in ("one", "two"))
    line = GOOD[: GOOD.index("pack: elbonia")].count("\n") + 1
    with pytest.raises(PackRefusedError) as refusal:
        load_packs(tmp_path)
    assert (
        str(refusal.value)
        == f"pack_refused problems=1\n{two}:{line}: pack_twice elbonia, also {one}:{line}"
    )


def test_where_one_pack_decides_a_second_of_its_country_is_refused_with_both_files(tmp_path):
    for key in ("mud", "sun"):
        (tmp_path / key).mkdir()
        text = GOOD.replace("pack: elbonia", f"pack: {key}")
        (tmp_path / key / "pack.yaml").write_text(text, "utf-8")
    assert list(load_packs(tmp_path)) == ["mud", "sun"]
    with pytest.raises(PackRefusedError, match=r"sun.pack.yaml:\d+: country_twice ZZ, also .*mud"):
        load_packs(tmp_path, one_a_country=True)


def test_every_shipped_country_has_one_pack():
    countries = [pack.country for pack in load_packs(one_a_country=True).values()]
    assert len(countries) == len(set(countries)) > 0
