"""A couple: what one of them says is received, the other one misses no more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.gaps import GapEnding, LedgerPart
from hopecare.domain.people import HouseholdMemberRole
from hopecare.errors import MoveNotAllowedError
from hopecare.queries.gaps import ledger_rows, open_gaps_in
from hopecare.queries.households import find_membership
from hopecare.queries.standing_answers import find_standing
from hopecare.services.move_household import Home, move_household
from hopecare.services.rescreen_household import rescreen_household
from tests.factories.assessments import a_gap_note, an_assessment, said
from tests.factories.cases import BY
from tests.factories.people import a_resident
from tests.factories.towns import NOW, TODAY
from tests.services.gaps import HOUR, gap_of, receives


@pytest.fixture
def partner(session, darae):
    """Somebody who lives with her."""
    other = a_resident(session, name="남온새", centre=None, phone="")
    other.centre_id = darae.centre_id
    home = find_membership(session, darae.id)
    assert home is not None
    into = Home(household_id=home.household_id, role=HouseholdMemberRole.SPOUSE)
    move_household(session, [other], into, by=BY, now=NOW)
    return other


def test_what_a_partner_says_is_received_is_missed_no_more_and_its_note_is_history(
    session, darae, partner
):
    note, other = (a_gap_note(session, darae, programme=key) for key in ("livelihood", "housing"))
    an_assessment(session, partner, facts=receives("livelihood"), now=NOW + HOUR)
    assert gap_of(session, darae) is None
    assert (note.ending, note.ended_at) == (GapEnding.RECEIVED, NOW + HOUR)
    assert gap_of(session, darae, "housing").note.id == other.id
    with pytest.raises(MoveNotAllowedError):
        a_gap_note(session, darae, now=NOW + 2 * HOUR)
    assert not [
        each
        for each in open_gaps_in(session, ledger_rows(LedgerPart.GAPS, TODAY), TODAY)
        if each.programme == "livelihood"
    ]


def test_whoever_is_asked_after_the_partner_has_the_word_and_the_gap_begins_anew(
    session, darae, partner
):
    an_assessment(session, partner, facts=receives("livelihood"), now=NOW + HOUR)
    again = TODAY + timedelta(days=20)
    an_assessment(session, darae, on=again, now=NOW + timedelta(days=20))
    assert gap_of(session, darae, today=again).since == again


@pytest.mark.parametrize("days", [-1, 1])
def test_a_partners_answer_for_another_day_ends_nothing(session, darae, partner, days):
    on = TODAY + timedelta(days=days)
    an_assessment(session, partner, facts=receives("livelihood"), on=on, now=NOW + HOUR)
    assert gap_of(session, darae) is not None


def test_what_is_only_computed_of_a_partner_ends_nothing(session, darae, partner):
    before = an_assessment(session, partner, on=TODAY - timedelta(days=1), now=NOW)
    rescreen_household(
        session,
        before=(partner.id, before.id),
        facts=receives("livelihood"),
        on=TODAY,
        by=BY,
        now=NOW + HOUR,
    )
    assert gap_of(session, partner) is None
    assert gap_of(session, darae) is not None


def test_who_is_only_looked_at_again_does_not_miss_anew_what_the_partner_receives(
    session, darae, partner
):
    an_assessment(session, partner, facts=receives("livelihood"), now=NOW + HOUR)
    last = find_standing(session, darae.id, TODAY)
    assert last is not None
    tomorrow, later = TODAY + timedelta(days=1), NOW + timedelta(days=1)
    poorer = said(income_benefits=218_000)
    before = (darae.id, last.id)
    rescreen_household(session, before=before, facts=poorer, on=tomorrow, by=BY, now=later)
    assert gap_of(session, darae, today=tomorrow) is None
    missed = open_gaps_in(session, ledger_rows(LedgerPart.GAPS, tomorrow), tomorrow)
    assert {each.programme for each in missed} >= {"housing"}
    assert "livelihood" not in {each.programme for each in missed}
    # Asked anew herself, she has the word.
    an_assessment(session, darae, on=tomorrow, now=later + HOUR)
    assert gap_of(session, darae, today=tomorrow) is not None


def test_who_lives_elsewhere_ends_nothing(session, darae):
    other = a_resident(session, name="남온새", centre=None, phone="")
    an_assessment(session, other, facts=receives("livelihood"), now=NOW + HOUR)
    assert gap_of(session, darae) is not None
