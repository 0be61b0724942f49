"""Which kinds of question words would answer."""

from __future__ import annotations

import pytest

from hopecare.domain.answered_kinds import CHECK_IN_ANSWERS, AnsweredKind, answered_kinds
from hopecare.domain.codes import make_code
from hopecare.domain.reply_words import read_reply
from hopecare.services.record_reply import EVENT_OF

CHECK_IN, OFFER, ALERT, LOOK_IN = AnsweredKind
CODE = make_code(b"GOODBYE")
SLIPPED = CODE[:-1] + ("A" if CODE[-1] != "A" else "B")


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("1", {CHECK_IN, ALERT, LOOK_IN}),
        ("2", {CHECK_IN, ALERT, LOOK_IN}),
        ("4", {LOOK_IN}),
        ("잘 지내고 있어요", {CHECK_IN}),
        ("네", {OFFER, ALERT, LOOK_IN}),
        ("제가 지금 갈게요", {ALERT, LOOK_IN}),
        ("제가 맡을게요", {ALERT}),
        ("nobody opens", {LOOK_IN}),
        ("의식이 없으세요", {CHECK_IN, LOOK_IN}),
        (f"네 {SLIPPED}", {OFFER}),
        ("모임이 언제인가요", set()),
        ("STOP", set()),
    ],
)
def test_what_is_written_answers_some_kinds_and_no_other(body, kinds):
    assert answered_kinds(body, read_reply(body)) == kinds


def test_what_answers_a_check_in_is_what_settles_one():
    assert set(CHECK_IN_ANSWERS) == set(EVENT_OF)
