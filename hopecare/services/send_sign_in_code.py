"""Text a volunteer a one-time code to sign in with."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare import keyring
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.passwords import new_digits
from hopecare.queries.accounts import codes_sent_since, volunteer_accounts
from hopecare.services.owe_call_to_sharers import owe_call_to_sharers
from models import SignInCode
from notifications.outbox import promise

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Account

DIGITS: Final = 6
GOOD_FOR: Final = timedelta(minutes=10)
CODES_AN_HOUR: Final = 5


def send_sign_in_code(session: Session, *, phone: str, now: datetime) -> SignInCode | None:
    """Promise a code to the volunteer behind this E.164 number.

    None, and nothing is sent, where nobody or more than one holds the number, or where too many
    codes were asked for in the last hour. The page says the same in every case; staff call those
    who share a number.
    """
    accounts = volunteer_accounts(session, phone=phone, now=now)
    if len(accounts) > 1:
        owe_call_to_sharers(session, accounts, phone=phone, now=now)
        return None
    if not accounts or _is_asking_too_often(session, accounts[0], now):
        return None
    account = accounts[0]
    digits = new_digits(DIGITS)
    code = SignInCode(
        town_id=account.town_id,
        account_id=account.id,
        code_hash=keyring.current().blind("sign_in_code", f"{account.id}:{digits}"),
        sent_at=now,
        expires_at=now + GOOD_FOR,
    )
    session.add(code)
    promise(
        session,
        town_id=account.town_id,
        kind=MessageKind.SIGN_IN_CODE,
        to_person_id=account.person_id,
        dedup_key=f"sign_in_code:{code.id}",
        words=Words(
            text=Text.SIGN_IN_CODE,
            values={"code": digits, "minutes": int(GOOD_FOR.total_seconds() // 60)},
        ),
        valid_until=code.expires_at,
        channel=Channel.SMS,
        now=now,
    )
    return code


def _is_asking_too_often(session: Session, account: Account, now: datetime) -> bool:
    since = now - timedelta(hours=1)
    return codes_sent_since(session, account_id=account.id, since=since) >= CODES_AN_HOUR
