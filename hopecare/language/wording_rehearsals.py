"""An automatic wording rehearsed: as it will be read and heard, how long it is, what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.alerts import AlertKind
from hopecare.domain.answer_links import LINK_PLACE
from hopecare.domain.channel_profiles import segments_of
from hopecare.domain.channels import Channel
from hopecare.domain.charsets import MOST_PARTS, bytes_of, unfit_signs
from hopecare.domain.digest import DigestNumber, WeekNumber
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.language import languages
from hopecare.language.digest_words import in_one_line
from hopecare.language.help_times import HelpTimes, help_times_said
from hopecare.language.labels import label
from hopecare.language.offer_words import open_offers_said
from hopecare.language.reader import Reader
from hopecare.language.texts import SAYS_HOW, Words, sentence_of, worded
from hopecare.language.week_words import week_in_one_line
from hopecare.language.wording_versions import sentences
from hopecare.language.wordings import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from hopecare.domain.channel_profiles import ChannelProfile
    from hopecare.domain.charsets import Unfit
    from hopecare.language.texts import Value

ORDINARY_NAME: Final = 20
MANY: Final = 12
FOR_ONE_DAY: Final = frozenset({Text.OFFER_DAY, Text.OFFER_BACKUP})

"""A wording has to fit with names of this length; with a longer one it may fill another part."""
HANGUL: Final = "가나다라마바사아자차카타파하"
LATIN: Final = "Alexandrina Montgomery "
"""Names are stood in for by signs: whose name is the longest is nobody's business here."""
_NAMES: Final = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What stands in a wording's gaps while it is rehearsed."""

    longest_name: int
    districts: Mapping[str, str]
    """The longest name of a district, by language."""
    office: str
    emergency: str
    until: datetime
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One wording in one language over one channel."""

    language: str
    channel: Channel
    body: str
    """As it leaves, with the longest name."""
    bytes: int | None
    """In the network's own charset; None where it counts otherwise, and in a call."""
    parts: int | None
    """How many texts it fills; None in a call."""
    unfit: Sequence[Unfit] = ()
    """Signs of the wording that the network cannot carry."""
    is_too_long: bool = False

    @property
    def is_sound(self) -> bool:
        """Say whether it may be said as it is."""
        return not self.unfit and not self.is_too_long


def rehearse_wording(text: Text, *, sample: Sample, profile: ChannelProfile) -> list[Said]:
    """Say a wording in every language over every channel of the network."""
    return [
        _said(text, sample, profile, language, channel)
        for language in languages()
        for channel in profile.channels
    ]


def _said(
    text: Text, sample: Sample, profile: ChannelProfile, language: str, channel: Channel
) -> Said:
    def say(name: int) -> str:
        then = Text.ALERT_HOW if text in SAYS_HOW else None
        values = {**_values(text, sample, profile, language, name)}
        if then is not None:
            values |= _values(then, sample, profile, language, name)
        words = Words(text=text, values=values, then=then)
        return sentence_of(
            words, language=language, channel=channel, profile=profile, zone=sample.zone
        )

    body = say(sample.longest_name)
    if channel is Channel.VOICE:
        return Said(language=language, channel=channel, body=body, bytes=None, parts=None)
    everyday = say(min(sample.longest_name, ORDINARY_NAME))
    return Said(
        language=language,
        channel=channel,
        body=body,
        bytes=bytes_of(body, profile.charset),
        parts=segments_of(body, profile),
        unfit=unfit_signs(_bare(text, profile, language), profile.charset),
        is_too_long=segments_of(everyday, profile) > MOST_PARTS,
    )


def _bare(text: Text, profile: ChannelProfile, language: str) -> str:
    """The wording alone: rare signs of a name are replaced one by one when it leaves."""
    words = Words(text=text, values=dict.fromkeys(_gaps(text), ""))
    return worded(words, language=language, channel=Channel.SMS, profile=profile, zone="UTC")


def _gaps(text: Text) -> set[str]:
    written = (each for said in sentences(text).values() for each in said if each)
    return {name for each in written for name in _NAMES.findall(each)}


def _values(
    text: Text, sample: Sample, profile: ChannelProfile, language: str, name: int
) -> Mapping[str, Value]:
    """Something long for every gap of this wording, and for no other."""
    signs = HANGUL if profile.charset == "euc_kr" else LATIN
    called = (signs * name)[:name]
    need = max(NeedKind, key=lambda kind: len(label(language, kind)))
    known: Mapping[str, Value] = {
        "name": called,
        "helper": called,
        "usual": called,
        "other": called,
        "day": sample.until.date(),
        "district": sample.districts[language],
        "need": need,
        "office": sample.office,
        "emergency": sample.emergency,
        "until": sample.until,
        "when": _long_times(text, sample, language),
        "code": "7KM4QRX2",
        "which": "; ".join([f"7KM4QRX2 {_longest_what(language)}"] * 3),
        "offers": open_offers_said([(need, "7KM4QRX2")] * MANY, language),
        "count": 12,
        "minutes": 5,
        "link": LINK_PLACE,
        "what": _longest_what(language),
        "items": in_one_line(dict.fromkeys(DigestNumber, MANY), language),
        "week": week_in_one_line(dict.fromkeys(WeekNumber, MANY), language),
    }
    return {gap: known[gap] for gap in _gaps(text)}


def _longest_what(language: str) -> str:
    """The longest an alert is called."""
    return max((label(language, kind) for kind in AlertKind), key=len)


def _long_times(text: Text, sample: Sample, language: str) -> str:
    """Help twice a week from a day on, as long as it usually gets; or the one day it stands for."""
    reader = Reader(language=language, zone=sample.zone, country="", currency="", now=sample.until)
    times = HelpTimes(
        rhythm=NeedRhythm.ONCE if text in FOR_ONE_DAY else NeedRhythm.WEEKLY,
        from_on=sample.until.date() + timedelta(days=2),
        weekdays=("mon", "wed"),
        starts_at=time(18, 30),
        minutes=90,
    )
    return help_times_said(times, reader)
