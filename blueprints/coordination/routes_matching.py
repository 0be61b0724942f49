"""The matching desk: who lacks somebody and why, who is being asked, and lists of proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.coordination.door import blueprint
from hopecare.domain.matching.proposals import ListState
from hopecare.domain.matching.waiting import Waiting
from hopecare.domain.needs import NeedKind
from hopecare.domain.urgency import Urgency
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.match_words import rule_words
from hopecare.queries.areas import districts
from hopecare.queries.check_in_board import day_in
from hopecare.queries.list_standing import Standing, standing_of
from hopecare.queries.match_appeals import count_unsettled
from hopecare.queries.matching_desk import (
    askings_under_way,
    count_unmatched,
    fits,
    most_pressing,
    newest_lists,
)
from hopecare.queries.visibility import refuse_unless
from hopecare.services.ask_for_proposals import ask_for_proposals
from hopecare.services.withdraw_proposals import withdraw_proposals
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.unmatched import UNMATCHED
from hopecare.web.pages import page
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from models import ProposalList

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session


@blueprint.get("/matching")
@permits("offer.make")
def matching() -> ResponseReturnValue:
    """Show who lacks somebody, the most pressing first, and what is under way."""
    identity, reader, now = current_identity(), current_reader(), desk().clock()
    began, _ = day_in(reader.zone, reader.today)
    with reading() as session:
        counted = count_unmatched(session, identity, today=reader.today, today_began=began)
        rows = most_pressing(session, identity, today=reader.today)
        need_ids = [row.Need.id for row in rows]
        told = fits(session, need_ids, town_id=identity.town_id, now=now)
        under_way = askings_under_way(session, identity)
        unsettled = count_unsettled(session, identity)
        lists = newest_lists(session, identity)
        standing = standing_of(session, [each.id for each in lists])
    asked_people = [helper.id for each in under_way.shown for _, helper, _ in each.offers]
    residents = [each.resident.id for each in under_way.shown]
    shown([row.Person.id for row in rows] + residents + asked_people)
    return page(
        "coordination/matching.html",
        counted=counted,
        total=sum(counted.values()),
        unsettled=unsettled,
        rows=rows,
        fits=told,
        under_way=under_way,
        lists=[(each, each.state(now), standing.get(each.id, Standing()).taken) for each in lists],
        rule_words=lambda code: rule_words(code, reader),
        Urgency=Urgency,
        Waiting=Waiting,
        ListState=ListState,
    )


@blueprint.get("/matching/needs")
@permits("case.read")
def unmatched_needs() -> ResponseReturnValue:
    """List every need that lacks somebody."""
    with reading() as session:
        areas = districts(session)
    return show_listing(
        UNMATCHED,
        "coordination/unmatched_needs.html",
        areas=areas,
        Urgency=Urgency,
        Waiting=Waiting,
        NeedKind=NeedKind,
    )


@blueprint.post("/matching/propose")
@permits("offer.make")
def propose_matches() -> ResponseReturnValue:
    """Ask for a list of proposals; its page shows how far it is."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        asked = ask_for_proposals(
            session, town_id=identity.town_id, centre_id=identity.centre_id, by=identity, now=now
        )
        return url_for("coordination.proposal_list", list_id=asked.id)

    return act_once(identity, act)


@blueprint.post("/matching/<uuid:list_id>/withdraw")
@permits("offer.make")
def withdraw_list(list_id: UUID) -> ResponseReturnValue:
    """Withdraw a list that nobody wants."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "offer.make", identity, ProposalList, list_id)
        withdraw_proposals(session, list_id=list_id, now=now)
        return url_for("coordination.matching")

    return act_once(identity, act, said=N_("The list is withdrawn. Nobody was asked by it."))
