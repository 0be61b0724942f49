"""What HopeCare says by telephone: a code for each sentence, and the shapes a sentence has."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Text(StrEnum):
    """Everything HopeCare ever says by telephone."""

    OFFER = "offer"
    STAND_DOWN = "stand_down"
    REQUEST_ENDED = "request_ended"
    SAID_YES_LATE = "said_yes_late"
    TASK_DETAILS = "task_details"
    TASK_ENDED = "task_ended"
    WAITS_FOR_SECOND = "waits_for_second"
    NO_SECOND = "no_second"
    CLASHES = "clashes"
    HELPER_FOUND = "helper_found"
    CHECK_IN = "check_in"
    CHECK_IN_CARER = "check_in_carer"
    CHECK_IN_REPEAT = "check_in_repeat"
    CHECK_IN_REPEAT_CARER = "check_in_repeat_carer"
    ANSWER_WELL = "answer_well"
    ANSWER_HELP = "answer_help"
    ANSWER_HELP_LATER = "answer_help_later"
    ANSWER_HELP_NOBODY = "answer_help_nobody"
    ANSWER_YES = "answer_yes"
    ANSWER_NO = "answer_no"
    ANSWER_NOT_UNDERSTOOD = "answer_not_understood"
    KEY_AGAIN = "key_again"
    LOOK_IN = "look_in"
    KNOCK = "knock"
    ALERT_SILENT = "alert_silent"
    ALERT_HELP = "alert_help"
    ALERT_HELP_SOMEBODY = "alert_help_somebody"
    ALERT_CANNOT = "alert_cannot"
    ALERT_WORRY = "alert_worry"
    ALERT_CRISIS = "alert_crisis"
    ALERT_OPTED_OUT = "alert_opted_out"
    TEXTS_AGAIN = "texts_again"
    ALERT_UNFILLED = "alert_unfilled"
    ALERT_TEXTS_FAIL = "alert_texts_fail"
    ALERT_CALLS_FAIL = "alert_calls_fail"
    ALERT_COST_NEAR = "alert_cost_near"
    ALERT_COST_REACHED = "alert_cost_reached"
    ALERT_HOW = "alert_how"
    ALERT_WHICH = "alert_which"
    ALERT_YOURS = "alert_yours"
    ALERT_TAKEN = "alert_taken"
    ALERT_TAKEN_BY_SOMEBODY = "alert_taken_by_somebody"
    ALERT_ENDED = "alert_ended"
    ALERT_PASSED_ON = "alert_passed_on"
    ALERT_NOBODY_LEFT = "alert_nobody_left"
    ALERT_STILL_WAITS = "alert_still_waits"
    ALERTS_TAKEN = "alerts_taken"
    ALERTS_TOGETHER = "alerts_together"
    DIGEST = "digest"
    DIGEST_NOTHING = "digest_nothing"
    ALL_CLEAR_STAFF = "all_clear_staff"
    ALL_CLEAR_TEXTS = "all_clear_texts"
    ALL_CLEAR_CALLS = "all_clear_calls"
    ALL_CLEAR_PEOPLE = "all_clear_people"
    SIGN_IN_CODE = "sign_in_code"
    UNKNOWN_SENDER = "unknown_sender"
    HELP_KEYWORD = "help_keyword"
    HELP_KEYWORD_LATER = "help_keyword_later"
    HELP_KEYWORD_NOBODY = "help_keyword_nobody"
    CALL_IN = "call_in"
    CALL_IN_WITHHELD = "call_in_withheld"
    CALL_BACK_PROMISED = "call_back_promised"
    NEUTRAL = "neutral"
    NEUTRAL_CHECK_IN = "neutral_check_in"
    NEUTRAL_CHECK_IN_CARER = "neutral_check_in_carer"
    NEUTRAL_ALL_CLEAR = "neutral_all_clear"
    GOODBYE = "goodbye"


@dataclass(frozen=True, slots=True)
class Wording:
    """One thing said in each way it can be said; an absent way falls back on `text`."""

    text: str
    answerable: str | None = None
    """The text where people can answer by text."""
    spoken: str | None = None
    """What an automated call says."""
    linked: str | None = None
    """The text where links are allowed; short, so that it and its link are one text."""
