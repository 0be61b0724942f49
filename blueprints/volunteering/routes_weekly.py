"""Help every week: a day I cannot come, and where I step in for somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.volunteering.door import blueprint
from hopecare.domain.care_path import OfferStatus
from hopecare.domain.weekly import BackupEnd, BackupOrigin, MissReason
from hopecare.errors import InvalidInputError, MoveNotAllowedError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.offers import offer_by_id
from hopecare.queries.own_pages import task_view
from hopecare.queries.own_weekly import days_to_miss
from hopecare.queries.tasks import task_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.queries.weekly import missed_week_by_id
from hopecare.services.end_backup import end_backup
from hopecare.services.name_backup import BackupWish, name_backup
from hopecare.services.say_missed_week import say_missed_week
from hopecare.services.take_back_week import take_back_week
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page, said
from hopecare.web.permits import permits
from hopecare.web.requests.say_missed_week import SayMissedWeekRequest
from hopecare.web.scopes import reading
from models import Backup, Offer, Task

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form

THANKS = N_("Thank you for telling us. We look for somebody else for that day.")
AFTER_ALL = N_("Thank you. You go on that day as always, and nobody else is asked any more.")
TOLD_BEFORE = N_("That was written down already.")
BACKUP = N_("Thank you. We ask you first when the usual neighbour cannot come.")
TAKEN = N_("Thank you. Somebody else steps in there already.")


@blueprint.get("/tasks/<uuid:task_id>/missed-week")
@permits("task.hand_back")
def missed_week_form(task_id: UUID) -> ResponseReturnValue:
    """Ask on which day somebody cannot come."""
    return _missed_page(task_id, blank_form())


@blueprint.post("/tasks/<uuid:task_id>/missed-week")
@permits("task.hand_back")
def missed_week_act(task_id: UUID) -> ResponseReturnValue:
    """Write it down; the backup is asked at once."""
    form, identity, now = read_form(SayMissedWeekRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _missed_page(task_id, form)
    words = THANKS

    def act(session: Session) -> str:
        nonlocal words
        refuse_unless(session, "task.hand_back", identity, Task, task_id)
        missed = say_missed_week(
            session,
            task_id=task_id,
            on_date=form.data["on_date"],
            reason=form.data["reason"],
            by=identity,
            now=now,
        )
        words = words if missed.said_at == now else TOLD_BEFORE
        return url_for("volunteering.task", task_id=task_id)

    try:
        answer = act_once(identity, act, form=form)
    except InvalidInputError as error:
        return _missed_page(task_id, form.refuse_all(error))
    said(words)
    return answer


@blueprint.post("/missed-weeks/<uuid:missed_id>/take-back")
@permits("task.hand_back")
def take_back_missed_week(missed_id: UUID) -> ResponseReturnValue:
    """Come after all, as long as nobody else has said yes."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        task_id = missed_week_by_id(session, missed_id).task_id
        refuse_unless(session, "task.hand_back", identity, Task, task_id)
        take_back_week(session, missed_id=missed_id, by=identity, now=now)
        return url_for("volunteering.task", task_id=task_id)

    return act_once(identity, act, said=AFTER_ALL)


@blueprint.post("/offers/<uuid:offer_id>/step-in")
@permits("offer.answer")
def step_in(offer_id: UUID) -> ResponseReturnValue:
    """Make whoever said yes too late the backup, unless somebody is already."""
    identity, now = current_identity(), desk().clock()
    words = BACKUP

    def act(session: Session) -> str:
        nonlocal words
        refuse_unless(session, "offer.answer", identity, Offer, offer_id)
        offer = offer_by_id(session, offer_id)
        if offer.status is not OfferStatus.LATE:
            # Only who said yes too late was asked to step in.
            status = offer.status
            raise MoveNotAllowedError(machine="offer", status=status, event="backup_named")
        wish = BackupWish(
            helper_id=offer.helper_id, origin=BackupOrigin.SAID_YES_LATE, replaces=False
        )
        backup = name_backup(session, need_id=offer.need_id, wish=wish, by=identity, now=now)
        words = words if backup.helper_id == offer.helper_id else TAKEN
        return url_for("volunteering.home")

    answer = act_once(identity, act)
    said(words)
    return answer


@blueprint.post("/backups/<uuid:backup_id>/end")
@permits("task.hand_back")
def end_own_backup(backup_id: UUID) -> ResponseReturnValue:
    """Be backup no more."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "task.hand_back", identity, Backup, backup_id)
        reason = BackupEnd.BY_THEMSELF
        end_backup(session, backup_id=backup_id, ended_as=reason, by=identity, now=now)
        return url_for("volunteering.home")

    return act_once(identity, act, said=N_("That is quite all right. Thank you."))


def _missed_page(task_id: UUID, form: Form) -> ResponseReturnValue:
    reader = current_reader()
    with reading() as session:
        refuse_unless(session, "task.hand_back", current_identity(), Task, task_id)
        found = task_by_id(session, task_id)
        view = task_view(session, found, now=desk().clock())
        days = days_to_miss(session, found, today=reader.today)
    shown([view.resident.id])
    show = page if form.is_valid else again
    return show(
        "volunteering/missed_week.html",
        view=view,
        form=form,
        days=[(day.isoformat(), reader.day(day)) for day in days],
        MissReason=MissReason,
    )
