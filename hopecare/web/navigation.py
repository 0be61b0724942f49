"""The menu of each role: data. An entry whose page does not exist is not shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import current_app, request

from hopecare.domain.permissions import could_ever
from hopecare.domain.roles import STAFF, Role
from hopecare.language import N_
from hopecare.web.identity import find_current_identity
from hopecare.web.permits import permission_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hopecare.domain.identity import Identity


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu; its page's own permission decides who sees it."""

    endpoint: str
    label: str
    icon: str

    @property
    def is_here(self) -> bool:
        """Say whether the reader is on this page."""
        return request.endpoint == self.endpoint


TODAY: Final = Entry("coordination.today", N_("Today"), "sun")
DESK: Final = Entry("casework.desk", N_("My desk"), "clipboard-check")
"""Stands for the day's page where somebody steers cases and does not coordinate: one entry more
would not fit."""
STAFF_MENU: Final = (
    TODAY,
    Entry("coordination.triage", N_("Triage"), "inbox"),
    Entry("casework.residents", N_("Residents"), "people"),
    Entry("casework.cases", N_("Cases"), "folder2-open"),
    Entry("casework.needs", N_("What is needed"), "list-check"),
    Entry("coordination.matching", N_("Matching"), "diagram-3"),
    Entry("coordination.check_ins", N_("Check-ins"), "chat-heart"),
    Entry("coordination.alerts", N_("Alerts"), "exclamation-triangle"),
    Entry("coordination.call_tasks", N_("Calls to make"), "telephone-outbound"),
    Entry("coordination.duty", N_("On duty"), "calendar-check"),
    Entry("coordination.volunteers", N_("Volunteers"), "person-heart"),
    Entry("casework.referrals", N_("Referrals"), "signpost-split"),
)
OFFICE_MENU: Final = (
    Entry("casework.gaps", N_("Missed benefits"), "clipboard-check"),
    Entry("casework.screening_turns", N_("Answers that turned"), "arrow-repeat"),
    Entry("coordination.organisations", N_("Offices and services"), "signpost-split"),
    Entry("coordination.messages", N_("Texts and calls"), "chat-dots"),
    Entry("coordination.broadcasts", N_("Messages to many"), "send"),
    Entry("coordination.wordings", N_("Automatic words"), "file-earmark-text"),
    Entry("coordination.areas", N_("Districts"), "geo-alt"),
    Entry("coordination.runs", N_("Long work"), "hourglass-split"),
    Entry("coordination.settings", N_("Settings"), "gear"),
    Entry("accounts.accounts", N_("Accounts"), "key"),
    Entry("accounts.access_log", N_("Who looked at what"), "eye"),
    Entry("handset.shelf", N_("Handset"), "phone"),
)
VOLUNTEER_MENU: Final = (
    Entry("volunteering.home", N_("My page"), "house-heart"),
    Entry("volunteering.offers", N_("Asked of me"), "chat-heart"),
    Entry("volunteering.tasks", N_("My tasks"), "calendar-check"),
    Entry("volunteering.profile", N_("About me"), "person"),
)
FIND: Final = "coordination.find"


@dataclass(frozen=True, slots=True)
class Menu:
    """What the reader may open: every day's pages, and those of the office, folded."""

    daily: list[Entry]
    office: list[Entry]

    @property
    def is_unfolded(self) -> bool:
        """Say whether the office's pages stand open: the reader is there, or has no others."""
        return not self.daily or any(entry.is_here for entry in self.office)


def menu() -> Menu:
    """Give the entries open to the reader."""
    identity = find_current_identity()
    if identity is None:
        return Menu(daily=[], office=[])
    if identity.roles & STAFF:
        daily = [DESK if each is TODAY and steers(identity) else each for each in STAFF_MENU]
        return Menu(daily=_open(daily, identity), office=_open(OFFICE_MENU, identity))
    return Menu(daily=_open(VOLUNTEER_MENU, identity), office=[])


def steers(identity: Identity) -> bool:
    """Say whether somebody's day begins with the cases they steer."""
    return Role.SOCIAL_WORKER in identity.roles and Role.COORDINATOR not in identity.roles


def first_page(identity: Identity) -> str:
    """Name the page on which somebody lands who has signed in."""
    if Role.VOLUNTEER in identity.roles and identity.roles <= {Role.VOLUNTEER, Role.RESIDENT}:
        return "volunteering.home"
    return DESK.endpoint if steers(identity) else TODAY.endpoint


def has_page(endpoint: str) -> bool:
    """Say whether there is such a page."""
    return endpoint in current_app.view_functions


def find_endpoint() -> str | None:
    """Name the page behind the search box, if the reader may use it."""
    identity = find_current_identity()
    return FIND if identity is not None and _is_open(FIND, identity) else None


def own_layout() -> str:
    """Name the layout this reader is used to, for pages that anybody may meet."""
    identity = find_current_identity()
    if identity is None:
        return "layout_public.html"
    if identity.roles & STAFF:
        return "layout.html"
    return "layout_phone.html" if Role.VOLUNTEER in identity.roles else "layout_public.html"


def is_open(endpoint: str) -> bool:
    """Say whether there is such a page, and it may ever be open to the reader."""
    identity = find_current_identity()
    return identity is not None and _is_open(endpoint, identity)


def _open(entries: Iterable[Entry], identity: Identity) -> list[Entry]:
    return [entry for entry in entries if _is_open(entry.endpoint, identity)]


def _is_open(endpoint: str, identity: Identity) -> bool:
    view = current_app.view_functions.get(endpoint)
    permission = None if view is None else permission_of(view)
    return permission is not None and could_ever(identity, permission)
