"""What a link looks like, and when it opens."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.answer_links import (
    LINK_PLACE,
    TOKEN_LENGTH,
    LinkAnswer,
    LinkFacts,
    LinkState,
    expiry_of,
    hears_help,
    is_said,
    make_token,
    read_token,
    state_of,
)
from hopecare.domain.care_path import AlertStatus, OfferStatus, SlotStatus
from hopecare.domain.codes import ALPHABET
from hopecare.domain.delivery import MessageKind

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
OPEN = LinkFacts(
    status=SlotStatus.WAITING,
    expires_at=NOW + timedelta(hours=1),
    used_at=None,
    has_died=False,
    telephone_holds=True,
)
signatures = st.binary(min_size=8, max_size=32)


@given(signature=signatures)
def test_an_address_has_thirteen_signs_and_is_read_as_it_was_made(signature):
    token = make_token(signature)

    assert len(token) == TOKEN_LENGTH
    assert len(LINK_PLACE) == len(f"/r/{token}")
    assert read_token(token) == read_token(token.lower()) == token


@given(signature=signatures, place=st.integers(0, TOKEN_LENGTH - 1), sign=st.sampled_from(ALPHABET))
def test_every_single_wrong_sign_is_noticed(signature, place, sign):
    token = make_token(signature)
    wrong = token[:place] + sign + token[place + 1 :]

    assert (read_token(wrong) is None) is (wrong != token)


@given(first=signatures, second=signatures)
def test_sixty_bits_of_the_signature_stand_in_the_address(first, second):
    def bits(signature):
        return int.from_bytes(signature[:8], "big") & (1 << 60) - 1

    assert (make_token(first) == make_token(second)) is (bits(first) == bits(second))


@pytest.mark.parametrize(
    "typed", ["", "x", "A" * 12, "A" * 14, "가" * 13, "AAAAAAAAAAAA!", "\0" * 13]
)
def test_what_cannot_be_an_address_is_none(typed):
    assert read_token(typed) is None


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, LinkState.OPEN),
        ({"status": SlotStatus.SILENT}, LinkState.OPEN),
        ({"status": SlotStatus.NOT_ASKED}, LinkState.OPEN),
        ({"status": OfferStatus.STANDING}, LinkState.OPEN),
        ({"status": AlertStatus.RAISED}, LinkState.OPEN),
        ({"status": SlotStatus.ANSWERED}, LinkState.SETTLED),
        ({"status": SlotStatus.CANCELLED}, LinkState.SETTLED),
        ({"status": OfferStatus.LAPSED}, LinkState.SETTLED),
        ({"status": AlertStatus.ACKNOWLEDGED}, LinkState.SETTLED),
        ({"expires_at": NOW}, LinkState.EXPIRED),
        ({"expires_at": NOW, "status": SlotStatus.ANSWERED}, LinkState.SETTLED),
        ({"used_at": NOW}, LinkState.ANSWERED),
        ({"used_at": NOW, "expires_at": NOW}, LinkState.ANSWERED),
        ({"has_died": True}, LinkState.REVOKED),
        ({"telephone_holds": False, "used_at": NOW}, LinkState.REVOKED),
        ({"telephone_holds": False}, LinkState.REVOKED),
        ({"may_answer": False}, LinkState.REVOKED),
    ],
)
def test_a_link_opens_while_its_question_waits_for_this_person(changed, state):
    assert state_of(replace(OPEN, **changed), now=NOW) is state


def test_a_link_of_an_offer_opens_as_long_as_the_offer_stands():
    stands = NOW + timedelta(hours=3)

    assert expiry_of(MessageKind.OFFER, made_at=NOW, stands_until=stands) == stands
    day = expiry_of(MessageKind.CHECK_IN, made_at=NOW, stands_until=None)
    assert day == NOW + timedelta(hours=24)


@pytest.mark.parametrize(
    ("changed", "answer", "heard"),
    [
        ({"status": SlotStatus.ANSWERED, "used_at": NOW}, LinkAnswer.HELP, True),
        ({"telephone_holds": False}, LinkAnswer.CANNOT_ANY_MORE, True),
        ({"status": SlotStatus.ANSWERED}, LinkAnswer.FINE, False),
        ({"expires_at": NOW}, LinkAnswer.HELP, False),
        ({"has_died": True}, LinkAnswer.HELP, False),
    ],
)
def test_a_call_for_help_is_heard_in_its_time_from_whom_it_is(changed, answer, heard):
    assert hears_help(replace(OPEN, **changed), answer, now=NOW) is heard


@pytest.mark.parametrize(
    ("before", "answer", "said"),
    [
        (None, LinkAnswer.HELP, False),
        (LinkAnswer.FINE, LinkAnswer.HELP, False),
        (LinkAnswer.HELP, LinkAnswer.HELP, True),
        (LinkAnswer.HELP, LinkAnswer.CANNOT_ANY_MORE, False),
        (LinkAnswer.CANNOT_ANY_MORE, LinkAnswer.HELP, True),
    ],
)
def test_the_same_call_for_help_is_written_once(before, answer, said):
    assert is_said(before, answer) is said
