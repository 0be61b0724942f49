"""The sections of a day: which people each shows, in which words, and where one acts on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from blueprints.coordination import today_lines as lines
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.permissions import could_ever
from hopecare.domain.roles import Role
from hopecare.language import N_
from hopecare.queries.fragile import FRAGILE_FIRST
from hopecare.web.first_rows import Cut, first_rows
from hopecare.web.language import current_reader
from hopecare.web.listing import Key
from hopecare.web.listings.alerts import ALERTS
from hopecare.web.listings.applications import APPLICATIONS, FIRST_DAY
from hopecare.web.listings.call_tasks import CALL_TASKS
from hopecare.web.listings.check_ins import CHECK_INS
from hopecare.web.listings.consents import CONSENTS
from hopecare.web.listings.crises import CRISES
from hopecare.web.listings.moved_plans import MOVED_PLANS
from hopecare.web.listings.needs import NEEDS
from hopecare.web.listings.referrals import REFERRALS
from hopecare.web.listings.reports import REPORTS
from hopecare.web.listings.ways import WAYS
from hopecare.web.tones import CRISIS, GOOD, SOON
from models import Application, CallTask

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from blueprints.coordination.today_lines import PersonLine
    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader
    from hopecare.web.listing import Listing

SHOWN: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One kind of waiting: the list it is the beginning of, and its words."""

    name: str
    title: str
    icon: str
    tone: str
    listing: Listing
    query: Mapping[str, str]
    line: Callable[[Row[Any], Reader], PersonLine]
    nobody: str
    """What is good when it is empty."""
    true_without: str | None = None
    """Another section that has to be empty too, or it is not true."""
    order: Sequence[Key] = ()
    in_words: str | None = None
    """Who stands first, where the order is another than the list's own."""
    most_of_one: int = 1
    """How many rows may be of one person, who is named once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A section as one reader sees it now."""

    section: Section
    people: Sequence[PersonLine]
    total: int
    href: str


IN_CRISIS: Final = Section(
    name="crises",
    title=N_("In a crisis, no all-clear yet"),
    icon="exclamation-triangle",
    tone=CRISIS,
    listing=CRISES,
    query={"which": "open"},
    line=lines.of_crisis,
    nobody=N_("Nobody is in a crisis without an all-clear."),
)
ALERTS_UNTAKEN: Final = Section(
    name="alerts",
    title=N_("Alerts nobody has taken"),
    icon="exclamation-triangle",
    tone=CRISIS,
    listing=ALERTS,
    query={"status": "raised"},
    line=lines.of_alert,
    nobody=N_("Every alert is in somebody's hands."),
)
NO_ANSWER: Final = Section(
    name="check-ins",
    title=N_("Not known to be safe"),
    icon="chat-heart",
    tone=CRISIS,
    listing=CHECK_INS,
    query={"not_clear": "yes"},
    line=lines.of_check_in,
    nobody=N_("Nobody's answer is overdue, and nobody is left unasked."),
)
CRISIS_REPORTS: Final = Section(
    name="reports",
    title=N_("Reports of a crisis, not taken up"),
    icon="inbox",
    tone=CRISIS,
    listing=REPORTS,
    query={"urgency": "crisis", "status": "received"},
    line=lines.of_report,
    nobody=N_("No report of a crisis waits to be taken up."),
)
CALLS: Final = Section(
    name="calls",
    title=N_("Calls to make today"),
    icon="telephone-outbound",
    tone=SOON,
    listing=CALL_TASKS,
    query={"today": "yes"},
    line=lines.of_call,
    nobody=N_("Nobody waits for a call today."),
    true_without=NO_ANSWER.name,
    order=(Key(FRAGILE_FIRST), Key(CallTask.due_at), Key(CallTask.id)),  # type: ignore[arg-type]
    in_words=N_(
        "Whoever asks for help or is in a crisis comes first, then whom nobody could ask, "
        "then the oldest we ring; after that by the hour."
    ),
)
OTHER_WAYS: Final = Section(
    name="ways",
    title=N_("Want no more texts: agree on another way"),
    icon="chat-dots",
    tone=SOON,
    listing=WAYS,
    query={},
    line=lines.of_way,
    nobody=N_("Everybody who is asked by text takes texts."),
)
MOVED: Final = Section(
    name="moved-plans",
    title=N_("Asked another way since the network changed: tell them"),
    icon="chat-dots",
    tone=SOON,
    listing=MOVED_PLANS,
    query={},
    line=lines.of_moved,
    nobody=N_("Nobody waits here to be told of another way."),
)
UNTAKEN: Final = Section(
    name="untaken",
    title=N_("Needs nobody has taken"),
    icon="list-check",
    tone=SOON,
    listing=NEEDS,
    query={"which": "untaken"},
    line=lines.of_untaken,
    nobody=N_("Every need has a helper, or neighbours are being asked."),
)
HANDED_BACK: Final = Section(
    name="handed-back",
    title=N_("Handed back, needs a successor"),
    icon="arrow-repeat",
    tone=SOON,
    listing=NEEDS,
    query={"which": "handed_back"},
    line=lines.of_handed_back,
    nobody=N_("No task waits for a successor."),
)
NEW_HELPERS: Final = Section(
    name="new-helpers",
    title=N_("A neighbour said yes: introduce them"),
    icon="person-heart",
    tone=GOOD,
    listing=NEEDS,
    query={"which": "new_helper"},
    line=lines.of_new_helper,
    nobody=N_("No new helper waits to be introduced."),
)
LATE_REFERRALS: Final = Section(
    name="referrals",
    title=N_("Referrals past their answer day"),
    icon="signpost-split",
    tone=SOON,
    listing=REFERRALS,
    query={"which": "late"},
    line=lines.of_referral,
    nobody=N_("No office owes us an answer."),
)
CLOCKS: Final = Section(
    name="clocks",
    title=N_("Applications whose day is near or over"),
    icon="clock-history",
    tone=SOON,
    listing=APPLICATIONS,
    query={"which": "near"},
    line=lines.of_clock,
    nobody=N_("No application's day is near."),
    order=(Key(FIRST_DAY), Key(Application.id)),  # type: ignore[arg-type]
)
BRIDGES: Final = Section(
    name="bridges",
    title=N_("Help that does not last until the decision"),
    icon="people",
    tone=SOON,
    listing=APPLICATIONS,
    query={"which": "bridge_short"},
    line=lines.of_bridge,
    nobody=N_("Whoever waits for a decision has help until then, or needs none."),
)
CONSENTS_END: Final = Section(
    name="consents",
    title=N_("Consents that end"),
    icon="file-earmark-text",
    tone=SOON,
    listing=CONSENTS,
    query={},
    line=lines.of_consent,
    nobody=N_("No consent ends in the next 30 days."),
    most_of_one=len(ConsentPurpose),
)

COORDINATORS_DAY: Final = (
    IN_CRISIS, ALERTS_UNTAKEN, NO_ANSWER, CRISIS_REPORTS, CALLS, OTHER_WAYS, MOVED, UNTAKEN,
    HANDED_BACK, NEW_HELPERS, LATE_REFERRALS, CLOCKS, BRIDGES, CONSENTS_END,
)  # fmt: skip
SOCIAL_WORKERS_DAY: Final = (
    IN_CRISIS, ALERTS_UNTAKEN, CRISIS_REPORTS, LATE_REFERRALS, CLOCKS, CONSENTS_END, NO_ANSWER,
    CALLS, BRIDGES,
    OTHER_WAYS, MOVED, UNTAKEN, HANDED_BACK, NEW_HELPERS,
)  # fmt: skip
"""What only they can do stands before what the coordinators do as well."""


def sections_for(identity: Identity) -> Sequence[Section]:
    """Give the sections somebody may read, in the order of their work."""
    steers_only = Role.SOCIAL_WORKER in identity.roles and Role.COORDINATOR not in identity.roles
    day = SOCIAL_WORKERS_DAY if steers_only else COORDINATORS_DAY
    return [each for each in day if could_ever(identity, each.listing.permission)]


def at_rest(found: Sequence[Waiting]) -> Sequence[Waiting]:
    """Give those whose good word is true beside everything else that waits."""
    waits = {each.section.name for each in found if each.total}
    return [each for each in found if not each.total and each.section.true_without not in waits]


def waiting_in(session: Session, section: Section, identity: Identity) -> Waiting:
    """Read the first people of a section, and how many there are, by one statement."""
    reader = current_reader()
    cut = Cut(limit=SHOWN, order=section.order, most_of_one=section.most_of_one)
    found = first_rows(session, section.listing, identity, section.query, cut=cut)
    return Waiting(
        section=section,
        people=[
            lines.together([section.line(row, reader) for row in group]) for group in found.groups
        ],
        total=found.total,
        href=found.href,
    )
