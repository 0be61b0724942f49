"""Help every week as staff steer it: who is backup, and a day its helper cannot come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.casework.ask_words import reasons, rule_findings
from blueprints.casework.backup_words import backup_doubts
from blueprints.casework.door import blueprint
from hopecare.domain.weekly import BackupEnd, BackupOrigin, MissReason
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.candidates import candidates_for
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import need_by_id
from hopecare.queries.own_weekly import days_to_miss
from hopecare.queries.residents import person_by_id
from hopecare.queries.tasks import active_tasks_of_need, task_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.queries.weekly import find_backup, missed_week_by_id
from hopecare.services.end_backup import end_backup
from hopecare.services.name_backup import BackupWish, name_backup
from hopecare.services.say_missed_week import say_missed_week
from hopecare.services.take_back_week import take_back_week
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.name_backup import NameBackupRequest
from hopecare.web.requests.say_missed_week import SayMissedWeekRequest
from hopecare.web.scopes import reading
from models import Backup, Need, Task

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form


@blueprint.get("/needs/<uuid:need_id>/backup")
@permits("offer.make")
def backup_form(need_id: UUID) -> ResponseReturnValue:
    """Show who may be backup, best placed first."""
    return _backup_page(need_id, blank_form({"origin": BackupOrigin.ASKED_BY_STAFF}))


@blueprint.post("/needs/<uuid:need_id>/backup")
@permits("offer.make")
def backup_act(need_id: UUID) -> ResponseReturnValue:
    """Write down who is backup, as they said it."""
    form, identity, now = read_form(NameBackupRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _backup_page(need_id, form)

    def act(session: Session) -> str:
        refuse_unless(session, "offer.make", identity, Need, need_id)
        wish = BackupWish(helper_id=form.data["helper_id"], origin=form.data["origin"])
        backup = name_backup(session, need_id=need_id, wish=wish, by=identity, now=now)
        return url_for("casework.case", case_id=backup.case_id)

    try:
        return act_once(identity, act, said=N_("The backup is written down."), form=form)
    except InvalidInputError as error:
        return _backup_page(need_id, form.refuse_all(error))


@blueprint.post("/backups/<uuid:backup_id>/end")
@permits("offer.make")
def end_backup_act(backup_id: UUID) -> ResponseReturnValue:
    """Write down that somebody is backup no more."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "offer.make", identity, Backup, backup_id)
        reason = BackupEnd.BY_STAFF
        ended = end_backup(session, backup_id=backup_id, ended_as=reason, by=identity, now=now)
        return url_for("casework.case", case_id=ended.case_id)

    return act_once(identity, act, said=N_("They are not backup any more."))


@blueprint.get("/tasks/<uuid:task_id>/missed-week")
@permits("task.stop")
def missed_week_form(task_id: UUID) -> ResponseReturnValue:
    """Ask on which day the helper cannot come."""
    return _missed_page(task_id, blank_form())


@blueprint.post("/tasks/<uuid:task_id>/missed-week")
@permits("task.stop")
def missed_week_act(task_id: UUID) -> ResponseReturnValue:
    """Write down what the helper told us; the backup is asked at once."""
    form, identity, now = read_form(SayMissedWeekRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _missed_page(task_id, form)

    def act(session: Session) -> str:
        refuse_unless(session, "task.stop", identity, Task, task_id)
        missed = say_missed_week(
            session,
            task_id=task_id,
            on_date=form.data["on_date"],
            reason=form.data["reason"],
            by=identity,
            now=now,
        )
        return url_for("casework.case", case_id=missed.case_id)

    words = N_("It is written down. Somebody else is looked for, for that day.")
    try:
        return act_once(identity, act, said=words, form=form)
    except InvalidInputError as error:
        return _missed_page(task_id, form.refuse_all(error))


@blueprint.post("/missed-weeks/<uuid:missed_id>/take-back")
@permits("task.stop")
def take_back_missed_week(missed_id: UUID) -> ResponseReturnValue:
    """Write down that the helper comes after all, as long as nobody else has said yes."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        missed = missed_week_by_id(session, missed_id)
        refuse_unless(session, "task.stop", identity, Task, missed.task_id)
        take_back_week(session, missed_id=missed_id, by=identity, now=now)
        return url_for("casework.case", case_id=missed.case_id)

    words = N_("It is written down: they go on that day as always. Nobody else is asked any more.")
    return act_once(identity, act, said=words)


def _backup_page(need_id: UUID, form: Form) -> ResponseReturnValue:
    now, reader = desk().clock(), current_reader()
    with reading() as session:
        refuse_unless(session, "offer.make", current_identity(), Need, need_id)
        need = need_by_id(session, need_id)
        case = case_by_id(session, need.case_id)
        resident = person_by_id(session, case.resident_id)
        lookup = candidates_for(session, need, now=now)
        backup = find_backup(session, need_id)
        named = [(need, backup)] if backup else []
        doubts = backup_doubts(session, case.id, named, reader)
        helping = {task.helper_id for task in active_tasks_of_need(session, need_id)}
    possible = [each for each in lookup.candidates if each.helper_id not in helping]
    shown([resident.id, *(each.helper_id for each in possible)])
    show = page if form.is_valid else again
    return show(
        "casework/backup.html",
        form=form,
        need=need,
        case=case,
        resident=resident,
        backup=backup,
        doubts=doubts.get(backup.id) if backup else None,
        choices_of_helper=[
            (
                each.helper_id,
                each.full_name,
                " · ".join(reasons(each, need, reader, is_centroid=lookup.is_centroid)),
            )
            for each in possible
        ],
        findings=rule_findings(lookup, reader),
        BackupOrigin=BackupOrigin,
    )


def _missed_page(task_id: UUID, form: Form) -> ResponseReturnValue:
    reader = current_reader()
    with reading() as session:
        refuse_unless(session, "task.stop", current_identity(), Task, task_id)
        task = task_by_id(session, task_id)
        helper = person_by_id(session, task.helper_id)
        days = days_to_miss(session, task, today=reader.today)
    shown([helper.id])
    show = page if form.is_valid else again
    return show(
        "casework/missed_week.html",
        form=form,
        task=task,
        helper=helper,
        days=[(day.isoformat(), reader.day(day)) for day in days],
        MissReason=MissReason,
    )
