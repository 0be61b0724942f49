"""What somebody agrees to, read from what they said over time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.consent import (
    ConsentAct,
    ConsentFacts,
    ConsentForm,
    ConsentPurpose,
    ConsentReason,
    consent_stands,
)

TODAY = date(2026, 11, 23)
START = datetime(2026, 1, 1, tzinfo=UTC)
PEER_HELP = ConsentPurpose.PEER_HELP


def said(act, *, day=0, **facts):
    form = facts.pop("form", ConsentForm.PAPER)
    purpose = facts.pop("purpose", PEER_HELP)
    return ConsentFacts(
        purpose=purpose, act=act, form=form, at=START + timedelta(days=day), **facts
    )


GIVEN, REFUSED, WITHDRAWN = ConsentAct.GIVEN, ConsentAct.REFUSED, ConsentAct.WITHDRAWN
ASK_ON = date(2027, 1, 4)


@pytest.mark.parametrize(
    ("entries", "stands", "reason", "ask_again_on"),
    [
        pytest.param([], False, ConsentReason.NEVER_ASKED, None, id="never asked"),
        pytest.param([said(GIVEN)], True, ConsentReason.GIVEN, None, id="given"),
        pytest.param(
            [said(GIVEN, purpose=ConsentPurpose.CHECK_INS)],
            False,
            ConsentReason.NEVER_ASKED,
            None,
            id="given for something else",
        ),
        pytest.param(
            [said(GIVEN), said(WITHDRAWN, day=1)],
            False,
            ConsentReason.WITHDRAWN,
            None,
            id="withdrawn",
        ),
        pytest.param(
            [said(WITHDRAWN, day=1), said(GIVEN)],
            False,
            ConsentReason.WITHDRAWN,
            None,
            id="withdrawn, entries in another order",
        ),
        pytest.param(
            [said(REFUSED, ask_again_on=ASK_ON)],
            False,
            ConsentReason.REFUSED,
            ASK_ON,
            id="refused, to be asked again",
        ),
        pytest.param(
            [said(REFUSED), said(GIVEN, day=9)],
            True,
            ConsentReason.GIVEN,
            None,
            id="yes in the end",
        ),
        pytest.param(
            [said(GIVEN, expires_on=TODAY)], False, ConsentReason.EXPIRED, TODAY, id="expired today"
        ),
        pytest.param(
            [said(GIVEN, expires_on=TODAY + timedelta(days=1))],
            True,
            ConsentReason.GIVEN,
            None,
            id="expires tomorrow",
        ),
        pytest.param(
            [said(GIVEN, form=ConsentForm.PROXY)],
            False,
            ConsentReason.PROXY_WITHOUT_PAPER,
            None,
            id="a proxy without a paper",
        ),
        pytest.param(
            [said(GIVEN, form=ConsentForm.PROXY, has_paper=True)],
            True,
            ConsentReason.GIVEN,
            None,
            id="a proxy with a paper",
        ),
        pytest.param(
            [said(REFUSED), said(GIVEN, day=1, form=ConsentForm.PROXY)],
            False,
            ConsentReason.REFUSED,
            None,
            id="a proxy without a paper does not undo a no",
        ),
        pytest.param(
            [said(GIVEN), said(WITHDRAWN, day=1, form=ConsentForm.PROXY)],
            False,
            ConsentReason.WITHDRAWN,
            None,
            id="stopping needs no paper",
        ),
    ],
)
def test_the_last_word_holds(entries, stands, reason, ask_again_on):
    state = consent_stands(entries, PEER_HELP, TODAY)
    assert (state.stands, state.reason, state.ask_again_on) == (stands, reason, ask_again_on)


ENTRIES = st.lists(
    st.builds(
        said,
        st.sampled_from(list(ConsentAct)),
        day=st.integers(0, 40),
        purpose=st.sampled_from(list(ConsentPurpose)),
        form=st.sampled_from(list(ConsentForm)),
        has_paper=st.booleans(),
    ),
    max_size=8,
)


def agreed(entries):
    return frozenset(each for each in ConsentPurpose if consent_stands(entries, each, TODAY).stands)


@given(entries=ENTRIES)
def test_withdrawing_acts_at_once_and_for_one_purpose_only(entries):
    before = agreed(entries)
    after = agreed([*entries, said(WITHDRAWN, day=41)])
    assert after == before - {PEER_HELP}


@given(entries=ENTRIES)
def test_nothing_stands_that_was_never_given(entries):
    given_for = {entry.purpose for entry in entries if entry.act is GIVEN}
    assert agreed(entries) <= given_for
