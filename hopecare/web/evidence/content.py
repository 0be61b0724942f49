"""What one pack says: made of the case's facts and of what the recipient may be told. Plain data.

Both files are made of it and of nothing else, so that one hash holds for both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final, cast

from hopecare.domain.evidence import FORMAT, PackSection, PackTold, digest_of, may_hold_back
from hopecare.language import N_
from hopecare.language.reader import Reader
from hopecare.queries.evidence import pack_facts
from hopecare.queries.places import called_in
from hopecare.queries.town_days import local_day
from hopecare.web.evidence.parts import PARTS, Telling
from hopecare.web.evidence.secrets import secrets_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from hopecare.queries.evidence import PackFacts
    from models import EvidencePack, Town

Content = dict[str, Any]
EMPTY: Final = N_("Nothing about this is written down.")
HELD_BACK: Final = N_(
    "Nothing of this goes to this recipient. Whether anything is written down is not said."
)
"""True of a section that is held back and of one where nothing is: nobody can tell them apart."""


@dataclass(frozen=True, slots=True)
class _Part:
    key: PackSection
    entries: list[dict[str, str]]


def content_of(session: Session, pack: EvidencePack) -> Content:
    """Say the pack as it was wished, with what happened until it was made."""
    on = local_day(session, pack.town_id, pack.made_at)
    facts = pack_facts(
        session, pack.case_id, organisation_id=pack.organisation_id, on=on, at=pack.made_at
    )
    told = frozenset(PackTold(each) for each in pack.told)
    reader = _reader_of(pack, facts.town)
    telling = Telling(
        facts=facts, told=told, reader=reader, secrets=secrets_of(facts, told, reader)
    )
    return _content(pack, telling)


def kept_content(session: Session, pack: EvidencePack) -> Content | None:
    """Give what the pack said; of one from before it was kept, while it would still say it."""
    if pack.content is not None:
        return dict(cast("Content", pack.content))
    content = content_of(session, pack)
    return content if digest_of(content) == pack.digest else None


def is_as_it_was(session: Session, pack: EvidencePack) -> bool:
    """Say whether it would say the same now: neither the case nor our sentences have changed."""
    return digest_of(content_of(session, pack)) == pack.digest


def _content(pack: EvidencePack, telling: Telling) -> Content:
    facts, reader = telling.facts, telling.reader
    parts = [
        _Part(section, list(PARTS[section](telling)))
        for section in PackSection
        if section.value in pack.sections
    ]
    return {
        "format": FORMAT,
        "code": pack.code,
        "made_at": pack.made_at.astimezone(UTC).isoformat(),
        "made_on": reader.stamp(pack.made_at),
        "language": pack.language,
        "title": reader.say(N_("Evidence pack for a case conference")),
        "head": _head(pack, facts, reader),
        "left_out": [reader.label(each) for each in PackTold if each not in telling.told],
        "sections": [_section(part, telling) for part in parts],
    }


def _head(pack: EvidencePack, facts: PackFacts, reader: Reader) -> list[list[str]]:
    phone = reader.phone(facts.centre.phone)
    pairs = (
        (N_("For"), pack.recipient),
        (N_("Put together by"), f"{called_in(facts.centre, reader.language)}, {phone}"),
        (N_("Case"), facts.case.code),
        (N_("Pack"), pack.code),
        (N_("Made"), f"{reader.stamp(pack.made_at)} ({facts.town.zone})"),
        (N_("By what right"), _right(pack, reader)),
        *_chosen(pack, reader),
    )
    return [[reader.say(name), value] for name, value in pairs]


def _right(pack: EvidencePack, reader: Reader) -> str:
    """By which right, in its code's words: the centre's own words are never printed."""
    if pack.consent_entry_id:
        return reader.say(N_("The resident agrees that it is shared."))
    without = N_("Shared without the resident's yes, for a reason the centre has written down.")
    said = (reader.say(without), reader.label(pack.override_reason))
    return " ".join(part for part in said if part)


def _chosen(pack: EvidencePack, reader: Reader) -> list[tuple[str, str]]:
    """On which day they chose that other benefits go along; nothing where none do."""
    if pack.benefits_chosen_on is None:
        return []
    said = reader.say(
        N_("Chosen by the resident on %(day)s"), day=reader.dated(pack.benefits_chosen_on)
    )
    return [(N_("Other benefits"), said)]


def _section(part: _Part, telling: Telling) -> dict[str, Any]:
    reader = telling.reader
    return {
        "key": part.key.value,
        "title": reader.label(part.key),
        "entries": _clean(part.entries, telling),
        "empty": "" if part.entries else reader.say(_why_empty(part.key, telling)),
    }


def _why_empty(section: PackSection, telling: Telling) -> str:
    is_open = not may_hold_back(section, with_benefits=telling.with_benefits)
    return EMPTY if is_open else HELD_BACK


def _clean(entries: Iterable[dict[str, str]], telling: Telling) -> list[dict[str, str]]:
    """Take out of every word what this recipient is not told, whoever wrote it where."""
    return [{name: telling.secrets.hide(word) for name, word in e.items()} for e in entries]


def _reader_of(pack: EvidencePack, town: Town) -> Reader:
    """Somebody who reads it on the day it was made: said again later, it says the same."""
    reader = Reader(
        language=pack.language,
        zone=town.zone,
        country=town.country,
        currency=town.currency,
        now=pack.made_at,
    )
    return replace(reader, is_staff=True)
