"""Whoever comes back signs in with the new password: nothing from before opens a door again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.api_scopes import API_SCOPES
from hopecare.domain.identity import Identity
from hopecare.domain.roles import Role
from hopecare.passwords import hash_token
from hopecare.queries.calendars import calendar_token, find_feed, find_holder
from hopecare.queries.identities import find_token_holder
from hopecare.services.disable_account import disable_account
from hopecare.services.make_api_token import make_api_token
from hopecare.services.make_calendar import make_calendar
from hopecare.services.reopen_account import reopen_account
from models import ApiToken, CalendarFeed
from tests.factories.people import a_staff_account
from tests.factories.towns import NOW, a_centre, a_town

pytestmark = pytest.mark.both_databases

LATER = NOW + timedelta(days=3)


@pytest.fixture
def keys(database, town_scope):
    """Somebody of the staff with a token of another system and a calendar address."""
    with database.writing(town_scope) as session:
        a_town(session)
        account = a_staff_account(
            session, roles={Role.SOCIAL_WORKER}, centre=a_centre(session), name="daramkim"
        )
        identity = Identity(
            account_id=account.id,
            person_id=account.person_id,
            town_id=account.town_id,
            centre_id=account.centre_id,
            roles=frozenset({Role.SOCIAL_WORKER}),
            language="ko",
        )
        made = make_api_token(
            session,
            account,
            label="the city's system",
            scopes=tuple(API_SCOPES),
            lasts_for=timedelta(days=300),
            now=NOW,
        )
        feed = make_calendar(session, language="ko", by=identity, now=NOW)
    return account, made.token, calendar_token(feed)


def opens(database, token, address, now):
    """Whether the token, and the calendar address, open anything at a moment."""
    with database.reading(AllTowns()) as session:
        return (
            find_token_holder(session, token_hash=hash_token(token), now=now) is not None,
            find_holder(session, token_hash=hash_token(address), now=now) is not None,
        )


def test_neither_token_nor_calendar_come_back_with_the_account(database, town_scope, keys):
    account, token, address = keys
    assert opens(database, token, address, NOW) == (True, True)
    with database.writing(town_scope) as session:
        disable_account(session, account_id=account.id, now=NOW)
    assert opens(database, token, address, NOW) == (False, False)
    with database.writing(town_scope) as session:
        reopen_account(session, account_id=account.id, password="a new first word 12", now=LATER)
    assert opens(database, token, address, LATER) == (False, False)


def test_what_was_revoked_before_keeps_its_moment(database, town_scope, keys):
    account, *_ = keys
    with database.writing(town_scope) as session:
        session.scalars(select(ApiToken)).one().revoked_at = NOW - timedelta(days=1)
        disable_account(session, account_id=account.id, now=NOW)
        disable_account(session, account_id=account.id, now=LATER)
    with database.reading(town_scope) as session:
        assert session.scalars(select(ApiToken)).one().revoked_at == NOW - timedelta(days=1)
        assert session.scalars(select(CalendarFeed)).one().revoked_at == NOW
        assert find_feed(session, account.person_id) is None
