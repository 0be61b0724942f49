"""Who may do and see what: one table of alternatives, each a few small predicates.

A permission is granted when every predicate of at least one alternative holds. The same table is
turned into list filters by `hopecare.queries.visibility`; a test proves the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.api_scopes import API_SCOPES
from hopecare.domain.predicates import (
    NOWHERE,
    ROLE_PREDICATES,
    Alternative,
    Subject,
    in_centre,
    in_own_centre,
    in_town,
    is_active_helper,
    is_administrator,
    is_asked,
    is_coordinator,
    is_helper,
    is_self,
    is_social_worker,
    is_staff,
    is_told,
    is_volunteer,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.domain.identity import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """The answer, with the predicates that carried it, or those that failed in each alternative."""

    allowed: bool
    held: tuple[str, ...] = ()
    missing: tuple[tuple[str, ...], ...] = ()


PUBLIC: Final[tuple[Alternative, ...]] = ((),)
"""Anybody, signed in or not."""
SIGNED_IN: Final[tuple[Alternative, ...]] = ((is_volunteer,), (is_staff,))
"""Anybody with a sign-in, for pages that look at no row."""
_COORDINATORS: Final[Alternative] = (in_town, is_coordinator, in_centre)
_SOCIAL_WORKERS: Final[Alternative] = (in_town, is_social_worker, in_centre)
_ADMINISTRATORS: Final[Alternative] = (in_town, is_administrator)
CASE_STAFF: Final[tuple[Alternative, ...]] = (_COORDINATORS, _SOCIAL_WORKERS, _ADMINISTRATORS)
"""Those of the centre who care for the case, and the administrators of the town."""
DESK: Final[tuple[Alternative, ...]] = (_COORDINATORS, _ADMINISTRATORS)
WHOLE_TOWN: Final[tuple[Alternative, ...]] = ((in_town, is_staff),)
"""Staff of every centre: for what is searched town-wide, such as duplicates and areas."""
ADMINISTRATION: Final[tuple[Alternative, ...]] = (_ADMINISTRATORS,)
TOLD_STAFF: Final[tuple[Alternative, ...]] = (
    *CASE_STAFF,
    (in_town, is_staff, is_told),
    (in_town, is_staff, is_helper),
)
"""Those of the centre, and who of another was told of an alert or took it up: of that alone."""
OWN_TASK: Final[tuple[Alternative, ...]] = ((in_town, is_volunteer, is_active_helper),)

_PAGES: Final[Mapping[str, tuple[Alternative, ...]]] = MappingProxyType(
    {
        # Public doors.
        "report.make": PUBLIC,
        "report.follow": PUBLIC,
        "account.sign_in": PUBLIC,
        "referral.answer": PUBLIC,
        "link.open": PUBLIC,
        "link.answer": PUBLIC,
        "webhook.receive": PUBLIC,
        "page.read": PUBLIC,
        "calendar.feed": PUBLIC,
        "handset.use": PUBLIC,
        # Anybody's own.
        "account.read_own": SIGNED_IN,
        "account.change_own": SIGNED_IN,
        "account.sign_out": SIGNED_IN,
        "volunteer.read_own": ((in_town, is_volunteer, is_self),),
        "volunteer.change_own": ((in_town, is_volunteer, is_self),),
        # Reports and triage.
        "report.read": CASE_STAFF,
        "report.take": CASE_STAFF,
        "report.change": CASE_STAFF,
        "report.join": CASE_STAFF,
        "report.close": CASE_STAFF,
        "report.read_reporter": DESK,
        # Residents and what they agreed to.
        "resident.find": WHOLE_TOWN,
        "resident.open": CASE_STAFF,
        "resident.read": CASE_STAFF,
        "resident.change": CASE_STAFF,
        "resident.export": CASE_STAFF,
        "resident.record_death": CASE_STAFF,
        "resident.merge": CASE_STAFF,
        "consent.read": CASE_STAFF,
        "consent.record": CASE_STAFF,
        "timeline.read": CASE_STAFF,
        "paper.read": CASE_STAFF,
        "paper.add": CASE_STAFF,
        "paper.remove": CASE_STAFF,
        # Assessment, case, needs.
        "assessment.make": ((in_town, is_social_worker, in_centre), _ADMINISTRATORS),
        "assessment.read": CASE_STAFF,
        "assessment.print": CASE_STAFF,
        "case.open": CASE_STAFF,
        "case.read": CASE_STAFF,
        "case.change": CASE_STAFF,
        "case.close": CASE_STAFF,
        "case.assign": DESK,
        # Whoever is asked, of another centre as well.
        "transfer.read": (*CASE_STAFF, (in_town, is_staff, is_asked)),
        # Whoever was asked: the verb refuses everybody else.
        "transfer.answer": (*CASE_STAFF, (in_town, is_staff, is_asked)),
        "closing.read": CASE_STAFF,
        # Somebody else than who proposed it: the verb refuses their own.
        "closing.decide": CASE_STAFF,
        "case.reopen": CASE_STAFF,
        "case.export": CASE_STAFF,
        "need.add": CASE_STAFF,
        "need.change": CASE_STAFF,
        "need.end": CASE_STAFF,
        "goal.write": CASE_STAFF,
        "aid.give": CASE_STAFF,
        # Applications and crises in a case.
        "application.read": CASE_STAFF,
        "application.change": CASE_STAFF,
        "application.print": CASE_STAFF,
        "crisis.read": CASE_STAFF,
        "crisis.open": CASE_STAFF,
        "crisis.change": CASE_STAFF,
        "aid.read": CASE_STAFF,
        "other_help.note": CASE_STAFF,
        # What leaves for a case conference.
        "pack.make": CASE_STAFF,
        "pack.read": CASE_STAFF,
        "pack.check": WHOLE_TOWN,
        # Offers, tasks, visits.
        # Whole rows, with metres from which three who compare find a home: never for the asked.
        "offer.read": CASE_STAFF,
        "offer.make": CASE_STAFF,
        "offer.answer": (*CASE_STAFF, (in_town, is_volunteer, is_asked)),
        "offer.export": CASE_STAFF,
        "task.read": (*CASE_STAFF, *OWN_TASK),
        "task.read_past": (*CASE_STAFF, (in_town, is_volunteer, is_helper)),
        "task.hand_back": (*CASE_STAFF, *OWN_TASK),
        "task.stop": CASE_STAFF,
        "visit.log": (*CASE_STAFF, *OWN_TASK),
        "visit.read": (*CASE_STAFF, (in_town, is_volunteer, is_helper)),
        "worry.raise": (*CASE_STAFF, *OWN_TASK),
        "worry.read": CASE_STAFF,
        "worry.settle": CASE_STAFF,
        # Staying in touch.
        "check_in.plan": CASE_STAFF,
        "check_in.read": CASE_STAFF,
        "check_in.change": CASE_STAFF,
        "check_in.answer": CASE_STAFF,
        "check_in.clear": CASE_STAFF,
        "check_in.export": CASE_STAFF,
        "alert.read": TOLD_STAFF,
        "alert.acknowledge": TOLD_STAFF,
        "alert.resolve": TOLD_STAFF,
        "call.log": CASE_STAFF,
        "call.read": CASE_STAFF,
        "call_task.read": CASE_STAFF,
        "call_task.end": CASE_STAFF,
        "knock.answer": (*CASE_STAFF, *OWN_TASK),
        "message.read": CASE_STAFF,
        "message.export": CASE_STAFF,
        "message.stop": DESK,
        "broadcast.read": DESK,
        "broadcast.send": ((in_town, is_coordinator, in_own_centre), _ADMINISTRATORS),
        "wording.read": DESK,
        "wording.see": DESK,
        "reply.read": CASE_STAFF,
        "reply.settle": CASE_STAFF,
        "duty.read": WHOLE_TOWN,
        "duty.set": DESK,
        # Of the town: whoever works for one centre reads it.
        "holiday.set": ((in_town, is_coordinator, in_own_centre), _ADMINISTRATORS),
        # Formal services.
        "referral.make": CASE_STAFF,
        "referral.read": CASE_STAFF,
        "referral.print": CASE_STAFF,
        "referral.record": CASE_STAFF,
        "referral.withdraw": CASE_STAFF,
        "referral.object": CASE_STAFF,
        "referral.link": CASE_STAFF,
        # Without a yes: by the judgement of whoever steers the case, and listed.
        "referral.override": (_SOCIAL_WORKERS, _ADMINISTRATORS),
        "referral.export": CASE_STAFF,
        "organisation.read": WHOLE_TOWN,
        "organisation.change": DESK,
        "organisation.note_capacity": WHOLE_TOWN,
        # Volunteers.
        "volunteer.find": CASE_STAFF,
        "volunteer.read": CASE_STAFF,
        "volunteer.add": DESK,
        "volunteer.change": DESK,
        "volunteer.suspend": DESK,
        "volunteer.export": DESK,
        # The town.
        "area.read": WHOLE_TOWN,
        "area.change": ADMINISTRATION,
        "area.export": WHOLE_TOWN,
        "centre.read": WHOLE_TOWN,
        "dashboard.read": WHOLE_TOWN,
        "run.read": WHOLE_TOWN,
        "import.start": DESK,
        "account.read": ADMINISTRATION,
        "account.add": ADMINISTRATION,
        "account.change": ADMINISTRATION,
        "setting.read": ADMINISTRATION,
        "setting.change": ADMINISTRATION,
        "access_log.read": ADMINISTRATION,
        # The machine's door; a token's scopes are added below, each as its page's permission.
        "api.describe": PUBLIC,
        "webhook.read": ADMINISTRATION,
        "webhook.change": ADMINISTRATION,
        "api.token.read": ADMINISTRATION,
        "api.token.make": ADMINISTRATION,
    }
)
PERMISSIONS: Final[Mapping[str, tuple[Alternative, ...]]] = MappingProxyType(
    {**_PAGES, **{scope: _PAGES[page] for scope, page in API_SCOPES.items()}}
)


def is_public(permission: str) -> bool:
    """Whether nobody needs to be signed in."""
    return PERMISSIONS[permission] is PUBLIC


def may(identity: Identity | None, permission: str, subject: Subject = NOWHERE) -> Permit:
    """Decide whether this person may do this to this row, and say what carried or failed it."""
    alternatives = PERMISSIONS[permission]
    if is_public(permission):
        return Permit(allowed=True)
    if identity is None:
        return Permit(allowed=False, missing=(("is_signed_in",),))
    failures = []
    for alternative in alternatives:
        failed = tuple(p.__name__ for p in alternative if not p(identity, subject))
        if not failed:
            return Permit(allowed=True, held=tuple(p.__name__ for p in alternative))
        failures.append(failed)
    return Permit(allowed=False, missing=tuple(failures))


def could_ever(identity: Identity | None, permission: str) -> bool:
    """Whether some row might be open to this person: for menus, and before a row is read."""
    if is_public(permission):
        return True
    if identity is None:
        return False
    return any(
        all(p(identity, NOWHERE) for p in alternative if p in ROLE_PREDICATES)
        for alternative in PERMISSIONS[permission]
    )
