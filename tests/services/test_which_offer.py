"""A wrong code and a second yes are answered truly, once, and a person reads what was not clear."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.codes import make_code
from hopecare.domain.delivery import MessageKind
from hopecare.domain.needs import NeedKind
from hopecare.services.record_inbound import IncomingText, record_inbound
from models import ContactPoint, InboundMessage, Message, Offer, Task
from tests.factories.cases import BY, a_need
from tests.factories.offers import an_offer
from tests.factories.people import a_resident
from tests.factories.towns import NOW
from tests.factories.volunteers import neighbours

UNKNOWN = make_code(b"0123456789")


@pytest.fixture
def helper(session):
    (helper,) = neighbours(session, 1)
    helper.language = "en"
    return helper


def write(session, person, *bodies):
    phone = select(ContactPoint.value).where(ContactPoint.person_id == person.id)
    number = session.scalars(phone).one()
    before = len(session.scalars(select(InboundMessage)).all())
    for place, body in enumerate(bodies):
        text = IncomingText(
            provider="memory", provider_sid=f"{before + place}", from_number=number, body=body
        )
        record_inbound(session, town_id=person.town_id, text=text, by=BY, now=NOW)


def told(session):
    thanks = select(Message.body).where(Message.kind == MessageKind.THANKS)
    return session.scalars(thanks.order_by(Message.created_at, Message.id)).all()


def slip(code):
    """The code with its last sign mistyped: by a figure, as letters alone are taken for a word."""
    return code[:-1] + ("2" if code[-1] != "2" else "3")


@pytest.mark.parametrize("written", ["unknown", "slip"])
@pytest.mark.parametrize("word", ["YES", "NO", "네"])
def test_a_wrong_code_hears_which_request_is_open_and_changes_nothing(
    session, helper, written, word
):
    offer = an_offer(session, a_need(session, kind=NeedKind.COMPANION_VISIT), helper)
    code = UNKNOWN if written == "unknown" else slip(offer.code)

    write(session, helper, f"{word} {code}", f"{word} {code}")

    [body] = told(session)
    assert offer.code in body
    assert "which request" in body
    assert offer.status is OfferStatus.STANDING
    assert session.scalars(select(InboundMessage.needs_review)).all() == [True, True]


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "this code is over or mistyped."), ("ko", "끝난 부탁이거나 잘못 적혔어요.")],
)
def test_where_no_request_is_open_a_wrong_code_hears_no_more_than_that(
    session, helper, language, says
):
    """Only requests were looked at: a check-in or an alert may wait for them all the same."""
    helper.language = language

    write(session, helper, f"YES {UNKNOWN}")

    [body] = told(session)
    assert body.endswith(says)


def test_a_code_of_somebody_else_gives_nothing_away_and_takes_nothing(session, helper):
    (other,) = neighbours(session, 1)
    offer = an_offer(session, a_need(session), other)

    write(session, helper, f"YES {offer.code}")

    [body] = told(session)
    assert offer.code not in body
    assert session.scalars(select(Task)).all() == []


def test_a_bare_yes_to_one_of_two_hears_both_codes(session, helper):
    offers = [an_offer(session, a_need(session), helper) for _ in range(2)]

    write(session, helper, "YES")

    [body] = told(session)
    assert all(offer.code in body for offer in offers)
    statuses = session.scalars(select(Offer.status)).all()
    assert statuses == [OfferStatus.STANDING] * 2


def test_a_second_yes_hears_that_it_is_theirs_already(session, helper):
    offer = an_offer(session, a_need(session), helper)

    write(session, helper, f"YES {offer.code}")
    assert told(session) == []
    write(session, helper, f"YES {offer.code}", f"YES {offer.code}")

    [body] = told(session)
    assert "yours already" in body
    assert len(session.scalars(select(Task)).all()) == 1


@pytest.mark.parametrize("code", ["of an offer", "of nothing", "mistyped"])
@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "A person will read this. Please answer from the telephone that we wrote to."),
        ("ko", "담당자가 읽어 볼게요. 답은 저희 문자를 받은 전화에서만 받고 있어요."),
    ],
)
def test_a_known_telephone_that_was_asked_nothing_hears_only_that_we_read_it(
    session, helper, code, language, says
):
    """As from the telephone of a helper's spouse; whether the code is one, nobody learns by it."""
    offer = an_offer(session, a_need(session), helper)
    resident = a_resident(session)
    resident.language = language
    written = {"of an offer": offer.code, "of nothing": UNKNOWN, "mistyped": slip(offer.code)}

    write(session, resident, f"YES {written[code]}", f"NO {written[code]}")

    [body] = told(session)
    assert body.endswith(says)
    assert offer.status is OfferStatus.STANDING
    assert session.scalars(select(InboundMessage.needs_review)).all() == [True, True]


def test_a_stranger_is_told_nothing_about_requests(session, helper):
    offer = an_offer(session, a_need(session), helper)
    text = IncomingText(
        provider="memory", provider_sid="1", from_number="+821000009876", body=f"YES {offer.code}"
    )

    record_inbound(session, town_id=helper.town_id, text=text, by=BY, now=NOW)

    assert told(session) == []
