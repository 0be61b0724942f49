"""Turns promised words into the sentence that goes out, in a language and over a channel."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from hopecare.domain.answer_links import LINK_PLACE
from hopecare.domain.channel_profiles import Answerable, segments_of
from hopecare.domain.channels import Channel, ReplyWay
from hopecare.domain.euc_kr import all_fit_euc_kr, fits_euc_kr
from hopecare.language import translator
from hopecare.language.check_in_questions import QUESTIONS
from hopecare.language.labels import label
from hopecare.language.wordings import NEUTRAL, WORDINGS, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.domain.channel_profiles import ChannelProfile

Value = str | int | date | datetime | StrEnum

ASKS_RESIDENT: Final = QUESTIONS | {Text.NEUTRAL_CHECK_IN, Text.NEUTRAL_CHECK_IN_CARER}
ASKS_HELPER: Final = frozenset({Text.OFFER, Text.OFFER_DAY, Text.OFFER_BACKUP, Text.OFFER_ANEW})
ASKS_TO_LOOK_IN: Final = frozenset({Text.LOOK_IN, Text.LOOK_IN_AFTER, Text.LOOK_IN_GOING})
ASKS_STAFF: Final = frozenset({Text.ALERT_HOW, Text.ALERT_WHICH, Text.ALERT_UNCLEAR})
SAYS_HOW: Final = frozenset(
    {
        Text.ALERT_SILENT,
        Text.ALERT_SILENT_WROTE,
        Text.ALERT_HELP,
        Text.ALERT_HELP_WROTE,
        Text.ALERT_HELP_SOMEBODY,
        Text.ALERT_CANNOT,
        Text.ALERT_WORRY,
        Text.ALERT_CRISIS,
        Text.ALERT_UNFILLED,
        Text.ALERT_CALLS_OVERDUE,
        Text.ALERT_CALLS_OVERDUE_SOMEBODY,
        Text.ALERT_TEXTS_FAIL,
        Text.ALERT_CALLS_FAIL,
        Text.ALERT_COST_NEAR,
        Text.ALERT_COST_REACHED,
    }
)
"""Alerts: each is followed by how to take it."""

HONORIFIC: Final = "님"
"""How people are called may end with it; the Korean sentences say it themselves, and only once."""
GREETING: Final = re.compile(r"^%\(helper\)s[^,]?, ")
TWO_PARTS: Final = 2
"""So many parts of a text a name is worth; not a third."""
PLACE: Final = "\x1f"
"""Stands where a name will: every charset carries it, and nobody writes it."""
FIRST_SYLLABLE: Final = "가"
LAST_SYLLABLE: Final = "힣"
FINALS: Final = 28
"""How many syllables share a beginning and differ in their final consonant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is to be said, before a language and a channel are chosen.

    Values may be plain words, numbers, days, instants (said in the town's own time) or codes of an
    enum (said by their label). `then` is a sentence that follows, with the same values.
    """

    text: Text
    values: Mapping[str, Value] = field(default_factory=dict)
    then: Text | None = None


def sentence_of(
    words: Words, *, language: str, channel: Channel, profile: ChannelProfile, zone: str
) -> str:
    """The whole body: prefix, sentence, and only characters this channel can carry."""
    body = worded(words, language=language, channel=channel, profile=profile, zone=zone)
    return body if channel is Channel.VOICE else carried(body, charset=profile.charset)


def worded(
    words: Words, *, language: str, channel: Channel, profile: ChannelProfile, zone: str
) -> str:
    """The prefix and the sentence as they are written, whatever the channel can carry.

    Where a long name would fill a third part, the greeting is what may be missed.
    """
    given = {name: _said(value, language, zone) for name, value in words.values.items()}
    said = {"link": LINK_PLACE} | given
    parts = (words.text,) if words.then is None else (words.text, words.then)
    say = translator(language).gettext
    sentence = " ".join(say(_chosen(each, channel, profile)) for each in parts)
    if channel is Channel.VOICE:
        return sentence % said
    prefix = "" if words.text in NEUTRAL else profile.prefix_in(language)
    greeted, short = (prefix + each % said for each in (sentence, _ungreeted(sentence)))
    is_short = segments_of(greeted, profile) > TWO_PARTS >= segments_of(short, profile)
    return short if is_short else greeted


def _ungreeted(sentence: str) -> str:
    """The sentence without the name it begins with."""
    bare = GREETING.sub("", sentence)
    return bare[:1].upper() + bare[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Words whose one value is a name, ready to be said to very many people."""

    around: tuple[str, ...]
    """What stands before, between and after the name."""
    charset: str | None
    """What the name has to fit; None where it is spoken."""

    def to(self, name: str) -> str:
        """The whole body for one of them, as `sentence_of` says it."""
        said = name.removesuffix(HONORIFIC)
        if self.charset is not None:
            said = carried(said, charset=self.charset)
        return said.join(self.around)


def naming(
    text: Text, *, language: str, channel: Channel, profile: ChannelProfile, zone: str
) -> Naming:
    """Find the words once, for all who are asked in this language over this channel."""
    words = Words(text=text, values={"name": PLACE})
    whole = sentence_of(words, language=language, channel=channel, profile=profile, zone=zone)
    charset = None if channel is Channel.VOICE else profile.charset
    return Naming(around=tuple(whole.split(PLACE)), charset=charset)


def _chosen(text: Text, channel: Channel, profile: ChannelProfile) -> str:
    """The English sentence for this channel."""
    wording = WORDINGS[text]
    if channel is Channel.VOICE:
        return wording.spoken or wording.text
    if profile.links_allowed and wording.linked:
        return wording.linked
    way = profile.answers[_asked(text)][0]
    if way is ReplyWay.SMS and wording.answerable:
        return wording.answerable
    return wording.text


def _asked(text: Text) -> Answerable:
    """What a text asks for; the network's profile says how the answer returns."""
    if text in ASKS_STAFF:
        return Answerable.ALERT
    if text in ASKS_TO_LOOK_IN:
        return Answerable.LOOK_IN
    return Answerable.CHECK_IN if text in ASKS_RESIDENT else Answerable.OFFER


def _said(value: Value, language: str, zone: str) -> str:
    """One value as it is said."""
    if isinstance(value, StrEnum):
        return label(language, value)
    if isinstance(value, datetime):
        local = value.astimezone(ZoneInfo(zone))
        return _moment(local, language)
    if isinstance(value, date):
        shape = "M월 d일(E)" if language == "ko" else "EEE MMM d"
        return format_date(value, shape, locale=language)
    return str(value).removesuffix(HONORIFIC)


def _moment(local: datetime, language: str) -> str:
    """The minutes as pages say them; midnight is the end of the day before it, never "12 am"."""
    if (local.hour, local.minute) == (0, 0):
        shape = "M월 d일 '자정'" if language == "ko" else "MMM d, 'midnight'"
        return format_datetime(local - timedelta(days=1), shape, locale=language)
    shape = "M월 d일 aaaa h시 m분" if language == "ko" else "MMM d, h:mm a"
    return format_datetime(local, shape, locale=language).replace(" 0분", "")


def carried(body: str, *, charset: str) -> str:
    """The body with every character the channel cannot carry replaced by its nearest kin."""
    if charset != "euc_kr" or all_fit_euc_kr(body):
        return body
    return "".join(_euc_kr(character) for character in body)


def _euc_kr(character: str) -> str:
    """One character of EUC-KR: itself, its base letters, or a space."""
    if fits_euc_kr(character):
        return character
    plain = {"\u2014": "-", "\u2013": "-", "\u2019": "'", "\u20a9": "원"}.get(character)
    if plain is not None:
        return plain
    if FIRST_SYLLABLE <= character <= LAST_SYLLABLE:
        return _without_final(character)
    base = unicodedata.normalize("NFKD", character)
    kept = "".join(part for part in base if part.isascii() and part.isprintable())
    return kept or " "


def _without_final(syllable: str) -> str:
    """A rare syllable without its final consonant; a space where that is rare as well."""
    offset = ord(syllable) - ord(FIRST_SYLLABLE)
    plain = chr(ord(syllable) - offset % FINALS)
    return plain if fits_euc_kr(plain) else " "
