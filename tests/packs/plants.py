"""Mistakes to be planted in a copy of the Korean pack: one of each kind a checker must find."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Plant:
    """What is written in place of what in a file, the code it must give, and on which words."""

    file: str
    before: str
    after: str
    code: str
    shown: str

    def line_in(self, folder: Path) -> int:
        text = (folder / self.file).read_text("utf-8")
        return text[: text.index(self.shown)].count("\n") + 1


CATS = (
    "facts:\n  household.cats: {type: number, min: 0, who: resident,"
    " name: {ko: 고양이, en: cats}, ask: {ko: 고양이?, en: cats?}}\n"
)
FLOOR = (
    "parameters:\n  floor_near_poor: {name: {ko: 하한, en: floor}, unit: KRW/month,"
    " by: household.size, source: decree, grade: A, until: 2026-12-31,"
    " check: {above: limit_medical, first: 1, rows: some},"
    " values: {2026-01-01: [1025696, 1679718, 2143616]}}\n"
)
MIDYEAR = "      2026-07-01: 2250000\n"
WARNINGS = {
    "a wrong cell, by its share of the median": Plant(
        "figures-limits.yaml", "1714892, 2078316, ", "1714892, 2078361, ", "ratio_off", "2078361"
    ),
    "one won off, in the year that follows no rounding": Plant(
        "figures-limits.yaml", "1382462, 1773927", "1382462, 1773926", "ratio_off", "1773926"
    ),
    "a limit of 2023 as plain rounding would have it": Plant(
        "figures-limits.yaml", "1036846", "1036847", "ratio_off", "1036847"
    ),
    "a couple's line that is not 1.6 lines": Plant(
        "figures-pension.yaml", "2026-01-01: 3952000", "2026-01-01: 3925000", "ratio_off", "3925000"
    ),
    "a step that is not the table's": Plant(
        "figures-limits.yaml", "step: 460415", "step: 460451", "step_off",
        "      2026-01-01:\n        figures: [1230834"
    ),
    "digits turned around in a table without a share": Plant(
        "figures-emergency.yaml", "1994600, 2324", "1949600, 2324", "step_irregular", "1949600"
    ),
    "a row typed too low": Plant(
        "figures-families.yaml", "532700, 701300", "532700, 501300", "table_falls", "501300"
    ),
    "a table that ends": Plant(
        "figures-limits.yaml", ", step: 479599", "", "table_ends", "4277976, 4757575]"
    ),
    "a limit still of last year": Plant(
        "figures-emergency.yaml",
        "      2026-01-01: {figures: [1923179, 3149469, 4019277, 4871054, 5667539, 6416964,"
        " 7136363], step: 719399}\n",
        "",
        "vintage_behind",
        "2025-01-01: {figures: [1794010",
    ),
    "a couple's line without a line of that day": Plant(
        "figures-pension.yaml", "      2026-01-01: 2240000\n",
        "      2026-01-01: 2240000\n" + MIDYEAR, "vintage_ahead", MIDYEAR.strip(),
    ),
    "a figure after the end of its rules": Plant(
        "figures-income.yaml", "2025-01-01: 1200000000}", "2025-01-01: 1200000000, 2027-01-01: 1}",
        "value_after_end", "2027-01-01: 1}",
    ),
    "a gap between a ceiling and the next floor": Plant(
        "figures-families.yaml", "parameters:\n", FLOOR, "gap_above_ceiling", "[1025696, 1679718"
    ),
    "days to apply that older rules would carry on": Plant(
        "families.yaml", "    closes: true\n", "", "window_not_closed",
        "energy_voucher:",
    ),
    "a figure nobody uses": Plant(
        "figures-families.yaml", "", "", "figure_unused", "floor_near_poor:"
    ),
    "a fact nobody asks for": Plant(
        "crisis-facts.yaml", "facts:\n", CATS, "fact_unused", "household.cats"
    ),
    "a number without a top": Plant(
        "crisis-facts.yaml", "", "", "fact_unbounded", "household.cats"
    ),
    "a derived value nobody uses": Plant(
        "recognised-income.yaml",
        "derived:\n",
        "derived:\n  spare: {unit: KRW/month, name: {ko: 남음, en: spare}, value: income.gifts}\n",
        "derived_unused",
        "spare: {",
    ),
    "a limit without its boundary": Plant(
        "examples-emergency.yaml",
        "    criterion: savings\n    on: [2026-01-01, 2026-01-02, 2026-12-31]",
        "    criterion: savings\n    on: [2025-01-01, 2025-01-02]",
        "boundary_missing",
        '- id: savings\n          kind: means\n          name: {ko: "금융재산", en: "savings"}\n'
        "          test: plain_savings",
    ),
    "a pension line without its boundary": Plant(
        "examples-pensions.yaml",
        "  - programme: basic_pension\n    on: [2024-01-01, 2024-01-02, 2024-12-31]",
        "  - programme: basic_pension\n    on: [2025-01-01, 2025-01-02, 2025-12-31]",
        "boundary_missing",
        '- id: income\n          kind: means\n          name: {ko: "기초연금 소득인정액"',
    ),
    "and none for a couple": Plant(
        "examples-pensions.yaml",
        "  - programme: basic_pension\n    on: [2024-01-01, 2024-01-02, 2024-12-31]",
        "  - programme: basic_pension\n    on: [2025-01-01, 2025-01-02, 2025-12-31]",
        "boundary_missing",
        '- id: income\n          kind: means\n          name: {ko: "기초연금 소득인정액"',
    ),
    "a day of change that is not tried": Plant(
        "examples-families.yaml", "    on: 2026-06-14\n", "    on: 2026-06-13\n",
        "boundary_missing", "- id: days\n",
    ),
}  # fmt: skip

FOUND_IN = {
    "a limit without its boundary": "emergency.yaml",
    "a pension line without its boundary": "pensions.yaml",
    "and none for a couple": "pensions.yaml",
    "a day of change that is not tried": "families.yaml",
}
"""Where a boundary is missing the criterion is named, not the example that would be there."""

MISTAKES = {
    "a criterion without a source": Plant(
        "near-poor.yaml",
        "test: finding.near_poor\n              judged_by: caseworker\n"
        "              source: decree\n",
        "test: finding.near_poor\n              judged_by: caseworker\n",
        "source_missing",
        "- id: checked",
    ),
    "a source nobody declared": Plant(
        "pensions.yaml", "source: pension_decree", "source: rumour", "source_unknown", "rumour"
    ),
    "a figure graded too weak to ship": Plant(
        "figures-emergency.yaml", "grade: C", "grade: D", "code_unknown", "grade: D"
    ),
    "a text missing in a language": Plant(
        "families.yaml", ', en: "Energy voucher"', "", "text_missing_in_language", "에너지바우처"
    ),
    "a sentence with a place that is none": Plant(
        "shared.yaml", "{left}; the limit is {right}: {margin} to spare", "{left.real}",
        "sentence_not_plain", "{left.real}",
    ),
    "a month compared with a year": Plant(
        "basic-livelihood.yaml", "obligor.income * months <=", "obligor.income <=",
        "expression_refused", "test: obligor.income <= obligor_income_year",
    ),
    "an amount in another unit": Plant(
        "housing-education.yaml", "unit: KRW/year", "unit: KRW/month", "unit_mismatch",
        "unit: KRW/month",
    ),
    "a derived value that rests on itself": Plant(
        "pension-income.yaml", "property, elder.income)", "property, pension_income)",
        "derived_in_a_circle", "elder_other:",
    ),
    "a hostile expression": Plant(
        "emergency.yaml", "test: plain_savings <=", "test: __import__('os').nice(1) <=",
        "expression_refused", "__import__",
    ),
    "a power tower": Plant(
        "housing-education.yaml", "recognised_income <= limit_housing[household.size]",
        "9**9**9 <= recognised_income", "expression_refused", "9**9**9",
    ),
    "an expression nested 10,000 deep": Plant(
        "near-poor.yaml", "test: assessed_income <=", f"test: {'(' * 10_000}1{')' * 10_000} <=",
        "expression_refused", "test: ((((",
    ),
    "a name nobody declared": Plant(
        "recognised-income.yaml", "- spending.medical", "- spending.medicine", "expression_refused",
        "value: >-\n      max(sum(members, member.counted_pay)",
    ),
    "a word that means nothing here": Plant(
        "property-facts.yaml", '    paper: {ko: "임대차', '    papers: {ko: "임대차',
        "key_unknown", "papers:",
    ),
    "bounds the wrong way round": Plant(
        "figures-property.yaml", "{min: 2000000, max: 5000000}", "{min: 5000000, max: 2000000}",
        "bounds_reversed", "{min: 5000000, max: 2000000}",
    ),
    "a table with a region less": Plant(
        "figures-property.yaml", ", rest: 53000000}", "}", "choices_do_not_fit",
        "metropolitan: 77000000}",
    ),
    "a figure no float can hold": Plant(
        "figures-pension.yaml", "2025-01-01: 2280000", f"2025-01-01: {10**400}", "number_too_large",
        "2025-01-01: 1000000",
    ),
    "a check against a table that is not there": Plant(
        "figures-limits.yaml", "median_income, ratio: 0.40", "medium, ratio: 0.40",
        "figure_does_not_fit", "ratio_of: medium",
    ),
}  # fmt: skip
ENDINGS = {
    "a key that stands twice": Plant(
        "near-poor.yaml", "    grade: A\n", "    grade: A\n    grade: B\n", "duplicate_key",
        "grade: B",
    ),
    "a name of another file of the pack": Plant(
        "figures-property.yaml", "  home_cap:\n", "  median_income:\n", "duplicate_key",
        "median_income:",
    ),
    "an anchor bomb": Plant(
        "figures-income.yaml", "parameters:\n", "bomb: &a [x]\nmore: [*a, *a]\nparameters:\n",
        "alias_not_allowed", "&a",
    ),
    "an object of Python": Plant(
        "sources.yaml", "sources:\n", "x: !!python/object/apply:os.nice [1]\nsources:\n",
        "tag_not_allowed", "!!python",
    ),
    "no number": Plant(
        "figures-income.yaml", "values: {2023-01-01: 0.7}", "values: {2023-01-01: .nan}",
        "not_a_number", ".nan",
    ),
    "lists nested 10,000 deep": Plant(
        "examples.yaml", "bases:\n", f"deep: {'[' * 10_000}\nbases:\n", "too_deep", "deep:"
    ),
    "a file from outside": Plant(
        "pack.yaml", "- sources.yaml", "- ../../secret.yaml", "include_outside_folder", "secret"
    ),
    "a file that is not there": Plant(
        "pack.yaml", "- sources.yaml", "- source.yaml", "file_not_readable", "- source.yaml"
    ),
}  # fmt: skip
