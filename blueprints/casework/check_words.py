"""What is checked before a referral, each finding as one sentence for whoever sends it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from babel import Locale

from hopecare.domain.referral_checks import Doubt, Known
from hopecare.language import N_
from hopecare.language.answer_cards import programme_name
from hopecare.reading.country_packs import find_country_pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from hopecare.domain.referral_checks import Check
    from hopecare.language.reader import Reader

SENTENCES: Final[Mapping[Doubt | Known, str]] = MappingProxyType(
    {
        Doubt.NOT_LISTED: N_("Its directory no longer lists it since %(on)s."),
        Doubt.CLOSED_FOR_NOW: N_("It is closed for now, since %(on)s."),
        Doubt.TOO_YOUNG: N_("They take people from %(least)s; %(name)s is %(age)s."),
        Doubt.TOO_OLD: N_("They take people up to %(most)s; %(name)s is %(age)s."),
        Doubt.OUT_OF_AREA: N_("They do not serve the district where %(name)s lives."),
        Doubt.RULES_AGAINST: N_(
            "By the support check of %(on)s, %(programme)s looks out of reach. The office decides."
        ),
        Doubt.RECEIVED_ALREADY: N_(
            "At the support check of %(on)s they said that they receive %(programme)s."
        ),
        Doubt.LANGUAGE_MISSING: N_("They do not serve in %(language)s, which %(name)s speaks."),
        Doubt.NO_PLACES: N_("They had no free place when they last said, %(ago)s."),
        Doubt.CAPACITY_OLD: N_("Their word on free places is %(days)s days old: %(state)s."),
        Doubt.CAPACITY_NEVER: N_("Nobody has asked them yet whether they have free places."),
        Known.AGE_UNKNOWN: N_("They ask for an age; the birth date of %(name)s is not known."),
        Known.HOME_UNKNOWN: N_(
            "They serve some districts only; where %(name)s lives is not known."
        ),
        Known.AREA_IN_WORDS: N_("They serve: %(words)s. Is the home of %(name)s among it?"),
        Known.QUALIFIES_IN_WORDS: N_("Who qualifies, in their words: %(words)s"),
        Known.RULES_UNSURE: N_(
            "The support check of %(on)s does not know yet whether %(programme)s is in reach."
        ),
        Known.RULES_NOT_ASKED: N_("No support check has looked at %(programme)s yet."),
        Known.LANGUAGE_INTERPRETED: N_("%(language)s with an interpreter: %(words)s"),
        Known.LANGUAGE_UNKNOWN: N_("They never said whether they serve in %(language)s."),
        Known.WAITING_LIST: N_("They had a waiting list when they last said, %(ago)s."),
        Known.CAPACITY_NOT_ASKED: N_(
            "Nobody has asked them about free places: an application is taken at any time."
        ),
        Known.CLOSED_NOW: N_("Nobody is there at this hour."),
        Known.HOLIDAY_TODAY: N_("Today is a public holiday: ask whether somebody is there."),
        Known.HOURS_IN_WORDS: N_("Their hours: %(words)s"),
        Known.AGE_FITS: N_("The age fits: %(name)s is %(age)s."),
        Known.RULES_FIT: N_("By the support check of %(on)s, %(programme)s may well be in reach."),
        Known.LANGUAGE_FITS: N_("They serve in %(language)s."),
        Known.HAS_PLACES: N_("They took people in when they last said, %(ago)s."),
        Known.OPEN_NOW: N_("Somebody is there now."),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding as the page shows it."""

    code: str
    weight: str
    sentence: str


def findings_shown(checks: Iterable[Check], name: str, reader: Reader) -> list[Finding]:
    """Say each finding about whoever is referred, what speaks against it first."""
    return [
        Finding(
            code=each.kind.value,
            weight=each.weight.value,
            sentence=reader.say(SENTENCES[each.kind], name=name, **_facts(each, reader)),
        )
        for each in checks
    ]


def _facts(check: Check, reader: Reader) -> dict[str, Any]:
    said = dict(check.facts)
    if "on" in said:
        said["on"] = reader.day(said["on"])
    if "days" in said:
        said["ago"] = _ago(said["days"], reader)
    if "state" in said:
        said["state"] = reader.label(said["state"])
    if "programme" in said:
        said["programme"] = _programme(said["programme"], reader)
    if "language" in said:
        said["language"] = Locale(reader.language).languages.get(said["language"], said["language"])
    return said


def _ago(days: int, reader: Reader) -> str:
    day: date = reader.today
    return reader.ago(day.fromordinal(day.toordinal() - days))


def _programme(key: str, reader: Reader) -> str:
    pack = find_country_pack(reader.country)
    return programme_name(pack, key, reader.language) if pack else key
