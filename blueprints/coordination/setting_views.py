"""Settings as their pages show them: values, where they come from, what is planned, what was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.town_settings import ValueKind
from hopecare.language import N_
from hopecare.language.setting_words import (
    UNITS,
    WHY_SHIPPED,
    part_label,
    setting_title,
    value_words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hopecare.domain.town_settings import TownSetting
    from hopecare.language.reader import Reader
    from hopecare.queries.setting_pages import SettingRow, Standing
    from models import Centre

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place where a setting holds: the values, their source, and what comes later."""

    name: str
    values: Pairs
    source: str
    planned: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One setting, in the town and at the centres that differ."""

    key: str
    title: str
    places: list[Place]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartField:
    """One field of the form; bounds for numbers."""

    name: str
    kind: str
    label: str
    unit: str | None
    hint: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One entry that was ever written."""

    from_on: str
    is_planned: bool
    place: str
    value: str
    by: str
    reason: str


def card_of(setting: TownSetting, stands: Sequence[Standing], reader: Reader) -> Card:
    """Say what holds of a setting, place by place."""
    return Card(
        key=setting.key,
        title=setting_title(setting, reader),
        places=[
            Place(
                name=_place(each.centre, reader),
                values=value_words(setting, each.value, reader),
                source=_source(setting, each, reader),
                planned=[_planned(setting, row, reader) for row in each.planned],
            )
            for each in stands
        ],
    )


def part_fields(setting: TownSetting, reader: Reader) -> list[PartField]:
    """Say which fields the form has."""
    return [
        PartField(
            name=part.name,
            kind=part.kind.value,
            label=part_label(part, reader),
            unit=reader.say(UNITS[part.unit]) if part.unit else None,
            hint=reader.say(
                N_("From %(least)s to %(most)s"),
                least=reader.count(part.least),
                most=reader.count(part.most),
            )
            if part.kind is ValueKind.NUMBER
            else None,
        )
        for part in setting.parts
    ]


def history_of(
    setting: TownSetting, rows: Sequence[SettingRow], reader: Reader
) -> list[HistoryLine]:
    """Say every entry, the newest day first."""
    return [
        HistoryLine(
            from_on=reader.day(row.entry.from_on),
            is_planned=row.entry.from_on > reader.today,
            place=_place(row.centre, reader),
            value=_told(setting, row, reader),
            by=row.by_name or "",
            reason=row.entry.reason,
        )
        for row in rows
    ]


def _place(centre: Centre | None, reader: Reader) -> str:
    if centre is None:
        return reader.say(N_("The whole town"))
    return centre.name if reader.language == "ko" else centre.name_en


def _source(setting: TownSetting, standing: Standing, reader: Reader) -> str:
    if standing.row is None:
        why = reader.say(WHY_SHIPPED[setting.key])
        return reader.say(N_("As HopeCare ships it. %(why)s"), why=why)
    facts = {
        "place": _place(standing.row.centre, reader),
        "day": reader.day(standing.row.entry.from_on),
        "reason": standing.row.entry.reason,
    }
    if standing.row.by_name is None:
        return reader.say(N_("Own value (%(place)s) since %(day)s: %(reason)s"), **facts)
    sentence = N_("Own value (%(place)s) since %(day)s, set by %(name)s: %(reason)s")
    return reader.say(sentence, name=standing.row.by_name, **facts)


def _planned(setting: TownSetting, row: SettingRow, reader: Reader) -> str:
    return reader.say(
        N_("From %(day)s: %(value)s (%(reason)s)"),
        day=reader.day(row.entry.from_on),
        value=_told(setting, row, reader),
        reason=row.entry.reason,
    )


def _told(setting: TownSetting, row: SettingRow, reader: Reader) -> str:
    """A value on one line; an entry without any gives the own value up."""
    if not row.entry.value:
        return reader.say(N_("No own value any more"))
    said = value_words(setting, row.entry.value, reader)
    return " · ".join(f"{name}: {words}" for name, words in said)
