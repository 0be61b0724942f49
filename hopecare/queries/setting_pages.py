"""The town's own values, with who set them; and what holds in each place, and what is planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from hopecare.domain.town_settings import entry_that_holds, value_with
from hopecare.town_values import dated, shipped_value
from models import Account, Centre, Person, SettingEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.town_settings import TownSetting
    from models import Town


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """One entry, whose hand it was, and where it holds."""

    entry: SettingEntry
    person_id: UUID | None
    by_name: str | None
    centre: Centre | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What holds of one setting in one place, where it comes from, and what comes later."""

    centre: Centre | None
    value: Mapping[str, Any]
    row: SettingRow | None
    """None: it holds as it ships."""
    planned: tuple[SettingRow, ...]


def setting_rows(
    session: Session, *, mine: ColumnElement[bool], key: str | None = None
) -> Sequence[SettingRow]:
    """Read the entries this reader may see, of one setting or of all, the newest first."""
    wanted = (
        select(SettingEntry, Person.id, Person.full_name, Centre)
        .outerjoin(Account, Account.id == SettingEntry.by_account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .outerjoin(Centre, Centre.id == SettingEntry.centre_id)
        .where(mine)
        .order_by(SettingEntry.from_on.desc(), SettingEntry.id.desc())
    )
    if key is not None:
        wanted = wanted.where(SettingEntry.key == key)
    return [
        SettingRow(entry=entry, person_id=person_id, by_name=name, centre=centre)
        for entry, person_id, name, centre in session.execute(wanted)
    ]


def standings(
    setting: TownSetting, rows: Iterable[SettingRow], *, town: Town, on: date
) -> list[Standing]:
    """Say what holds in the town, then at each centre that ever differed."""
    own = [row for row in rows if row.entry.key == setting.key]
    centres = {row.centre.id: row.centre for row in own if row.centre is not None}
    by_name = sorted(centres.values(), key=lambda each: each.name)
    return [_standing(setting, own, town, centre, on) for centre in (None, *by_name)]


def _standing(
    setting: TownSetting, own: list[SettingRow], town: Town, centre: Centre | None, on: date
) -> Standing:
    centre_id = None if centre is None else centre.id
    entry = entry_that_holds([dated(row.entry) for row in own], on=on, centre_id=centre_id)
    row = next((each for each in own if entry is not None and each.entry.id == entry.id), None)
    return Standing(
        centre=centre,
        value=value_with(setting, shipped_value(setting.key, town), entry),
        row=row if row is not None and row.entry.value else None,
        planned=tuple(
            each
            for each in reversed(own)
            if each.entry.from_on > on and each.entry.centre_id == centre_id
        ),
    )
