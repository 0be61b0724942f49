"""What matching teaches: whom to look for, and how evenly askings and tasks are spread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blueprints.coordination.door import blueprint
from blueprints.coordination.load_numbers import numbers_of_load
from hopecare.domain.matching.constraints import Rule
from hopecare.domain.needs import NeedKind
from hopecare.domain.roles import Role
from hopecare.domain.urgency import Urgency
from hopecare.extensions import desk
from hopecare.language.learning_words import learning_words
from hopecare.language.match_words import rule_words
from hopecare.queries.acceptance_models import learning_here
from hopecare.queries.areas import districts
from hopecare.queries.asking_policies import wave_policy
from hopecare.queries.helper_load import LOAD_WITHIN, coverage, loads, names_of
from hopecare.queries.proposals import last_list_for
from hopecare.queries.recruiting import areas_called, findings_of
from hopecare.web.access_log import shown
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.open_places import OPEN_PLACES
from hopecare.web.pages import page
from hopecare.web.permits import permits
from hopecare.web.scopes import reading

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

DAYS: Final = LOAD_WITHIN.days


@blueprint.get("/matching/recruiting")
@permits("case.read")
def recruiting() -> ResponseReturnValue:
    """Show which rule keeps needs open, where, and how many would fit but for it."""
    identity, reader = current_identity(), current_reader()
    with reading() as session:
        last = last_list_for(session, identity)
        findings = findings_of(session, identity, last.id) if last else []
        areas = areas_called(session, findings)
    return page(
        "coordination/recruiting.html",
        last=last,
        findings=findings,
        areas=areas,
        total=sum(each.needs for each in findings),
        rule_words=lambda code: rule_words(code, reader),
    )


@blueprint.get("/matching/recruiting/needs")
@permits("case.read")
def open_places() -> ResponseReturnValue:
    """List the needs that the last proposals left open."""
    with reading() as session:
        areas = districts(session)
    return show_listing(
        OPEN_PLACES, "coordination/open_places.html", areas=areas, Rule=Rule, NeedKind=NeedKind
    )


@blueprint.get("/matching/load")
@permits("volunteer.read")
def helper_load() -> ResponseReturnValue:
    """Show who was asked how often, who took on what, and which district lacks helpers."""
    identity, now = current_identity(), desk().clock()
    with reading() as session:
        found = numbers_of_load(loads(session, identity, since=now - LOAD_WITHIN))
        people = names_of(session, found.named)
        covered = coverage(session, identity, today=current_reader().today)
        learning = learning_here(session, identity.town_id, now=now)
    shown(people)
    policy = wave_policy(Urgency.ORDINARY)
    return page(
        "coordination/helper_load.html",
        policy=policy,
        telling=[each for each in covered if each.needs >= policy.rules.unserved_least],
        days=DAYS,
        of_centre=Role.ADMINISTRATOR not in identity.roles,
        load=found,
        people=people,
        covered=covered,
        learned=learning_words(learning, current_reader()),
    )
