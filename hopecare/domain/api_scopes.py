"""What a token of another system may be used for: every scope, and the page's permission behind it.

A scope never opens more than its account may do: it is a permission with the same alternatives as
the page's, and each row is asked by the page's own permission as well.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

API_SCOPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "api.aid.read": "aid.read",
        "api.aid.write": "aid.give",
        "api.alerts.read": "alert.read",
        "api.alerts.write": "alert.resolve",
        "api.applications.read": "application.read",
        "api.applications.write": "application.change",
        "api.askings.write": "offer.make",
        "api.call_tasks.read": "call_task.read",
        "api.call_tasks.write": "call_task.end",
        "api.calls.write": "call.log",
        "api.cases.open": "case.open",
        "api.cases.read": "case.read",
        "api.cases.write": "case.change",
        "api.check_ins.read": "check_in.read",
        "api.check_ins.write": "check_in.answer",
        "api.closings.read": "closing.read",
        "api.closings.write": "case.close",
        "api.consents.read": "consent.read",
        "api.consents.write": "consent.record",
        "api.crises.read": "crisis.read",
        "api.crises.write": "crisis.change",
        "api.desk.read": "case.read",
        "api.eligibility.ask": "assessment.read",
        "api.events.read": "timeline.read",
        "api.gaps.read": "assessment.read",
        "api.goals.read": "case.read",
        "api.goals.write": "goal.write",
        "api.messages.read": "message.read",
        "api.needs.read": "case.read",
        "api.needs.write": "need.change",
        "api.offers.read": "offer.read",
        "api.offers.write": "offer.answer",
        "api.organisations.read": "organisation.read",
        "api.other_helps.read": "aid.read",
        "api.other_helps.write": "other_help.note",
        "api.overrides.read": "referral.read",
        "api.packs.read": "pack.read",
        "api.referrals.make": "referral.make",
        "api.referrals.print": "referral.print",
        "api.referrals.read": "referral.read",
        "api.referrals.write": "referral.record",
        "api.reports.read": "report.read",
        "api.reports.write": "report.change",
        "api.residents.read": "resident.read",
        "api.residents.write": "resident.open",
        "api.services.read": "organisation.read",
        "api.services.write": "organisation.note_capacity",
        "api.tasks.read": "task.read",
        "api.tasks.write": "task.stop",
        "api.transfers.read": "transfer.read",
        "api.timeline.read": "timeline.read",
        "api.visits.read": "visit.read",
        "api.visits.write": "visit.log",
        "api.volunteers.read": "volunteer.read",
        "api.webhooks.read": "webhook.read",
        "api.webhooks.write": "webhook.change",
        "api.worries.write": "worry.settle",
    }
)
