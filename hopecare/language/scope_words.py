"""What each scope of a token lets another system do, in words for whoever gives it. Data."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.language import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hopecare.language.reader import Reader

SCOPE_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "api.aid.read": N_("Read what was given"),
        "api.aid.write": N_("Record what was given"),
        "api.alerts.read": N_("Read alerts"),
        "api.alerts.write": N_("Take and end alerts"),
        "api.applications.read": N_("Read applications"),
        "api.applications.write": N_("Record what becomes of applications"),
        "api.askings.write": N_("Ask volunteers"),
        "api.call_tasks.read": N_("Read the calls to make"),
        "api.call_tasks.write": N_("Record what came of a call"),
        "api.calls.write": N_("Record calls in passing"),
        "api.cases.open": N_("Begin cases"),
        "api.cases.read": N_("Read cases"),
        "api.cases.write": N_("Change and close cases"),
        "api.check_ins.read": N_("Read check-ins"),
        "api.check_ins.write": N_("Record answers to check-ins, and change plans"),
        "api.closings.read": N_("Read which cases are to be closed"),
        "api.closings.write": N_("Propose to close cases, and decide on it"),
        "api.consents.read": N_("Read consents"),
        "api.consents.write": N_("Record consents"),
        "api.crises.read": N_("Read crises"),
        "api.crises.write": N_("Open crises and record what came of them"),
        "api.eligibility.ask": N_("Ask what the rules say"),
        "api.events.read": N_("Read what happened, as events"),
        "api.goals.read": N_("Read the goals of a plan"),
        "api.goals.write": N_("Set and end the goals of a plan"),
        "api.messages.read": N_("Read what became of messages"),
        "api.needs.read": N_("Read what is needed"),
        "api.needs.write": N_("Add and change what is needed"),
        "api.offers.read": N_("Read who was asked"),
        "api.offers.write": N_("Record answers of volunteers"),
        "api.organisations.read": N_("Read agencies and groups"),
        "api.other_helps.read": N_("Read what other bodies bring"),
        "api.desk.read": N_("Read what is due next in each case"),
        "api.gaps.read": N_("Read benefits that are missed"),
        "api.overrides.read": N_("Read what was shared without a yes"),
        "api.packs.read": N_("Read which evidence packs were made"),
        "api.other_helps.write": N_("Record what other bodies bring"),
        "api.referrals.make": N_("Refer to an agency"),
        "api.referrals.print": N_("Read what was sent to an agency"),
        "api.referrals.read": N_("Read referrals"),
        "api.referrals.write": N_("Record answers and outcomes of referrals"),
        "api.reports.read": N_("Read reports"),
        "api.reports.write": N_("Take up reports or put them aside"),
        "api.residents.read": N_("Read residents"),
        "api.residents.write": N_("Record new residents"),
        "api.services.read": N_("Read the directory of services"),
        "api.services.write": N_("Record the free places of a service, or that it has ended"),
        "api.tasks.read": N_("Read who helps whom"),
        "api.tasks.write": N_("End tasks and record missed days"),
        "api.transfers.read": N_("Read which cases are offered to a colleague"),
        "api.timeline.read": N_("Read the timeline of a case"),
        "api.visits.read": N_("Read visits"),
        "api.visits.write": N_("Record visits"),
        "api.volunteers.read": N_("Read volunteers"),
        "api.webhooks.read": N_("Read which systems are told of events"),
        "api.webhooks.write": N_("Change which systems are told of events"),
        "api.worries.write": N_("Settle worries"),
    }
)


def scope_choices(reader: Reader) -> list[tuple[str, str, str]]:
    """Give every scope: the code, what it lets do, and the code again to be read beside it."""
    return [(code, reader.say(words), code) for code, words in SCOPE_WORDS.items()]


def say_scopes(scopes: Iterable[str], reader: Reader) -> str:
    """Say what these scopes let do, in the order of the form; one that is gone by its code."""
    named = set(scopes)
    known = [reader.say(words) for code, words in SCOPE_WORDS.items() if code in named]
    return ", ".join([*known, *sorted(named - SCOPE_WORDS.keys())])
