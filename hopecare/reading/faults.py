"""What is wrong with a line of a file, as a code; the sentence is made for the reader later."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FaultCode(StrEnum):
    """Why one cell, or one line, cannot be taken as it stands."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    TOO_MANY_CELLS = "too_many_cells"
    CONTROL_CHARACTER = "control_character"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    SPREADSHEET_ERROR = "spreadsheet_error"
    PHONE_UNREADABLE = "phone_unreadable"
    PHONE_ROUNDED = "phone_rounded"
    DATE_UNREADABLE = "date_unreadable"
    DATE_AMBIGUOUS = "date_ambiguous"
    DATE_CENTURY_UNCLEAR = "date_century_unclear"
    DATE_IN_FUTURE = "date_in_future"
    DATE_TOO_EARLY = "date_too_early"
    AREA_UNKNOWN = "area_unknown"
    AREA_NOT_UNIQUE = "area_not_unique"
    WORD_UNKNOWN = "word_unknown"
    NUMBER_UNREADABLE = "number_unreadable"
    NUMBER_OUT_OF_RANGE = "number_out_of_range"
    CHECK_RUN_OUT = "check_run_out"
    CONSENT_INCOMPLETE = "consent_incomplete"
    NOT_TOLD_APART = "not_told_apart"
    TWICE_IN_FILE = "twice_in_file"
    SEVERAL_KNOWN = "several_known"
    NOT_IN_BOUNDS = "not_in_bounds"
    SLOTS_UNREADABLE = "slots_unreadable"
    PLACE_AT_ZERO = "place_at_zero"
    PLACE_FAR_OFF = "place_far_off"
    PLACE_OUTSIDE = "place_outside"
    PLACE_SWAPPED = "place_swapped"
    PLACE_INCOMPLETE = "place_incomplete"
    PLACE_UNREADABLE = "place_unreadable"
    PLACE_OTHER_DISTRICT = "place_other_district"
    PLACES_SWAPPED = "places_swapped"
    ID_TWICE = "id_twice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing to correct: where it stands and why. It never holds the value itself."""

    line: int
    column: str
    """The heading as the file has it, or the column's code when the file has none."""
    code: FaultCode
    about: str = ""
    """A code or number that belongs to the reason: the other line, the longest length."""
