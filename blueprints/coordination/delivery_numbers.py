"""Delivery in numbers, ready to be shown: each with the filters that lead to exactly its rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import url_for

from hopecare.domain.delivery import HoldReason
from hopecare.domain.delivery_health import share_within, stacked
from hopecare.domain.message_fates import Fate
from hopecare.language.cost_words import micros_words, unpriced_words
from hopecare.language.message_words import code_words
from notifications.port import Failure
from notifications.twilio_codes import failure_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from hopecare.domain.channels import Channel
    from hopecare.language.reader import Reader
    from hopecare.queries.delivery_health import Tally, Waits

NOT_ARRIVED: Final = (Fate.NOT_DELIVERED, Fate.EXPIRED, Fate.HELD)
COLUMNS: Final = (Fate.DELIVERED, *NOT_ARRIVED)
"""What the table of the parts shows beside everything that was promised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number, what it counts, and where its rows are."""

    words: str
    number: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One hour or day: when it begins, its numbers, and its column in the chart."""

    begins: datetime
    numbers: Sequence[Number]
    layers: Sequence[tuple[float, float]]
    """Top and height of what arrived, of what did not, and of the rest."""
    cost: str
    """Nothing where nothing of it was paid for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartCost:
    """The column of one hour or day in the chart of costs."""

    layers: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What the words of a channel cost."""

    whole: str
    unpriced: str
    """How many have no price, as a sentence; nothing where all have one."""
    most: str
    """What its highest column stands for."""
    parts: Sequence[PartCost]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelNumbers:
    """One channel in the whole time."""

    channel: Channel
    whole: Number
    taken: Number
    fates: Sequence[Number]
    reasons: Sequence[Number]
    """Why words did not arrive or were held, the commonest first."""
    twice: Number
    segments: int
    costs: Costs | None
    """None where nothing has a price."""
    half_within: int | None
    most_within: int | None
    tried_again: int
    parts: Sequence[Part]

    @property
    def most(self) -> int:
        """Give how many its highest column stands for."""
        return max(part.numbers[0].number for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """Where the rows of a channel and a time are."""

    channel: Channel
    begins: datetime
    ends: datetime

    def to(self, **more: str) -> str:
        wanted: dict[str, Any] = {
            "channel": self.channel.value,
            "made_from": self.begins.isoformat(),
            "made_before": self.ends.isoformat(),
            **more,
        }
        return url_for("coordination.messages", **wanted)


def numbers_of(
    channel: Channel,
    counted: Sequence[Tally],
    parts: Sequence[tuple[datetime, datetime]],
    waits: Waits,
    reader: Reader,
) -> ChannelNumbers:
    """Put together one channel's numbers."""
    link = _Link(channel=channel, begins=parts[0][0], ends=parts[-1][1])
    fates: Counter[Fate] = Counter()
    for each in counted:
        fates[each.fate] += each.number
    return ChannelNumbers(
        channel=channel,
        whole=Number(words="", number=fates.total(), href=link.to()),
        taken=Number(words="", number=_sum(counted, "taken"), href=link.to(taken="yes")),
        fates=[
            Number(words=reader.label(fate), number=fates[fate], href=link.to(fate=fate.value))
            for fate in Fate
            if fates[fate]
        ],
        reasons=_reasons(counted, link, reader),
        twice=Number(words="", number=_sum(counted, "twice"), href=link.to(twice="yes")),
        segments=_sum(counted, "segments"),
        costs=_costs(counted, len(parts), reader),
        half_within=share_within(waits.after, 50),
        most_within=share_within(waits.after, 95),
        tried_again=waits.tried_again,
        parts=_parts(channel, counted, parts, reader),
    )


def _sum(counted: Sequence[Tally], name: str) -> int:
    return sum(int(getattr(each, name)) for each in counted)


def _costs(counted: Sequence[Tally], number: int, reader: Reader) -> Costs | None:
    priced, left_out = _sum(counted, "priced"), _sum(counted, "taken") - _sum(counted, "priced")
    if not priced:
        return None
    micros = _micros(counted)
    most = max(micros.values())
    return Costs(
        whole=micros_words(micros.total(), reader),
        unpriced=unpriced_words(left_out, reader) if left_out else "",
        most=micros_words(most, reader),
        parts=[PartCost(layers=stacked([micros[part]], most=most)) for part in range(number)],
    )


def _micros(counted: Sequence[Tally]) -> Counter[int]:
    """What each part cost."""
    micros: Counter[int] = Counter()
    for each in counted:
        micros[each.part] += each.micros
    return micros


def _reasons(counted: Sequence[Tally], link: _Link, reader: Reader) -> list[Number]:
    found: Counter[tuple[Fate, HoldReason | Failure]] = Counter()
    for each in counted:
        why = _why(each)
        if why is not None:
            found[each.fate, why] += each.number
    return [
        Number(
            words=code_words(why.value, reader),
            number=number,
            href=link.to(**{_NAME[fate]: why.value, "fate": fate.value}),
        )
        for (fate, why), number in found.most_common()
    ]


_NAME: Final = {Fate.HELD: "hold", Fate.NOT_DELIVERED: "failure"}


def _why(each: Tally) -> HoldReason | Failure | None:
    if each.fate is Fate.HELD:
        return HoldReason(each.code) if each.code else None
    if each.fate is not Fate.NOT_DELIVERED:
        return None
    if each.code and each.code in set(Failure):
        return Failure(each.code)
    return failure_of(each.code) or Failure.OTHER


def _parts(
    channel: Channel,
    counted: Sequence[Tally],
    parts: Sequence[tuple[datetime, datetime]],
    reader: Reader,
) -> list[Part]:
    fates: list[Counter[Fate]] = [Counter() for _ in parts]
    for each in counted:
        fates[each.part][each.fate] += each.number
    most, micros = max(each.total() for each in fates), _micros(counted)
    return [
        _part(_Link(channel=channel, begins=begins, ends=ends), each, most, reader, micros[place])
        for place, ((begins, ends), each) in enumerate(zip(parts, fates, strict=True))
    ]


def _part(link: _Link, fates: Counter[Fate], most: int, reader: Reader, micros: int) -> Part:
    lost = sum(fates[each] for each in NOT_ARRIVED)
    rest = fates.total() - fates[Fate.DELIVERED] - lost
    shown = [
        Number(words=reader.label(fate), number=fates[fate], href=link.to(fate=fate.value))
        for fate in COLUMNS
    ]
    return Part(
        begins=link.begins,
        numbers=[Number(words="", number=fates.total(), href=link.to()), *shown],
        layers=stacked([fates[Fate.DELIVERED], lost, rest], most=most),
        cost=micros_words(micros, reader) if micros else "",
    )
