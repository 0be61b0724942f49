"""An empty section of a pack says nothing untrue, and does not say either what was held back."""

from __future__ import annotations

import pytest

from hopecare.domain.evidence import ATTEMPTS, PackSection, PackTold, goes_along
from hopecare.web.evidence.content import content_of
from models import Person
from tests.factories.assessments import an_assessment
from tests.factories.cases import a_case
from tests.factories.packs import a_pack
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import a_centre, a_town

NOTHING = {"en": "Nothing about this is written down.", "ko": "적힌 것이 없습니다."}
NOTHING_GOES = {
    "en": "Nothing of this goes to this recipient. Whether anything is written down is not said.",
    "ko": "이 받는 곳에 전하는 것이 없습니다. 적힌 것이 있는지는 밝히지 않습니다.",
}


@pytest.fixture
def case(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        return a_case(session, centre=a_centre(session))


def empty_of(session, case, **given):
    """What each section says in place of its entries."""
    sections = content_of(session, a_pack(session, case, **given))["sections"]
    return {each["key"]: each["empty"] for each in sections}


def benefits_known(session, case):
    """A support check, and a referral that its office refused: nobody else decides of either."""
    an_assessment(session, session.get_one(Person, case.resident_id))
    a_referral(session, case=session.merge(case), service=a_service(session))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_stays_here_is_not_called_unwritten(database, town_scope, case, language):
    with database.writing(town_scope) as session:
        benefits_known(session, case)
        said = empty_of(session, case, language=language)
    assert said["gaps"] == said["referrals"] == NOTHING_GOES[language]
    assert said["needs"] == said["aid"] == said["observations"] == NOTHING[language]


def test_nobody_learns_from_the_sentence_whether_something_is_there(database, town_scope, case):
    with database.writing(town_scope) as session:
        before = empty_of(session, case)
        benefits_known(session, case)
        after = empty_of(session, case)
    for section in (PackSection.GAPS, PackSection.REFERRALS):
        assert before[section] == after[section] == NOTHING_GOES["ko"]


def test_of_an_office_that_decides_something_else_the_same_is_said(database, town_scope, case):
    with database.writing(town_scope) as session:
        decides = a_service(session, name="긴급복지 신청", programme="emergency").organisation_id
        before = empty_of(session, case, organisation_id=decides)
        benefits_known(session, case)
        after = empty_of(session, case, organisation_id=decides)
    assert before["referrals"] == after["referrals"] == NOTHING_GOES["ko"]


def test_where_every_referral_goes_along_none_is_none(database, town_scope, case):
    with database.writing(town_scope) as session:
        said = empty_of(session, case, told=tuple(PackTold))
    assert said["referrals"] == NOTHING["ko"]
    assert said["gaps"] == NOTHING_GOES["ko"], "what is received is told to nobody"


def test_no_try_to_reach_them_is_ever_held_back():
    """So that the section of attempts may say that none is written down."""
    assert all(goes_along(kind, {}, with_benefits=False) for kind in ATTEMPTS)
