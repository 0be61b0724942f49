"""Days on which all was well take one line; nothing that mattered is folded or lost."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.timeline import EntryKind
from hopecare.language.reader import Reader
from hopecare.language.timeline_words import timeline_sentence
from hopecare.web.timeline_lines import FEWEST_FOLDED, ROUTINE, ShownLine, folded_routine

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
READER = Reader(language="en", zone="Asia/Seoul", country="KR", currency="KRW", now=NOW)
WELL = [EntryKind.SLOT_ASKED, EntryKind.SLOT_ANSWERED]


def lines_of(kinds):
    return [
        ShownLine(at=NOW - timedelta(hours=count), kind=kind, text=kind.value)
        for count, kind in enumerate(kinds)
    ]


def test_a_month_of_good_answers_is_one_line():
    (line,) = folded_routine(lines_of(WELL * 30), READER)
    assert line.text == "Check-ins: asked 30 times, answered well 30 times"
    assert len(line.folded) == 60


def test_a_silence_among_good_days_stands_by_itself():
    kinds = [*WELL * 2, EntryKind.SLOT_SILENT, *WELL * 2]
    shown = folded_routine(lines_of(kinds), READER)
    assert [line.kind for line in shown if not line.folded] == [EntryKind.SLOT_SILENT]
    assert len(shown) == 3


@pytest.mark.parametrize("count", range(1, FEWEST_FOLDED))
def test_a_few_lines_stay_as_they_are(count):
    lines = lines_of((WELL * 2)[:count])
    assert folded_routine(lines, READER) == lines


@given(kinds=st.lists(st.sampled_from([*WELL, EntryKind.VISIT_LOGGED, EntryKind.ALERT_RAISED])))
def test_nothing_is_lost_and_the_order_stays(kinds):
    lines = lines_of(kinds)
    unfolded = [each for line in folded_routine(lines, READER) for each in (line.folded or (line,))]
    assert unfolded == lines
    assert all(line.kind in ROUTINE for line in folded_routine(lines, READER) if line.folded)


def test_a_late_answer_of_a_keyholder_says_that_it_was_late():
    facts = {"answer": "found_well", "from_person_id": "x"}
    said = timeline_sentence(EntryKind.RUNG_ANSWERED, facts, READER)
    late = timeline_sentence(EntryKind.RUNG_ANSWERED, facts | {"late": 1}, READER)
    assert said.startswith("Whoever was asked to look in answered: ")
    assert late.startswith("Whoever was asked to look in answered too late: ")


def test_a_link_for_the_agency_says_that_it_opens_until_its_day():
    facts = {"until": "2027-01-29T14:59:00+00:00"}
    said = timeline_sentence(EntryKind.RECEIVER_LINK_MADE, facts, READER)
    assert said.startswith("The agency got a link: it opens until ")


@pytest.mark.parametrize(
    ("times", "says"), [(1, "answered well 1 time"), (3, "answered well 3 times")]
)
def test_check_ins_that_are_folded_are_counted_in_words_that_fit(times, says):
    kinds = [EntryKind.SLOT_ANSWERED] * times + [EntryKind.SLOT_ASKED] * 3
    lines = [ShownLine(at=NOW, kind=kind, text="") for kind in kinds]
    (folded,) = folded_routine(lines, READER)
    assert says in folded.text
