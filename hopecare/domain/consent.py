"""What a person agreed to, per purpose: a ledger read backwards."""

from __future__ import annotations

from enum import StrEnum


class ConsentPurpose(StrEnum):
    """What may be done with what we know."""

    KEEP_RECORD = "keep_record"
    PEER_HELP = "peer_help"
    CHECK_INS = "check_ins"
    SHARE_WITH_AGENCY = "share_with_agency"
    KEYHOLDER = "keyholder"
    """Somebody else may be asked to look in."""


class ConsentAct(StrEnum):
    """What the person did."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ConsentForm(StrEnum):
    """How it was given."""

    PAPER = "paper"
    VOICE = "voice"
    INTERPRETER = "interpreter"
    """In their language, through an interpreter."""
    PROXY = "proxy"
    """By somebody who may decide for them, with a paper."""
