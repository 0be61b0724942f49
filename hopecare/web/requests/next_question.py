"""Where somebody stands in the questions, asked one at a time. What was said travels beside it."""

from __future__ import annotations

from typing import Final

from marshmallow import fields

from hopecare.web.fields import Request, WholeNumber, Words
from hopecare.web.requests.assess_household import MOST_ROWS, Choice

NEXT: Final = "next"
UNKNOWN: Final = "unknown"
BACK: Final = "back"
SAVE: Final = "save"
HERE: Final = "here"
"""Go on from this page, whatever was said elsewhere since."""
LONGEST_STEP: Final = 1_000
LONGEST_STANDING: Final = 4_000
BETWEEN_KEYS: Final = " "


class NextQuestionRequest(Request):
    """Which keys were shown, which came before, which are wanted, and how all stood until now.

    Keys of one step stand in one field, a space between them. `stored` is the version of the
    draft the page was made from, 0 before there is one.
    """

    rows = WholeNumber(least=1, most=MOST_ROWS, load_default=1)
    do = Choice((NEXT, UNKNOWN, BACK, SAVE), load_default=NEXT)
    shown = Words(longest=LONGEST_STEP)
    show = Words(longest=LONGEST_STEP)
    trail = fields.List(Words(longest=LONGEST_STEP))
    was = Words(longest=LONGEST_STANDING)
    stored = WholeNumber(least=0)
    draft = Choice((HERE,))
