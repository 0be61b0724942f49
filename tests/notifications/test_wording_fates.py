"""What a wording meets before it arrives, as the send gate decides it."""

from __future__ import annotations

from datetime import time

import pytest

from hopecare.channel_profiles import profile_named
from hopecare.domain.delivery import HoldReason
from hopecare.language.wordings import NEUTRAL, Text
from notifications.wording_fates import KIND_OF, Overheard, fate_of

KOREA = profile_named("kr-twilio")


SAID_IN_CALLS = {
    Text.ANSWER_HELP_STANDS,
    Text.GOODBYE,
    Text.KEY_AGAIN,
    Text.ALERT_STILL_WAITS,
    Text.CALL_IN,
    Text.CALL_IN_WITHHELD,
    Text.CALL_BACK_PROMISED,
    Text.CALL_BACK_LATER,
    Text.CALL_BACK_NOBODY,
}


def test_every_wording_is_promised_as_a_kind_but_those_that_stand_in_or_are_said_in_calls():
    assert set(Text) - set(KIND_OF) == NEUTRAL | SAID_IN_CALLS
    assert fate_of(Text.NEUTRAL, KOREA) is None


@pytest.mark.parametrize(
    ("text", "opted_out", "waits", "overheard", "is_spoken"),
    [
        (Text.CHECK_IN, HoldReason.OPTED_OUT, time(8), Overheard.NEUTRAL, True),
        (Text.ALERT_SILENT, HoldReason.OPTED_OUT, None, Overheard.NEUTRAL, True),
        (Text.ANSWER_WELL, HoldReason.OPTED_OUT, None, Overheard.WITHOUT_SENDER, False),
        (Text.OFFER, HoldReason.OPTED_OUT, time(8), Overheard.HELD, True),
        (Text.ALERT_TAKEN, HoldReason.OPTED_OUT, None, Overheard.NEUTRAL, True),
        (Text.DIGEST, HoldReason.OPTED_OUT, time(8), Overheard.NEUTRAL, False),
        (Text.SIGN_IN_CODE, None, None, Overheard.AS_IT_STANDS, False),
    ],
)
def test_each_meets_its_own_closed_doors(text, opted_out, waits, overheard, is_spoken):
    fate = fate_of(text, KOREA)
    assert fate is not None
    assert fate.opted_out == opted_out
    assert fate.waits_until == waits
    assert fate.overheard is overheard
    assert fate.is_spoken is is_spoken


def test_a_carer_hears_the_neutral_words_of_a_carer():
    fate = fate_of(Text.CHECK_IN_REPEAT_CARER, KOREA)
    assert fate is not None
    assert fate.neutral is Text.NEUTRAL_CHECK_IN_CARER
