"""A town's settings in words: what each is called, what it does, and why it ships as it does."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.applications import HAND_IN_DAYS
from hopecare.domain.closing_proposals import SECOND_PERSON
from hopecare.domain.due import SILENT_DAYS
from hopecare.domain.receiver_links import LINK_DAYS
from hopecare.domain.retention import KeptFor
from hopecare.domain.service_facts import CAPACITY_DAYS
from hopecare.domain.town_settings import (
    ANSWER_DAYS,
    CEILING,
    COST_CAP,
    EMERGENCY_HOURS,
    LEARNING,
    NIGHTLY_LIST,
    OUTCOME_DAYS,
    PRICES,
    QUIET_HOURS,
    WEEK_DIGEST,
    Part,
    TownSetting,
    Unit,
    ValueKind,
)
from hopecare.language import N_, translator
from hopecare.language.alert_setting_words import ALERT_PARTS, ALERT_TITLES, WHY_ALERTS
from hopecare.language.cost_words import micros_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.language.reader import Reader

POLICIES: Final = {
    "offers": N_("When neighbours are asked"),
    "channels": N_("When texts and calls go out"),
    "alerts": N_("When staff are told of alerts"),
    "cases": N_("How cases are steered"),
    "directory": N_("What offices tell us"),
    "applications": N_("Applications"),
    "referrals": N_("What offices answer by"),
    "retention": N_("How long records are kept"),
}
TITLES: Final = {
    "offers.crisis": N_("Asking neighbours in a crisis"),
    "offers.soon": N_("Asking neighbours when help is needed soon"),
    "offers.ordinary": N_("Asking neighbours when it can wait"),
    LEARNING: N_("Learning from earlier answers"),
    NIGHTLY_LIST: N_("A list of proposals for the morning"),
    QUIET_HOURS: N_("Quiet hours"),
    CEILING: N_("How often one person is told something"),
    **ALERT_TITLES,
    PRICES: N_("What a text and a call cost"),
    COST_CAP: N_("What may be spent in a month"),
    SILENT_DAYS: N_("When a case is silent"),
    SECOND_PERSON: N_("Closing a case with a second person"),
    CAPACITY_DAYS: N_("When a word on free places is old"),
    LINK_DAYS: N_("How long an office's link opens"),
    ANSWER_DAYS: N_("By when an office says yes or no"),
    OUTCOME_DAYS: N_("By when an office says what came of it"),
    EMERGENCY_HOURS: N_("By when an office answers in an emergency"),
    HAND_IN_DAYS: N_("By when an application is handed in"),
    f"retention.{KeptFor.CASE_CLOSED}": N_("A closed case"),
    f"retention.{KeptFor.REPORT_WITHOUT_CASE}": N_("A report that became no case"),
    f"retention.{KeptFor.CONSENT_REFUSED}": N_("The short record of somebody who said no"),
    f"retention.{KeptFor.REPORTER}": N_("Who told us"),
    f"retention.{KeptFor.HAS_DIED}": N_("The record of somebody who has died"),
    f"retention.{KeptFor.MESSAGE}": N_("The words of texts, calls and replies"),
}
WHY_SHIPPED: Final = {
    "offers.crisis": N_("Somebody is in need now: more are asked at once, and the night counts."),
    "offers.soon": N_("A few at once find somebody within two hours without tiring everybody."),
    "offers.ordinary": N_(
        "Nearly everybody who answers does so within twelve hours; nobody owes an answer at night."
    ),
    LEARNING: N_(
        "Fewer people are asked for the same help. It is put aside by itself where it is not "
        "honest, and knows nothing of age, sex, origin or language."
    ),
    NIGHTLY_LIST: N_("Whoever comes in the morning finds proposals that are not a day old."),
    QUIET_HOURS: N_("Nobody is texted or rung at night, except for what cannot wait."),
    CEILING: N_(
        "Whoever gets more reads none of it. What can wait does; several alerts are told as one."
    ),
    **WHY_ALERTS,
    PRICES: N_(
        "A price holds by contract, so none is guessed. Without it, costs and the cap say nothing."
    ),
    COST_CAP: N_("Only the town knows its budget."),
    SILENT_DAYS: N_(
        "Two weeks without a visit, a talk or an answer: somebody should ring, or close the case."
    ),
    SECOND_PERSON: N_(
        "Not every centre has two people for it. Where it has, one proposes and another looks."
    ),
    LINK_DAYS: N_(
        "Decisions come late, and an outcome is told by the same link; then it opens no more."
    ),
    ANSWER_DAYS: N_(
        "Somebody asks after a month. The days of the law begin once an application is handed in."
    ),
    OUTCOME_DAYS: N_(
        "An office that took it on is asked after a month, and again each month, until it has said "
        "what came of it."
    ),
    EMERGENCY_HOURS: N_(
        "Emergency aid, and whoever is in a crisis, cannot wait for days: "
        "somebody rings within these hours."
    ),
    HAND_IN_DAYS: N_(
        "Aid is paid from the day it is handed in. A day agreed with the office goes first."
    ),
    CAPACITY_DAYS: N_(
        "Places fill and empty within weeks. Whoever refers on an older word is asked to ring."
    ),
    f"retention.{KeptFor.CASE_CLOSED}": N_(
        "For objections, audits of public money, and people who come back."
    ),
    f"retention.{KeptFor.REPORT_WITHOUT_CASE}": N_(
        "Long enough to see a second report about the same home."
    ),
    f"retention.{KeptFor.CONSENT_REFUSED}": N_("Until they have been asked again once."),
    f"retention.{KeptFor.REPORTER}": N_("To ask back; then nobody needs to know who told us."),
    f"retention.{KeptFor.HAS_DIED}": N_("For the family's questions and the town's count."),
    f"retention.{KeptFor.MESSAGE}": N_(
        "They are erased in the night after, and of a reply the number too. That something was "
        "said, when, what for and how it went stays. What is still open, or held by law, is left "
        "as it is."
    ),
}
PARTS: Final = {
    "asked_at_once": N_("Asked at once"),
    "answer_within_minutes": N_("Time to answer"),
    "waits_for_morning": N_("The quiet hours do not count"),
    "is_used": N_("Is used"),
    "is_made": N_("Is made each night"),
    "from": N_("Quiet from"),
    "until": N_("Quiet until"),
    "months": N_("Kept for"),
    "days": N_("Old after"),
    "silent_after": N_("Silent after"),
    "days_to_answer": N_("Asked about after"),
    "days_to_decide": N_("Asked what came of it after"),
    "days_to_hand_in": N_("Handed in within"),
    "hours_to_answer": N_("Asked about after"),
    "is_asked": N_("A second person is asked"),
    "days_after_due": N_("Opens after the answer's day for"),
    "most_an_hour": N_("At most in an hour"),
    **ALERT_PARTS,
    "text_part": N_("One part of a text"),
    "call_minute": N_("One begun minute of a call"),
    "a_month": N_("At most in a month"),
}
HINTS: Final = {
    WEEK_DIGEST: N_(
        "Once a week, on the first day that is ticked; with no day it is not sent. It goes to "
        "coordinators and to whoever wishes for it on their own account."
    ),
    QUIET_HOURS: N_("The same hour twice means that there are no quiet hours."),
    PRICES: N_(
        "As the contract says, in the town's own money. HopeCare knows no price by itself: they "
        "differ by country and contract. 0 means that it is not known."
    ),
    COST_CAP: N_(
        "At 80% and at 100% whoever is on duty and the administrators are told. Past it, "
        "notices and broadcasts are held. Check-ins, alerts, requests, sign-in codes and answers "
        "to calls for help always go out. 0 means that there is no cap."
    ),
    "alerts": N_(
        "What is not told at once by day stands in the morning digest only. What is not told at "
        "once in the quiet hours is told when they are over."
    ),
    "retention": N_(
        "The last day is written on a record when the count begins. "
        "Records that have theirs already keep it. "
        "Only papers, reports that became no case, who told us, and the words of texts, calls and "
        "replies are erased by themselves yet."
    ),
}
UNITS: Final = {
    Unit.PEOPLE: N_("people"),
    Unit.MINUTES: N_("minutes"),
    Unit.MONTHS: N_("months"),
    Unit.TIMES: N_("times"),
    Unit.DAYS: N_("days"),
    Unit.HOURS: N_("hours"),
}


def setting_title(setting: TownSetting, reader: Reader) -> str:
    """Say what a setting is called."""
    return reader.say(TITLES[setting.key])


def setting_hint(setting: TownSetting, reader: Reader) -> str | None:
    """Say what one should know before setting it."""
    words = HINTS.get(setting.key) or HINTS.get(setting.policy)
    return reader.say(words) if words else None


def part_label(part: Part, reader: Reader) -> str:
    """Say what one field of a setting is called."""
    return reader.say(PARTS[part.name])


def value_words(
    setting: TownSetting, value: Mapping[str, Any], reader: Reader
) -> list[tuple[str, str]]:
    """Say each part of a value: its name, and what it is."""
    if setting.key == QUIET_HOURS and value.get("from") == value.get("until"):
        return [(setting_title(setting, reader), reader.say(N_("None: it is never quiet")))]
    return [
        (part_label(part, reader), part_words(part, value.get(part.name), reader))
        for part in setting.parts
    ]


def part_words(part: Part, value: object, reader: Reader) -> str:
    """Say one part's value; nothing for nothing."""
    if isinstance(value, bool):
        return reader.say(N_("Yes") if value else N_("No"))
    if part.kind is ValueKind.CLOCK and isinstance(value, str):
        return reader.clock(time.fromisoformat(value))
    if part.kind is ValueKind.MICROS and isinstance(value, int):
        return micros_words(value, reader) if value else reader.say(N_("Not set"))
    return _counted(part.unit, value, reader) if isinstance(value, int) else ""


def _counted(unit: Unit | None, number: int, reader: Reader) -> str:
    say = translator(reader.language)
    said = {
        Unit.PEOPLE: say.ngettext("%(num)s person", "%(num)s people", number),
        Unit.MINUTES: say.ngettext("%(num)s minute", "%(num)s minutes", number),
        Unit.MONTHS: say.ngettext("%(num)s month", "%(num)s months", number),
        Unit.HOURS: say.ngettext("%(num)s hour", "%(num)s hours", number),
        Unit.DAYS: say.ngettext("%(num)s day", "%(num)s days", number),
        Unit.TIMES: say.ngettext("%(num)s time", "%(num)s times", number),
        None: "%(num)s",
    }[unit]
    return said % {"num": reader.count(number)}
