"""What people write back."""

from __future__ import annotations

import pytest

from hopecare.domain.codes import make_code
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.reply_words import Reply, read_reply

CODE = make_code(b"care and")


@pytest.mark.parametrize(
    ("body", "meaning", "code"),
    [
        ("1", ReplyMeaning.FINE, None),
        (" 1. ", ReplyMeaning.FINE, None),
        ("2!", ReplyMeaning.HELP, None),
        ("３", ReplyMeaning.CANNOT_ANY_MORE, None),
        ("괜찮아요^^", ReplyMeaning.FINE, None),
        ("도와 주세요", ReplyMeaning.HELP, None),
        ("Stop. thank you", ReplyMeaning.STOP, None),
        ("수신거부", ReplyMeaning.STOP, None),
        ("START", ReplyMeaning.START, None),
        (f"yes {CODE}", ReplyMeaning.YES, CODE),
        (f"네 {CODE}", ReplyMeaning.YES, CODE),
        (f"NO {CODE.lower()}", ReplyMeaning.NO, CODE),
        ("Yes", ReplyMeaning.YES, None),
        ("I fell yesterday and my leg hurts", ReplyMeaning.UNCLEAR, None),
        ("괜찮지 않아요", ReplyMeaning.UNCLEAR, None),
        ("", ReplyMeaning.UNCLEAR, None),
        ("12", ReplyMeaning.UNCLEAR, None),
    ],
)
def test_only_whole_known_words_count(body, meaning, code):
    assert read_reply(body) == Reply(meaning, code)
