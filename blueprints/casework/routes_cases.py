"""One case with everything in it: opening, passing on, aid, worries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.casework.aid_words import aid_values
from blueprints.casework.application_words import next_step_said
from blueprints.casework.asking_words import asking_facts, asking_line
from blueprints.casework.case_sections import people_of, sections_of
from blueprints.casework.case_words import case_entries, names_of_what, next_step
from blueprints.casework.door import blueprint
from blueprints.casework.ways import way_of
from hopecare.domain.branching import Branch
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.needs import NeedKind
from hopecare.domain.urgency import Urgency
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.cap_words import cap_lines
from hopecare.queries.applications import applications_of_case
from hopecare.queries.case_pages import case_view
from hopecare.queries.cases import find_live_case
from hopecare.queries.closing_proposals import find_live_closing
from hopecare.queries.referrals import referrals_of_case
from hopecare.queries.reports import find_last_report
from hopecare.queries.residents import person_by_id
from hopecare.queries.standing_answers import find_standing
from hopecare.queries.visibility import refuse_unless
from hopecare.services.open_case import CasePlan, open_case
from hopecare.services.reopen_case import reopen_case
from hopecare.services.settle_worry import settle_worry
from hopecare.standing_consents import agrees_to
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listings.applications import programme_said
from hopecare.web.pages import again, go, page
from hopecare.web.permits import permits
from hopecare.web.requests.open_case import OpenCaseRequest, wishes_from
from hopecare.web.scopes import reading
from hopecare.web.timeline_pages import group_asked, pages_around, parts_to_choose, place_asked
from models import Case, Person, Worry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session


@blueprint.get("/cases/<uuid:case_id>")
@permits("case.read")
def case(case_id: UUID) -> ResponseReturnValue:
    """Show one case: needs, helpers, offers, visits, referrals and one timeline."""
    with reading() as session:
        refuse_unless(session, "case.read", current_identity(), Case, case_id)
        view = case_view(session, case_id, before=place_asked(), group=group_asked())
        referrals = referrals_of_case(session, case_id)
        aid, others_there = aid_values(session, view)
        applied = applications_of_case(session, case_id)
        people = people_of(session, view, referrals)
        sections = sections_of(session, view)
        proposed = find_live_closing(session, case_id)
    shown([*view.person_ids, *people.person_ids, *others_there])
    reader = current_reader()
    return page(
        "casework/case.html",
        view=view,
        case=view.case,
        referrals=referrals,
        applications=[
            (each, programme_said(each.application, reader), next_step_said(each, reader))
            for each in applied
        ],
        entries=case_entries(
            view,
            reader,
            named=names_of_what(referrals, [each.application for each in applied], reader),
        ),
        pages=pages_around(view.entries.older),
        proposed=proposed,
        next_step=next_step,
        asking_line=asking_line,
        asking_facts=asking_facts,
        cap_lines=cap_lines,
        timeline_parts=parts_to_choose(reader),
        people=people,
        **sections,
        **aid,
    )


@blueprint.route("/residents/<uuid:person_id>/open-case", methods=["GET"])
@permits("case.open")
def open_case_form(person_id: UUID) -> ResponseReturnValue:
    """Show the form that opens a case; lead to the one that is open already."""
    with reading() as session:
        refuse_unless(session, "case.open", current_identity(), Person, person_id)
        standing = find_live_case(session, person_id)
        if standing is not None:
            return go(url_for("casework.case", case_id=standing.id))
        values = _open_values(session, person_id)
        last = find_last_report(session, person_id, identity=current_identity())
        assessed = find_standing(session, person_id, current_reader().today)
        way = way_of(session, assessed) if assessed else None
    shown([person_id])
    is_crisis = way is not None and way.branch is Branch.CRISIS
    reported = last.urgency if last else Urgency.ORDINARY
    form = blank_form({"urgency": Urgency.CRISIS if is_crisis else reported})
    return page("casework/open_case.html", form=form, **values)


@blueprint.post("/residents/<uuid:person_id>/open-case")
@permits("case.open")
def open_case_act(person_id: UUID) -> ResponseReturnValue:
    """Open the case with the kinds of help that were ticked."""
    form, identity = read_form(OpenCaseRequest), current_identity()
    if not form.is_valid:
        with reading() as session:
            refuse_unless(session, "case.open", identity, Person, person_id)
            values = _open_values(session, person_id)
        return again("casework/open_case.html", form=form, **values)
    now, today = desk().clock(), current_reader().today

    def act(session: Session) -> str:
        refuse_unless(session, "case.open", identity, Person, person_id)
        told = find_last_report(session, person_id, identity=identity)
        plan = CasePlan(
            urgency=form.data["urgency"],
            report_id=told.id if told else None,
            needs=wishes_from(form.data, today=today),
            review_on=form.data["review_on"],
            words=form.data["words"],
        )
        opened = open_case(session, resident_id=person_id, plan=plan, by=identity, now=now)
        return url_for("casework.case", case_id=opened.id)

    return act_once(identity, act, said=N_("The case is open."), form=form)


def _open_values(session: Session, person_id: UUID) -> Mapping[str, object]:
    """What the form says about the resident and what they agreed to."""
    agreed = agrees_to(session, person_id, current_reader().today)
    return {
        "resident": person_by_id(session, person_id),
        "may_keep": ConsentPurpose.KEEP_RECORD in agreed,
        "may_be_helped": ConsentPurpose.PEER_HELP in agreed,
        "NeedKind": NeedKind,
        "Urgency": Urgency,
    }


@blueprint.post("/cases/<uuid:case_id>/reopen")
@permits("case.reopen")
def reopen(case_id: UUID) -> ResponseReturnValue:
    """Open a closed case again."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "case.reopen", identity, Case, case_id)
        reopen_case(session, case_id=case_id, by=identity, now=now)
        return url_for("casework.case", case_id=case_id)

    return act_once(identity, act, said=N_("The case is open again."))


@blueprint.post("/worries/<uuid:worry_id>/settle")
@permits("worry.settle")
def settle(worry_id: UUID) -> ResponseReturnValue:
    """Say that somebody has looked at a worry."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "worry.settle", identity, Worry, worry_id)
        worry = settle_worry(session, worry_id=worry_id, by=identity, now=now)
        return url_for("casework.case", case_id=worry.case_id)

    return act_once(identity, act, said=N_("It is written down."))
