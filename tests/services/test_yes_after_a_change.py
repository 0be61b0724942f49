"""A yes counts by the need as it stands now, not as it stood when somebody was asked."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.needs import CheckLevel, NeedKind
from hopecare.domain.people import GenderWish, Sex
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.change_need import change_need
from models import Offer, Task
from tests.factories.cases import BY, a_need, a_wish
from tests.factories.offers import YES, an_offer
from tests.factories.towns import NOW, a_town
from tests.factories.volunteers import neighbours

STANDS_AGAINST = {
    "a higher check": {"check_level": CheckLevel.ENHANCED},
    "another gender": {"gender_wish": GenderWish.FEMALE_REQUIRED},
    "a language they lack": {"language": "vi", "language_required": True},
    "another kind of help": {"kind": NeedKind.GOODS},
}


def yes_after(session, need, helper, **wished):
    offer = an_offer(session, need, helper)
    if wished:
        change_need(
            session, need_id=need.id, version=need.version, wish=a_wish(**wished), by=BY, now=NOW
        )
    return answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=NOW).result


@pytest.fixture
def asked(database, town_scope):
    """A man without a check is asked for side dishes."""
    with database.writing(town_scope) as session:
        a_town(session)
        (helper,) = neighbours(session, 1, check_level=0, radius_m=100)
        helper.sex = Sex.MALE
        yield session, a_need(session), helper


@pytest.mark.parametrize("wished", STANDS_AGAINST.values(), ids=STANDS_AGAINST.keys())
def test_who_may_not_have_it_any_more_is_given_nothing(asked, wished):
    session, need, helper = asked
    assert yes_after(session, need, helper, **wished) is OfferResult.CHANGED
    assert session.scalars(select(Task)).all() == []
    assert session.scalars(select(Offer.status)).one() is OfferStatus.STOOD_DOWN


def test_what_is_their_own_to_bend_is_theirs_and_what_they_were_asked_they_can_do(asked):
    session, near, helper = asked
    assert yes_after(session, near, helper, words="two bowls") is OfferResult.YOURS
    repair = a_need(session, kind=NeedKind.HOUSE_REPAIR)
    helper_too = neighbours(session, 1)[0]
    assert yes_after(session, repair, helper_too) is OfferResult.YOURS
    assert len(session.scalars(select(Task)).all()) == 2
