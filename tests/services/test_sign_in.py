"""Signing in: few tries, closed for a while, codes that live shortly and count once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hopecare.domain.delivery import MessageKind
from hopecare.errors import NotFoundError
from hopecare.services.check_password import check_password
from hopecare.services.check_sign_in_code import check_sign_in_code
from hopecare.services.end_sign_in import end_sign_in
from hopecare.services.send_sign_in_code import send_sign_in_code
from hopecare.services.start_sign_in import start_sign_in
from models import Account, Message, SignIn, SignInCode
from tests.factories.people import (
    a_contact_point,
    a_phone,
    a_resident,
    a_staff_account,
    a_volunteer,
)
from tests.factories.towns import NOW, a_town

pytestmark = pytest.mark.both_databases

GOOD = "several plain words"
MINUTE = timedelta(minutes=1)
JUST_NOW = timedelta(seconds=1)


@pytest.fixture
def account(session):
    return a_staff_account(session, name="lee", password=GOOD)


def tries(session, password=GOOD, *, name="lee", at=NOW):
    return check_password(session, name=name, password=password, now=at)


def shut(session):
    for _ in range(5):
        tries(session, "wrong")


@pytest.mark.parametrize("name", ["lee", "LEE", "  Lee "])
def test_the_name_is_taken_however_it_is_written(session, account, name):
    assert tries(session, name=name) is account


def test_nobody_comes_in_under_a_name_that_is_not_there(session, account):
    assert tries(session, name="leo") is None


def test_four_wrong_tries_shut_nobody_out(session, account):
    for _ in range(4):
        assert tries(session, "wrong") is None
    assert tries(session) is account
    assert account.wrong_tries == 0


def test_five_wrong_tries_shut_the_account_for_a_quarter_of_an_hour(session, account):
    shut(session)
    assert account.wrong_tries == 5
    assert tries(session, at=NOW + 15 * MINUTE - JUST_NOW) is None
    assert account.locked_until == NOW + 15 * MINUTE
    assert tries(session, at=NOW + 15 * MINUTE) is account
    assert (account.wrong_tries, account.locked_until) == (0, None)


def test_tries_while_it_is_shut_never_make_it_longer(session, account):
    shut(session)
    tries(session, "wrong", at=NOW + MINUTE)
    assert (account.wrong_tries, account.locked_until) == (5, NOW + 15 * MINUTE)


def test_five_more_wrong_tries_shut_it_again(session, account):
    shut(session)
    later = NOW + 20 * MINUTE
    for _ in range(5):
        tries(session, "wrong", at=later)
    assert tries(session, at=later + MINUTE) is None


def test_a_closed_account_stays_out_with_the_right_password(session, account):
    account.disabled_at = NOW
    assert tries(session) is None


def test_an_account_without_a_password_is_never_opened_by_one(session):
    a_staff_account(session, name="han")
    assert tries(session, "", name="han") is None


def test_wrong_tries_outlive_the_request(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        account = a_staff_account(session, name="lee", password=GOOD)
    for _ in range(5):
        with database.writing(town_scope) as session:
            tries(session, "wrong")
    with database.writing(town_scope) as session:
        assert session.get_one(Account, account.id).wrong_tries == 5
        assert tries(session) is None


class Texted:
    """A volunteer with a telephone, and the codes texted to it."""

    def __init__(self, session):
        self.session = session
        self.phone = a_phone()
        self.volunteer = a_volunteer(session, phone=self.phone)
        self.account = session.scalars(
            select(Account).where(Account.person_id == self.volunteer.id)
        ).one()

    def ask(self, at=NOW):
        return send_sign_in_code(self.session, phone=self.phone, now=at)

    def digits(self):
        self.session.flush()
        texts = self.session.scalars(
            select(Message)
            .where(Message.kind == MessageKind.SIGN_IN_CODE)
            .order_by(Message.created_at, Message.id)
        ).all()
        (code,) = re.findall(r"\b\d{6}\b", texts[-1].body)
        return code

    def enter(self, code, at=NOW):
        return check_sign_in_code(self.session, phone=self.phone, code=code, now=at)

    def texts(self):
        self.session.flush()
        return self.session.scalar(select(func.count()).select_from(Message))


@pytest.fixture
def texted(session):
    return Texted(session)


def other_than(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_the_texted_code_opens_the_door_once(texted):
    texted.ask()
    code = texted.digits()
    assert texted.enter(code) is texted.account
    assert texted.enter(code) is None


def test_a_code_lives_ten_minutes(texted):
    texted.ask()
    assert texted.enter(texted.digits(), at=NOW + 10 * MINUTE) is None
    assert texted.enter(texted.digits(), at=NOW + 10 * MINUTE - JUST_NOW) is texted.account


def test_after_five_wrong_tries_the_right_code_is_worth_nothing(texted):
    texted.ask()
    code = texted.digits()
    for _ in range(5):
        assert texted.enter(other_than(code)) is None
    assert texted.enter(code) is None


def test_only_the_newest_code_counts(texted):
    texted.ask()
    first = texted.digits()
    texted.ask(at=NOW + MINUTE)
    second = texted.digits()
    assert first == second or texted.enter(first, at=NOW + MINUTE) is None
    assert texted.enter(second, at=NOW + MINUTE) is texted.account


def test_using_a_code_leaves_no_older_one_open(texted):
    texted.ask()
    first = texted.digits()
    texted.ask(at=NOW + MINUTE)
    assert texted.enter(texted.digits(), at=NOW + MINUTE) is texted.account
    assert texted.enter(first, at=NOW + MINUTE) is None


def test_at_most_five_codes_an_hour(texted):
    sent = [texted.ask(at=NOW + minute * MINUTE) for minute in range(6)]
    assert [each is not None for each in sent] == [True] * 5 + [False]
    assert texted.texts() == 5
    assert texted.ask(at=NOW + timedelta(hours=1, seconds=1)) is not None


def test_the_code_itself_is_nowhere_but_in_the_text(session, texted):
    texted.ask()
    stored = session.scalars(select(SignInCode)).one()
    assert texted.digits() not in stored.code_hash


def test_a_number_two_volunteers_share_opens_nothing(session, texted):
    a_volunteer(session, name="노을", phone=texted.phone)
    assert texted.ask() is None
    assert texted.texts() == 0


def test_a_number_shared_with_a_resident_still_opens_the_volunteers_page(session, texted):
    a_resident(session, phone=texted.phone)
    assert texted.ask() is not None
    assert texted.enter(texted.digits()) is texted.account


def test_a_resident_who_is_no_volunteer_is_sent_nothing(session):
    phone = a_phone()
    a_resident(session, phone=phone)
    assert send_sign_in_code(session, phone=phone, now=NOW) is None
    assert session.scalars(select(Message)).all() == []


def test_a_number_given_up_opens_nothing(session, texted):
    old = a_contact_point(session, texted.volunteer)
    old.valid_until = NOW.date()
    assert send_sign_in_code(session, phone=old.value, now=NOW) is None


def test_a_closed_volunteer_account_is_sent_nothing(texted):
    texted.account.disabled_at = NOW
    assert texted.ask() is None


def test_a_code_opens_only_the_account_it_was_texted_to(session, texted):
    texted.ask()
    another = Texted(session)
    assert another.enter(texted.digits()) is None


def signed_in(session, account):
    start_sign_in(session, account, lasts_for=timedelta(hours=1), device="phone", now=NOW)
    session.flush()
    return session.scalars(select(SignIn).where(SignIn.account_id == account.id)).one()


def test_a_device_is_signed_out_by_its_owner_once(session, account):
    device = signed_in(session, account)
    for at in (NOW, NOW + MINUTE):
        end_sign_in(session, sign_in_id=device.id, account_id=account.id, now=at)
    assert device.revoked_at == NOW


def test_nobody_signs_out_anothers_device(session, account):
    device = signed_in(session, account)
    other = a_staff_account(session)
    with pytest.raises(NotFoundError):
        end_sign_in(session, sign_in_id=device.id, account_id=other.id, now=NOW)
    assert device.revoked_at is None
