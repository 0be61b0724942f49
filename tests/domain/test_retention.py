"""How long personal rows are kept."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.attachments import AttachmentPurpose
from hopecare.domain.retention import KeptFor, Retention, paper_retain_until, retain_until


def kept(months):
    papers = dict.fromkeys(AttachmentPurpose, months)
    return Retention(version="t", months=dict.fromkeys(KeptFor, months), papers=papers)


@pytest.mark.parametrize(
    ("since", "months", "until"),
    [
        (date(2026, 11, 23), 12, date(2027, 11, 23)),
        (date(2026, 11, 23), 60, date(2031, 11, 23)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_the_last_day_is_counted_in_months(since, months, until):
    assert retain_until(kept(months), KeptFor.HAS_DIED, since=since) == until


@given(
    since=st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    months=st.integers(1, 120),
    reason=st.sampled_from(list(KeptFor)),
)
def test_nothing_is_erased_before_its_time(since, months, reason):
    until = retain_until(kept(months), reason, since=since)
    assert (until - since).days >= 28 * months


def test_a_paper_is_kept_as_long_as_its_purpose_says():
    terms = Retention(version="t", months={}, papers={AttachmentPurpose.OFFICE_LETTER: 24})
    until = paper_retain_until(terms, AttachmentPurpose.OFFICE_LETTER, since=date(2026, 11, 27))
    assert until == date(2028, 11, 27)
