"""Two records that may be one person: found, put side by side, merged, kept apart, undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.casework.door import blueprint
from blueprints.casework.merge_words import OBSTACLES, shown_differences, shown_plans
from hopecare.errors import NotFoundError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.report_words import LIKENESSES
from hopecare.queries.duplicates import apart_from_person, find_duplicates, traces_of_person
from hopecare.queries.merge_views import MergeView, may_undo, merge_view
from hopecare.queries.merged import merges_into
from hopecare.queries.people_at_a_glance import names_of
from hopecare.queries.residents import person_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.services.keep_apart import keep_apart
from hopecare.services.merge_residents import MergeWish, merge_residents
from hopecare.services.undo_merge import undo_merge
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.districts import district_choices
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.resident import MergeRequest
from hopecare.web.scopes import reading
from models import Merge, Person

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form

ASIDE = "/residents/<uuid:person_id>/alike/<uuid:other_id>"


@blueprint.get("/residents/<uuid:person_id>/alike")
@permits("resident.merge")
def alike(person_id: UUID) -> ResponseReturnValue:
    """Show who in the town may be the same person, and which records were merged already."""
    identity = current_identity()
    with reading() as session:
        refuse_unless(session, "resident.merge", identity, Person, person_id)
        person = person_by_id(session, person_id)
        traces = traces_of_person(session, person)
        apart = apart_from_person(session, person_id)
        hits = find_duplicates(session, traces, identity=identity, except_id=person_id, apart=apart)
        merges = _merges(session, person_id)
    shown([person_id, *(hit.person.id for hit in hits if hit.person)])
    return page(
        "casework/alike.html", person=person, hits=hits, merges=merges, likenesses=LIKENESSES
    )


def _merges(session: Session, person_id: UUID) -> list[tuple[Merge, str, bool]]:
    """Which records lead here, by name; only the newest may be undone, as each builds on those."""
    merges = merges_into(session, person_id)
    names = names_of(session, [each.merged_id for each in merges])
    can_undo = bool(merges) and may_undo(session, merges[0])
    return [(each, names[each.merged_id], can_undo and each is merges[0]) for each in merges]


@blueprint.get(ASIDE)
@permits("resident.merge")
def compare(person_id: UUID, other_id: UUID) -> ResponseReturnValue:
    """Put two records side by side."""
    view = _view(person_id, other_id)
    # A word that only the other record has is not lost by leaving the form as it is.
    only_theirs = [each for each in view.differs if not view.kept.word(each)]
    plan = next(iter((*view.kept.plans, *view.other.plans)), None)
    values = {"from_other": only_theirs, "plan_id": plan.id if plan else None}
    return _compare_page(view, blank_form(values))


@blueprint.post(ASIDE)
@permits("resident.merge")
def merge_act(person_id: UUID, other_id: UUID) -> ResponseReturnValue:
    """Merge the two; the other record leads to this one from now on."""
    form, identity, now = read_form(MergeRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _compare_page(_view(person_id, other_id), form)
    wish = MergeWish(
        kept_id=person_id,
        other_id=other_id,
        versions=(form.data["version"], form.data["other_version"]),
        from_other=frozenset(form.data["from_other"]),
        plan_id=form.data["plan_id"],
        seen=form.data["seen"],
    )

    def act(session: Session) -> str:
        for each in (person_id, other_id):
            refuse_unless(session, "resident.merge", identity, Person, each)
        merge_residents(session, wish, by=identity, now=now)
        return url_for("casework.resident", person_id=person_id)

    said = N_("Merged: everything of both is on this page.")
    return act_once(identity, act, said=said, alone=True)


@blueprint.post(f"{ASIDE}/apart")
@permits("resident.merge")
def keep_apart_act(person_id: UUID, other_id: UUID) -> ResponseReturnValue:
    """Say that they are two people."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        for each in (person_id, other_id):
            refuse_unless(session, "resident.merge", identity, Person, each)
        keep_apart(session, person_id=person_id, other_id=other_id, by=identity, now=now)
        return url_for("casework.alike", person_id=person_id)

    return act_once(identity, act, said=N_("Written down: two people."))


@blueprint.post("/residents/<uuid:person_id>/merges/<uuid:merge_id>/undo")
@permits("resident.merge")
def undo_merge_act(person_id: UUID, merge_id: UUID) -> ResponseReturnValue:
    """Take a merge back."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "resident.merge", identity, Person, person_id)
        merge = session.get(Merge, merge_id)
        if merge is None or merge.kept_id != person_id:
            raise NotFoundError(kind="merge", merge_id=merge_id)
        undone = undo_merge(session, merge_id=merge_id, by=identity, now=now)
        return url_for("casework.resident", person_id=undone.merged_id)

    return act_once(identity, act, said=N_("Undone: they are two people again."), alone=True)


def _view(person_id: UUID, other_id: UUID) -> MergeView:
    with reading() as session:
        for each in (person_id, other_id):
            refuse_unless(session, "resident.merge", current_identity(), Person, each)
        view = merge_view(session, person_id, other_id, on=current_reader().today)
    shown([person_id, other_id])
    return view


def _compare_page(view: MergeView, form: Form) -> ResponseReturnValue:
    reader = current_reader()
    areas = {str(area_id): name for area_id, name in district_choices()}
    show = page if form.is_valid else again
    return show(
        "casework/compare.html",
        view=view,
        form=form,
        differences=shown_differences(view, reader, areas),
        plans=shown_plans(view, reader) if view.chooses_plan else [],
        obstacles=[reader.say(OBSTACLES[each]) for each in view.obstacles],
        likenesses=LIKENESSES,
    )
