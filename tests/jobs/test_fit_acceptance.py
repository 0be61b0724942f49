"""Each night a town learns from its answers who says yes to what, and uses it only where honest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from hopecare.clock import SetClock
from hopecare.domain.care_path import OfferStatus
from hopecare.domain.matching.chances import Chances, own_rate
from hopecare.domain.matching.exploring import explored
from hopecare.domain.matching.fits import FitVerdict
from hopecare.domain.town_settings import LEARNING
from hopecare.jobs.fit_acceptance import fit_acceptance
from hopecare.jobs.tools import Tools
from hopecare.language.learning_words import learning_words
from hopecare.language.reader import Reader
from hopecare.queries.acceptance_models import chances_here, learning_here
from hopecare.queries.said_before import said_before
from models import AcceptanceModel, AskingWave, Offer, SettingEntry
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.factories.askings import an_asking, offers_of
from tests.factories.cases import a_case, a_need
from tests.factories.towns import NOW, TODAY, a_town
from tests.factories.volunteers import neighbours

NIGHT = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
"""Half past three of the Monday of the factories, in the town."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NEAR_M, FAR_M = 200, 4_000


@pytest.fixture
def clock():
    return SetClock(NIGHT)


@pytest.fixture
def tools(database, clock):
    networks = Networks(texts=MemoryNetwork(), calls=MemoryNetwork())
    return Tools(database=database, networks=networks, clock=clock)


def lay_answers(session, how_many, *, until=NIGHT - 9 * DAY, near_says_yes=True, helpers=40):
    """Many were asked, one an hour: who lives near mostly says yes, who lives far hardly ever."""
    need = a_need(session)
    people = neighbours(session, helpers, first_m=NEAR_M)
    rows = []
    for at in range(how_many):
        made_at = until - (how_many - at) * HOUR
        is_near = at % 2 == 0
        yes = (is_near is near_says_yes) and at % 20 < 12
        rows.append(
            Offer(
                town_id=need.town_id, need_id=need.id, case_id=need.case_id,
                helper_id=people[at % helpers].id, code=f"T{at:05}",
                status=OfferStatus.LATE if yes else OfferStatus.DECLINED, wave=1,
                made_at=made_at, lapses_at=made_at + 12 * HOUR, cost=2_000,
                distance_m=NEAR_M if is_near else FAR_M, terms={},
                answered_at=made_at + timedelta(minutes=20),
            )
        )  # fmt: skip
    session.add_all(rows)
    session.flush()
    return need


@pytest.fixture
def learned(database, town_scope, tools):
    with database.writing(town_scope) as session:
        a_town(session)
        lay_answers(session, 400)
    assert fit_acceptance(tools) == 1
    return database, town_scope


def night(session):
    return session.scalars(
        select(AcceptanceModel).order_by(AcceptanceModel.fitted_on.desc())
    ).first()


def test_a_night_is_kept_with_how_good_it_is_and_comes_once(learned, tools, clock):
    database, scope = learned
    assert fit_acceptance(tools) == 0
    with database.reading(scope) as session:
        made = night(session)
        assert (made.verdict, made.fitted_on, made.answers) == (FitVerdict.USED, TODAY, 400)
        assert made.judged_by == 120
        assert made.brier < made.own_brier
        assert made.said == pytest.approx(made.came, abs=0.06)
        assert len(made.weights) == 7
    clock.advance(DAY)
    assert fit_acceptance(tools) == 1


def test_before_the_night_nothing_is_fitted(database, town_scope, tools, clock):
    with database.writing(town_scope) as session:
        a_town(session)
    clock.advance(-HOUR)
    assert fit_acceptance(tools) == 0


def test_the_waves_go_by_it_and_say_so(learned):
    database, scope = learned
    with database.writing(scope) as session:
        need = a_need(session, case=a_case(session))
        an_asking(session, need)
        here = chances_here(session, scope.town_id, now=NOW)
        (wave,) = session.scalars(select(AskingWave).where(AskingWave.need_id == need.id))
        assert here.model_of == wave.model_of == TODAY
        chances = {offer.chance for offer in offers_of(session, need)}
        assert chances
        assert chances.isdisjoint(
            {own_rate(asked, yes) for asked in range(12) for yes in range(12)}
        )


def switch_off(session, scope):
    session.add(
        SettingEntry(
            town_id=scope.town_id, key=LEARNING, value={"is_used": False}, from_on=TODAY,
            reason="an example", centre_id=None,
        )
    )  # fmt: skip
    session.flush()


def test_a_town_that_switches_it_off_asks_by_own_rates(learned):
    database, scope = learned
    with database.writing(scope) as session:
        switch_off(session, scope)
        need = a_need(session, case=a_case(session))
        an_asking(session, need)
        (wave,) = session.scalars(select(AskingWave).where(AskingWave.need_id == need.id))
        assert (wave.model_of, wave.explored) == (None, 0)
        assert chances_here(session, scope.town_id, now=NOW).chances == Chances()


def test_a_model_of_long_ago_holds_no_more(learned):
    database, scope = learned
    with database.reading(scope) as session:
        assert chances_here(session, scope.town_id, now=NOW + 2 * DAY).model_of == TODAY
        assert chances_here(session, scope.town_id, now=NOW + 3 * DAY).model_of is None


def test_a_wave_whose_turn_it_is_asks_somebody_to_learn_from_and_says_so(learned):
    database, scope = learned
    with database.writing(scope) as session:
        case = a_case(session)
        needs = (a_need(session, case=case) for _ in range(500))
        of_turn = (each for each in needs if explored([1], [1, 2], seed=f"{each.id}:1")[1])
        need = next(of_turn)
        an_asking(session, need)
        (wave,) = session.scalars(select(AskingWave).where(AskingWave.need_id == need.id))
        assert 1 <= wave.explored <= wave.asked


WHY = {
    "too few": ((100, True), FitVerdict.TOO_FEW, "100 answers are too few"),
    "nobody said yes": ((400, None), FitVerdict.ALL_ALIKE, "alike"),
}


@pytest.mark.parametrize(("laid", "verdict", "words"), WHY.values(), ids=WHY.keys())
def test_where_it_is_not_used_the_page_says_why(database, town_scope, tools, laid, verdict, words):
    with database.writing(town_scope) as session:
        a_town(session)
        lay_answers(session, laid[0], near_says_yes=laid[1])
    fit_acceptance(tools)
    with database.reading(town_scope) as session:
        made = night(session)
        assert (made.verdict, made.weights) == (verdict, None)
        assert chances_here(session, town_scope.town_id, now=NOW).model_of is None
        said = said_of(session, town_scope)
        assert words in said
        assert "2026" in said or "Nov" in said


def said_of(session, scope):
    reader = Reader(
        language="en", zone="Asia/Seoul", country="KR", currency="KRW", now=NOW, is_staff=True
    )
    return learning_words(learning_here(session, scope.town_id, now=NOW), reader)


def test_the_page_says_since_when_and_how_good(learned, tools, clock):
    database, scope = learned
    clock.advance(DAY)
    fit_acceptance(tools)
    with database.writing(scope) as session:
        said = said_of(session, scope)
        assert "Since" in said
        assert "400 earlier answers" in said
        switch_off(session, scope)
        assert "switched off" in said_of(session, scope)


def test_silence_is_a_no_after_twelve_hours_and_nothing_before(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = lay_answers(session, 4)
        for at, offer in enumerate(offers_of(session, need)):
            offer.status, offer.answered_at = OfferStatus.STANDING, None
            offer.made_at = NIGHT - (11 + at) * HOUR
            offer.lapses_at = NIGHT + HOUR
        session.flush()
        found = said_before(session, town_scope.town_id, now=NIGHT)
        assert [each.said_yes for each in found] == [False] * 3


def test_only_what_was_known_then_is_known(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        lay_answers(session, 6, helpers=1)
        found = said_before(session, town_scope.town_id, now=NIGHT)
        assert [(each.signs.asked, each.signs.said_yes) for each in found] == [
            (0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3),
        ]  # fmt: skip
        assert [each.signs.asked_in_week for each in found] == [0, 1, 2, 3, 4, 5]
