"""Reads one channel profile; a file with a mistake is refused whole, each place named."""

from __future__ import annotations

import re
from datetime import date, time
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.channel_profiles.fields import Fields
from hopecare.domain.channel_profiles import (
    CHARSETS,
    NEEDS,
    Answerable,
    ChannelProfile,
    Price,
    SenderRate,
)
from hopecare.domain.channels import Channel, ReplyWay
from hopecare.errors import ProfileRefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

CURRENCY: Final = re.compile(r"^[A-Z]{3}$")
MIDNIGHT: Final = time(0, 0)
PREFIX_IN: Final = "prefix_in"


def read_profile(text: str, file: str) -> ChannelProfile:
    """Read a profile, whose name is its file's without `.toml`."""
    fields = Fields(text, file)
    fields.take("version", str, "")
    profile = ChannelProfile(
        name=file.removesuffix(".toml"),
        channels=fields.words("channels", Channel),
        answers=MappingProxyType({each: _answers(fields, each) for each in Answerable}),
        links_allowed=fields.take("links_allowed", bool, fallback=False),
        quiet_from=fields.take("quiet.from", time, MIDNIGHT),
        quiet_until=fields.take("quiet.until", time, MIDNIGHT),
        charset=fields.one_of("charset", CHARSETS),
        prefix=fields.take("prefix", str, ""),
        network_prefix_length=len(fields.take("network_prefix", str, "")),
        rate=SenderRate(
            segments_per_second=fields.number("rate.segments_per_second", least=1),
            calls_per_second=fields.number("rate.calls_per_second", least=1),
        ),
        text_price=_price(fields, "price.text"),
        call_price=_price(fields, "price.call"),
        prefixes=_prefixes(fields),
    )
    _check_answers(fields, profile)
    fields.refuse_the_rest()
    if fields.mistakes:
        raise ProfileRefusedError(fields.in_order())
    return profile


def _answers(fields: Fields, about: Answerable) -> tuple[ReplyWay, ...]:
    if not _says(fields, about):
        about = Answerable.CHECK_IN
    return fields.words(f"answers.{about}", ReplyWay)


def _says(fields: Fields, about: Answerable) -> bool:
    """Whether the file has to say it: a town's own may be older than this question."""
    return about is not Answerable.LOOK_IN or about in fields.names_in("answers")


def _prefixes(fields: Fields) -> Mapping[str, str]:
    """Who writes, by language; nothing where one name serves all."""
    languages = fields.names_in(PREFIX_IN)
    return MappingProxyType(
        {each: fields.take(f"{PREFIX_IN}.{each}", str, "") for each in languages}
    )


def _price(fields: Fields, table: str) -> Price | None:
    """A price with its source and day; None where the file names none: the town sets it."""
    if not fields.has(table):
        return None
    currency = fields.take(f"{table}.currency", str, "")
    source = fields.take(f"{table}.source", str, "")
    if not CURRENCY.match(currency):
        fields.note(f"{table}.currency", "not_a_currency")
    if not source:
        fields.note(f"{table}.source", "source_missing")
    return Price(
        micros=fields.number(f"{table}.micros", least=1),
        currency=currency,
        source=source,
        as_of=fields.take(f"{table}.as_of", date, date.min),
    )


def _check_answers(fields: Fields, profile: ChannelProfile) -> None:
    """An answer needs the channel it returns by."""
    for about, ways in profile.answers.items():
        if not _says(fields, about):
            continue
        if any(NEEDS[way] not in (None, *profile.channels) for way in ways if way in NEEDS):
            fields.note(f"answers.{about}", "channel_missing")
