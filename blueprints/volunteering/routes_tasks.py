"""What a volunteer took on: address and telephone while it runs, visits, worries, handing back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

from blueprints.volunteering.door import blueprint
from blueprints.volunteering.own import own_profile
from hopecare.domain.aid import NoteMark
from hopecare.domain.care_path import TaskStatus
from hopecare.domain.offers import DeclineReason, TaskEnd, VisitResult
from hopecare.errors import NotPermittedError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.coming_after_all import coming_after_all
from hopecare.queries.own_pages import task_view, tasks_of_helper
from hopecare.queries.own_weekly import weekly_view
from hopecare.queries.tasks import count_visits, task_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.services.finish_task import finish_task
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.log_visit import log_visit
from hopecare.services.raise_worry import raise_worry
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.clash_words import clashes_in_words
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page, said
from hopecare.web.permits import permits
from hopecare.web.requests.hand_back_task import HandBackTaskRequest
from hopecare.web.requests.log_visit import LogVisitRequest, visit_from
from hopecare.web.requests.raise_worry import RaiseWorryRequest
from hopecare.web.scopes import reading
from models import Task

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form


@blueprint.get("/tasks")
@permits("volunteer.read_own")
def tasks() -> ResponseReturnValue:
    """Show what I took on."""
    with reading() as session:
        own_profile(session, "volunteer.read_own")
        cards = tasks_of_helper(session, current_identity().person_id)
    shown(card.resident_id for card in cards)
    return page("volunteering/tasks.html", cards=cards)


@blueprint.get("/tasks/<uuid:task_id>")
@permits("task.read")
def task(task_id: UUID) -> ResponseReturnValue:
    """Show one task with address, telephone and door notes while it runs; thanks afterwards."""
    identity = current_identity()
    with reading() as session:
        found = task_by_id(session, task_id)
        if found.status is TaskStatus.ENDED:
            return _ended_page(session, found)
        _refuse_others(found)
        refuse_unless(session, "task.read", identity, Task, task_id)
        view = task_view(session, found, now=desk().clock())
        weekly = weekly_view(session, found, today=current_reader().today)
        back = coming_after_all(session, weekly.missed, now=desk().clock())
    shown([view.resident.id])
    if not view.may_show:
        return page("volunteering/task_on_hold.html", view=view)
    is_new = request.args.get("new") == "yes"
    after_all = clashes_in_words(back, current_reader())
    return page(
        "volunteering/task.html", view=view, weekly=weekly, is_new=is_new, after_all=after_all
    )


@blueprint.get("/tasks/<uuid:task_id>/visit")
@permits("visit.log")
def visit_form(task_id: UUID) -> ResponseReturnValue:
    """Ask what came of a visit, in three taps."""
    return _task_form("volunteering/visit.html", "visit.log", task_id, blank_form(_USUAL))


@blueprint.post("/tasks/<uuid:task_id>/visit")
@permits("visit.log")
def visit_act(task_id: UUID) -> ResponseReturnValue:
    """Write the visit down."""
    form, identity, now = read_form(LogVisitRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _task_form("volunteering/visit.html", "visit.log", task_id, form)

    words = N_("Thank you. Your visit is written down.")

    def act(session: Session) -> str:
        nonlocal words
        refuse_unless(session, "visit.log", identity, Task, task_id)
        made = visit_from(form.data, now=now)
        visit = log_visit(session, task_id=task_id, made=made, by=identity, now=now)
        words = words if visit.logged_at == now else N_("That was written down already.")
        return url_for("volunteering.task", task_id=task_id)

    answer = act_once(identity, act, form=form)
    said(words)
    return answer


@blueprint.get("/tasks/<uuid:task_id>/worry")
@permits("worry.raise")
def worry_form(task_id: UUID) -> ResponseReturnValue:
    """Ask what makes somebody uneasy."""
    return _task_form("volunteering/worry.html", "worry.raise", task_id, blank_form())


@blueprint.post("/tasks/<uuid:task_id>/worry")
@permits("worry.raise")
def worry_act(task_id: UUID) -> ResponseReturnValue:
    """Write the worry down and alert staff."""
    form, identity, now = read_form(RaiseWorryRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _task_form("volunteering/worry.html", "worry.raise", task_id, form)

    def act(session: Session) -> str:
        refuse_unless(session, "worry.raise", identity, Task, task_id)
        raise_worry(
            session,
            case_id=task_by_id(session, task_id).case_id,
            task_id=task_id,
            is_crisis=form.data["is_crisis"],
            words=form.data["words"],
            by=identity,
            now=now,
        )
        return url_for("volunteering.task", task_id=task_id)

    thanks = N_("Thank you for telling us. Somebody of the centre looks at it.")
    return act_once(identity, act, said=thanks, form=form)


@blueprint.get("/tasks/<uuid:task_id>/hand-back")
@permits("task.hand_back")
def hand_back_form(task_id: UUID) -> ResponseReturnValue:
    """Ask whether, and if they like why, somebody hands a task back."""
    return _task_form("volunteering/hand_back.html", "task.hand_back", task_id, blank_form())


@blueprint.post("/tasks/<uuid:task_id>/hand-back")
@permits("task.hand_back")
def hand_back_act(task_id: UUID) -> ResponseReturnValue:
    """Hand the task back; the next neighbours are asked at once."""
    form, identity, now = read_form(HandBackTaskRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _task_form("volunteering/hand_back.html", "task.hand_back", task_id, form)

    def act(session: Session) -> str:
        refuse_unless(session, "task.hand_back", identity, Task, task_id)
        hand_back_task(
            session,
            task_id=task_id,
            reason=form.data["reason"],
            introduction=form.data["introduction"],
            by=identity,
            now=now,
        )
        return url_for("volunteering.home")

    thanks = N_("Thank you for all you did. We ask the next neighbours now.")
    return act_once(identity, act, said=thanks, form=form)


@blueprint.post("/tasks/<uuid:task_id>/finish")
@permits("task.hand_back")
def finish(task_id: UUID) -> ResponseReturnValue:
    """Say that the help was given."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "task.hand_back", identity, Task, task_id)
        finish_task(session, task_id=task_id, by=identity, now=now)
        return url_for("volunteering.task", task_id=task_id)

    return act_once(identity, act)


_USUAL = {"when": "just_now", "minutes": "30"}
"""What stands ticked before anybody taps: most visits were just now, and half an hour."""


def _task_form(template: str, permission: str, task_id: UUID, form: Form) -> ResponseReturnValue:
    with reading() as session:
        found = task_by_id(session, task_id)
        if found.status is TaskStatus.ENDED:
            return _ended_page(session, found)
        refuse_unless(session, permission, current_identity(), Task, task_id)
        view = task_view(session, found, now=desk().clock())
    shown([view.resident.id])
    show = page if form.is_valid else again
    return show(
        template,
        view=view,
        form=form,
        VisitResult=VisitResult,
        DeclineReason=DeclineReason,
        NoteMark=NoteMark,
    )


def _ended_page(session: Session, found: Task) -> ResponseReturnValue:
    """Thank for what was done; an address kept from before leads here too."""
    refuse_unless(session, "task.read_past", current_identity(), Task, found.id)
    visits = count_visits(session, found.id)
    return page("volunteering/task_ended.html", task=found, visits=visits, TaskEnd=TaskEnd)


def _refuse_others(found: Task) -> None:
    """This page is the helper's own; staff read the case's."""
    if found.helper_id != current_identity().person_id:
        raise NotPermittedError(permission="task.read", kind="Task", id=found.id)
