"""Why a benefit is not received: one row a person and programme, history once the gap closes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import LargeBinary, select, type_coerce

from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.eligibility.assessment import Range
from hopecare.domain.gap_amounts import Left
from hopecare.domain.gaps import GapEnding, GapReason, LedgerPart
from hopecare.domain.timeline import EntryKind
from hopecare.errors import MoveNotAllowedError, NoConsentError, StaleVersionError
from hopecare.queries.gaps import gap_notes_of, ledger_of, ledger_rows, open_gaps_in
from hopecare.services.merge_residents import MergeWish, merge_residents
from hopecare.services.record_death import record_death
from hopecare.services.undo_death import undo_death
from hopecare.services.undo_merge import undo_merge
from models import GapNote, ProgrammeAnswer, TimelineEntry
from tests.factories.assessments import a_gap_note, an_assessment, said
from tests.factories.cases import BY
from tests.factories.people import a_consent, a_resident
from tests.factories.towns import NOW, TODAY, a_centre
from tests.services.gaps import HOUR, OVER, gap_of, receives


def test_a_gap_says_by_which_version_since_when_and_what_it_would_be(session, darae):
    gap = gap_of(session, darae)
    assert (gap.on_date, gap.since, gap.note) == (TODAY, TODAY, None)
    assert gap.pack_version
    assert (gap.amount.value, gap.amount.unit) == (Range(lo=502_556, hi=502_556), "KRW/month")
    assert gap.left(TODAY) is None
    assert gap.left(date(2027, 11, 26)) == Left(value=Range(lo=12 * 502_556, hi=12 * 502_556))


def test_a_gap_without_an_amount_says_none(session, darae):
    gap = gap_of(session, darae, "medical")
    assert gap.amount is None
    assert gap.left(date(2027, 11, 26)) is None


def test_what_is_written_stands_once_and_is_changed_by_its_version(session, darae):
    first = a_gap_note(
        session, darae, since_on=date(2025, 1, 26), words="아들이 있어서 안 될 거라고"
    )
    assert gap_of(session, darae).since == date(2025, 1, 26)
    again = a_gap_note(session, darae, reason=GapReason.CUT_OFF, over=8_000, version=first.version)
    assert (again.id, again.over, again.words, again.version) == (first.id, 8_000, None, 2)
    with pytest.raises(StaleVersionError):
        a_gap_note(session, darae, version=1)
    with pytest.raises(StaleVersionError):
        a_gap_note(session, darae, version=0)


def test_words_and_amount_lie_encrypted(session, darae):
    a_gap_note(session, darae, reason=GapReason.CUT_OFF, over=8_123, words="비밀")
    told, amount = (
        select(*(type_coerce(column, LargeBinary) for column in columns))
        for columns in ((GapNote.told, GapNote.words), (ProgrammeAnswer.amount,))
    )
    amount = amount.where(ProgrammeAnswer.programme == "livelihood")
    for stored in (*session.execute(told).one(), *session.execute(amount).one()):
        assert not [each for each in ("8123", "비밀", "502556") if each.encode() in stored]


def test_the_timeline_says_that_it_was_written_and_not_why(session, darae):
    note = a_gap_note(session, darae, words="비밀")
    entry = session.scalars(
        select(TimelineEntry).where(TimelineEntry.kind == EntryKind.GAP_NOTED)
    ).one()
    assert (entry.person_id, entry.subject_id, entry.facts) == (darae.id, note.id, {})


def test_nothing_is_written_about_what_is_no_gap(session, darae):
    with pytest.raises(MoveNotAllowedError):
        a_gap_note(session, darae, programme="education")


def test_nothing_is_written_without_consent_to_a_record(session, darae):
    a_consent(session, darae, ConsentPurpose.KEEP_RECORD, act=ConsentAct.WITHDRAWN, at=NOW + HOUR)
    with pytest.raises(NoConsentError):
        a_gap_note(session, darae, now=NOW + 2 * HOUR)


@pytest.mark.parametrize(
    ("then", "ending"),
    [(receives("livelihood"), GapEnding.RECEIVED), (OVER, GapEnding.NO_LONGER_DUE)],
)
def test_a_closed_gap_leaves_the_ledger_and_its_note_is_history(session, darae, then, ending):
    note = a_gap_note(session, darae)
    an_assessment(session, darae, facts=then, now=NOW + HOUR)
    assert gap_of(session, darae) is None
    assert (note.ending, note.ended_at) == (ending, NOW + HOUR)
    assert [each.id for each in gap_notes_of(session, darae.id)] == [note.id]


def test_what_is_not_known_any_more_keeps_the_note(session, darae):
    note = a_gap_note(session, darae)
    an_assessment(session, darae, facts=said(income_benefits=None), now=NOW + HOUR)
    assert gap_of(session, darae) is None
    assert note.ended_at is None
    an_assessment(session, darae, now=NOW + 2 * HOUR)
    assert gap_of(session, darae).note.id == note.id


def test_a_gap_that_opens_again_begins_anew(session, darae):
    old = a_gap_note(session, darae, since_on=date(2024, 1, 1))
    an_assessment(session, darae, facts=receives("livelihood"), now=NOW + HOUR)
    again = TODAY + timedelta(days=20)
    later = NOW + timedelta(days=20)
    an_assessment(session, darae, on=again, now=later)
    gap = gap_of(session, darae, today=again)
    assert (gap.note, gap.since) == (None, again)
    assert a_gap_note(session, darae, now=later + HOUR).id != old.id


def test_a_further_answer_that_says_the_same_keeps_the_begin(session, darae):
    again = TODAY + timedelta(days=20)
    an_assessment(session, darae, on=again, now=NOW + timedelta(days=20))
    gap = gap_of(session, darae, today=again)
    assert (gap.since, gap.on_date) == (TODAY, again)


@pytest.mark.parametrize("then", [receives("livelihood"), OVER])
@pytest.mark.parametrize("days", [-300, -1, 1, 20])
def test_an_answer_for_another_day_ends_no_note(session, darae, then, days):
    note = a_gap_note(session, darae)
    on = TODAY + timedelta(days=days)
    an_assessment(session, darae, facts=then, on=on, now=NOW + HOUR)
    assert (note.ended_at, note.ending) == (None, None)


def test_how_it_was_long_ago_moves_the_begin_no_further_back_than_it_was_asked(session, darae):
    an_assessment(session, darae, on=date(2026, 1, 5), now=NOW + HOUR)
    gap = gap_of(session, darae)
    assert (gap.on_date, gap.since) == (TODAY, TODAY)
    (summed,) = [
        each.since
        for each in open_gaps_in(session, ledger_rows(LedgerPart.GAPS, TODAY), TODAY)
        if each.programme == "livelihood"
    ]
    assert summed == TODAY
    a_gap_note(session, darae, since_on=date(2025, 1, 26), now=NOW + 2 * HOUR)
    assert gap_of(session, darae).since == date(2025, 1, 26)


def test_the_day_an_answer_was_made_is_a_day_of_the_town(session):
    person = a_resident(session, centre=a_centre(session), phone="")
    late = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
    an_assessment(session, person, on=TODAY, now=late)
    assert gap_of(session, person).since == TODAY + timedelta(days=1)


def test_what_is_received_while_the_rules_say_no_is_to_be_talked_about(session, darae):
    facts = replace(OVER, receiving={"livelihood": True})
    an_assessment(session, darae, facts=facts, now=NOW + HOUR)
    ((found, said_no),) = [
        (each.answer.programme, each.is_gap) for each in ledger_of(session, darae.id, TODAY)
    ]
    assert (found, said_no) == ("livelihood", False)
    rows = session.execute(ledger_rows(LedgerPart.TO_TALK_ABOUT, TODAY)).all()
    assert [row.ProgrammeAnswer.programme for row in rows] == ["livelihood"]


def test_who_has_died_misses_nothing_and_a_mistake_brings_it_back(session, darae):
    note = a_gap_note(session, darae, now=NOW + HOUR)
    record_death(session, person_id=darae.id, died_on=TODAY, by=BY, now=NOW + HOUR)
    assert ledger_of(session, darae.id, TODAY) == []
    undo_death(session, person_id=darae.id, by=BY, now=NOW + 2 * HOUR)
    assert gap_of(session, darae).note.id == note.id


@pytest.fixture
def two(session, darae):
    """A second record of her, assessed too."""
    other = a_resident(session, name="김 다래", centre=None, phone="")
    other.centre_id = darae.centre_id
    an_assessment(session, other, now=NOW + HOUR)
    return darae, other


def merged(session, two, at):
    first, second = two
    session.flush()
    wish = MergeWish(kept_id=first.id, other_id=second.id, versions=(first.version, second.version))
    return merge_residents(session, wish, by=BY, now=at)


def test_of_two_records_the_word_of_the_one_that_stays_stands(session, two):
    first, second = two
    own = a_gap_note(session, first, now=NOW + HOUR).id
    double = a_gap_note(session, second, reason=GapReason.NOT_WANTED, now=NOW + HOUR).id
    only = a_gap_note(session, second, programme="housing", now=NOW + HOUR).id
    merge = merged(session, two, NOW + 2 * HOUR)
    assert gap_of(session, first).note.id == own
    assert gap_of(session, first, "housing").note.id == only
    history = session.get_one(GapNote, double)
    assert (history.person_id, history.ending) == (first.id, GapEnding.MERGED)
    undo_merge(session, merge_id=merge.id, by=BY, now=NOW + 3 * HOUR)
    assert gap_of(session, first).note.id == own
    assert gap_of(session, first, "housing").note is None
    assert gap_of(session, second).note.id == double
    assert gap_of(session, second, "housing").note.id == only


def test_a_word_written_since_keeps_a_merge_from_being_undone_in_silence(session, two):
    merge = merged(session, two, NOW + 2 * HOUR)
    a_gap_note(session, two[0], now=NOW + 3 * HOUR)
    with pytest.raises(Exception, match="merge_refused"):
        undo_merge(session, merge_id=merge.id, by=BY, now=NOW + 4 * HOUR)
