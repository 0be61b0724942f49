"""Set a value of the town's own, or of one centre, from a day on; the past stays written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hopecare.domain.town_settings import SETTINGS, TownSetting, faults_of
from hopecare.errors import InvalidInputError, NotFoundError
from hopecare.queries.town_days import local_day
from models import Centre, SettingEntry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingWish:
    """What is to hold, from which day, and why; no value gives up the own one."""

    key: str
    value: Mapping[str, Any] | None
    from_on: date
    reason: str
    centre_id: UUID | None = None
    """None for the whole town."""


def set_setting(
    session: Session, *, wish: SettingWish, by: Identity, now: datetime
) -> SettingEntry:
    """Write the entry; the past stays as it was, and every fault is told at its place."""
    setting = SETTINGS.get(wish.key)
    if setting is None:
        raise NotFoundError(kind="setting", key=wish.key)
    _refuse_faults(session, setting, wish, today=local_day(session, by.town_id, now))
    entry = SettingEntry(
        town_id=by.town_id,
        key=wish.key,
        value=dict(wish.value or {}),
        from_on=wish.from_on,
        reason=wish.reason.strip(),
        by_account_id=by.account_id,
        centre_id=wish.centre_id,
    )
    session.add(entry)
    session.flush()
    return entry


def _refuse_faults(
    session: Session, setting: TownSetting, wish: SettingWish, *, today: date
) -> None:
    faults = faults_of(setting, wish.value) if wish.value is not None else {}
    if wish.from_on < today:
        faults["from_on"] = ["date_in_past"]
    if not wish.reason.strip():
        faults["reason"] = ["reason_needed"]
    if not _is_place(session, setting, wish.centre_id):
        faults["centre_id"] = ["not_a_choice"]
    if faults:
        raise InvalidInputError(faults)


def _is_place(session: Session, setting: TownSetting, centre_id: UUID | None) -> bool:
    if centre_id is None:
        return True
    return setting.is_per_centre and session.get(Centre, centre_id) is not None
