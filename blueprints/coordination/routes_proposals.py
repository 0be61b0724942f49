"""A list of proposals: its pairs with reasons and a map; asked all at once, or those ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from flask import request, url_for

from blueprints.coordination.door import blueprint
from blueprints.coordination.proposal_views import reasons_for
from hopecare.domain.matching.caps import Cap
from hopecare.domain.matching.constraints import Rule
from hopecare.domain.matching.proposals import ListState
from hopecare.domain.matching.score import Term
from hopecare.errors import DayHasPassedError, NoConsentError, StaleVersionError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.cap_words import WAITING_SENTENCES
from hopecare.language.match_words import bound_words
from hopecare.queries.asked_already import asked_already
from hopecare.queries.list_standing import Standing, had_one_before, standing_of
from hopecare.queries.proposal_pages import (
    PAGE,
    count_open_places,
    map_of,
    needs_that_wait,
    page_of,
)
from hopecare.queries.proposals import list_by_id
from hopecare.queries.runs import run_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.services.confirm_proposals import confirm_proposals
from hopecare.web import pages
from hopecare.web.access_log import shown
from hopecare.web.acts import form_hash, operation_key, run_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.proposals import ConfirmProposalsRequest, Which
from hopecare.web.scopes import reading
from models import Need, ProposalList

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.queries.proposal_pages import Proposed
    from hopecare.web.forms import Form
    from models import Area

CHANGED: Final = N_(
    "Somebody changed the list since you looked. Nothing more was asked: look again."
)
AT_ONCE: Final = 200
"""Needs that are asked by one press: each is a transaction of its own."""
WHY_NOT: Final = {
    "invalid_input": N_("Somebody who was proposed may not be asked any more"),
    "move_not_allowed": N_("The need has its helper by now, or has ended"),
    Cap.CLASHES.value: N_("Somebody who was proposed has promised to be elsewhere then"),
    Cap.NO_WAY.value: N_("No words of ours reach somebody who was proposed"),
    DayHasPassedError.reason: N_("The day of this help has passed"),
    Rule.SET_ASIDE.value: N_("Staff said meanwhile that the two do not suit each other"),
    NoConsentError.reason: N_("The resident does not agree to neighbours any more"),
}
"""Why nobody could be asked, by the code that is kept."""


@blueprint.get("/matching/<uuid:list_id>")
@permits("offer.make")
def proposal_list(list_id: UUID) -> ResponseReturnValue:
    """Show who is proposed for whom and why, or how far the making of it is."""
    return _list_page(list_id, None)


@blueprint.post("/matching/<uuid:list_id>/confirm")
@permits("offer.make")
def confirm_list(list_id: UUID) -> ResponseReturnValue:
    """Ask the volunteers of the ticked needs, or of all; each need by itself, whole or not."""
    form, identity = read_form(ConfirmProposalsRequest), current_identity()
    is_all = form.data.get("which") is Which.ALL
    if form.is_valid and not is_all and not form.data["need_ids"]:
        form.refuse("need_ids", "choose_one")
    if not form.is_valid:
        return _list_page(list_id, form)
    wanted = _every_need(list_id) if is_all else list(dict.fromkeys(form.data["need_ids"]))
    came: list[dict[str, Any]] = []
    version, key = form.data["version"], operation_key()
    try:
        for need_id in wanted[:AT_ONCE]:
            came.append(_confirm(identity, list_id, need_id, version, key))  # noqa: PERF401  kept
    except StaleVersionError:
        pages.said(CHANGED, tone="soon")
    _say(came)
    return pages.go(url_for("coordination.proposal_list", list_id=list_id))


def _every_need(list_id: UUID) -> list[UUID]:
    """Every need of the list that waits, but for those that neighbours are being asked for."""
    identity = current_identity()
    with reading() as session:
        refuse_unless(session, "offer.make", identity, ProposalList, list_id)
        waiting = needs_that_wait(session, identity, list_id)
        asked = asked_already(session, waiting, now=desk().clock())
    return [need_id for need_id in waiting if need_id not in asked]


def _confirm(
    identity: Identity, list_id: UUID, need_id: UUID, version: int, key: str
) -> dict[str, Any]:
    """One need in a transaction of its own; pressed again, the first outcome is given."""
    now = desk().clock()

    def act(session: Session) -> dict[str, Any]:
        refuse_unless(session, "offer.make", identity, ProposalList, list_id)
        refuse_unless(session, "offer.make", identity, Need, need_id)
        came = confirm_proposals(
            session, list_id=list_id, need_id=need_id, version=version, by=identity, now=now
        )
        return {"asked": came.asked, "why_not": came.why_not, "waiting": came.waiting}

    return run_once(identity, key=f"{key}:{need_id}", content=form_hash(), act=act)


def _say(came: Sequence[dict[str, Any]]) -> None:
    """Tell how many were asked, and that some could not be."""
    asked = sum(each["asked"] for each in came)
    gone = sum(each["why_not"] is not None for each in came)
    # An outcome that was kept before anybody could wait does not say how many do.
    waiting = sum(each.get("waiting", 0) for each in came)
    count = current_reader().count
    if asked:
        pages.said(N_("Volunteers asked: %(number)s."), number=count(asked))
    if waiting:
        pages.said(
            N_("Volunteers who are left in peace for now and stay on the list: %(number)s."),
            tone="soon",
            number=count(waiting),
        )
    if gone:
        pages.said(
            N_("Needs for which nobody was asked, because something changed: %(number)s."),
            tone="soon",
            number=count(gone),
        )


def _district_name(area: Area) -> str:
    return area.name if current_reader().language == "ko" else area.name_en


def _list_page(list_id: UUID, form: Form | None) -> ResponseReturnValue:
    identity, reader, now = current_identity(), current_reader(), desk().clock()
    with reading() as session:
        refuse_unless(session, "offer.make", identity, ProposalList, list_id)
        made = list_by_id(session, list_id)
        run = run_by_id(session, made.run_id)
        found = page_of(session, identity, list_id, after=_after())
        left_open = count_open_places(session, identity, list_id)
        asked = asked_already(session, [each.need.id for each in found[:PAGE]], now=now)
        stands = standing_of(session, [list_id]).get(list_id, Standing())
        is_not_first = had_one_before(session, made)
        sheet = map_of(session, made, found[:PAGE], called=_district_name, now=now)
    shown(person.id for each in found[:PAGE] for person in (each.resident, each.helper))
    state = made.state(now)
    show = page if form is None else again
    return show(
        "coordination/proposal_list.html",
        form=form or _ticked(each for each in found[:PAGE] if each.need.id not in asked),
        asked=asked,
        made=made,
        run=run,
        state=state,
        is_draft=state is ListState.DRAFT,
        is_making=state is ListState.MAKING,
        rows=found[:PAGE],
        following=found[PAGE - 1].proposal.id if len(found) > PAGE else None,
        is_first=_after() is None,
        left_open=left_open,
        stands=stands,
        is_not_first=is_not_first,
        sheet=sheet,
        bound=bound_words(made.cost, made.lower_bound, reader),
        reasons=lambda each: [
            reason for reason in reasons_for(each, reader) if reason.term is not Term.PLACE_FILLED
        ],
        why_not=WHY_NOT,
        waits=WAITING_SENTENCES,
    )


def _ticked(rows: Iterable[Proposed]) -> Form:
    """The form as it begins: whoever waits, and is not asked for already, is ticked."""
    return blank_form({"need_ids": [each.need.id for each in rows if each.waits]})


def _after() -> UUID | None:
    try:
        return UUID(request.args.get("after", ""))
    except ValueError:
        return None
