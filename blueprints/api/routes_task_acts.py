"""What other systems write of a helper's task: ended, one day missed, a backup named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from blueprints.api.acting import Verb, serve_act
from hopecare.domain.offers import CHOSEN_BY_STAFF
from hopecare.domain.weekly import BackupEnd
from hopecare.errors import InvalidInputError
from hopecare.services.end_backup import end_backup
from hopecare.services.name_backup import BackupWish, name_backup
from hopecare.services.say_missed_week import say_missed_week
from hopecare.services.settle_worry import settle_worry
from hopecare.services.stop_task import stop_task
from hopecare.services.take_back_week import take_back_week
from hopecare.web.requests.name_backup import NameBackupRequest
from hopecare.web.requests.say_missed_week import SayMissedWeekRequest
from hopecare.web.requests.stop_task import StopTaskRequest
from models import Backup, MissedWeek, Need, Task, Worry

if TYPE_CHECKING:
    from uuid import UUID

    from blueprints.api.acting import Act

SCOPE: Final = "api.tasks.write"


def _stop(act: Act) -> UUID:
    reason = act.body["reason"]
    if reason not in CHOSEN_BY_STAFF:
        raise InvalidInputError({"reason": ["not_a_choice"]})
    return stop_task(act.session, task_id=act.row_id, reason=reason, **act.told()).id


def _miss_week(act: Act) -> UUID:
    return say_missed_week(act.session, task_id=act.row_id, **act.body, **act.told()).id


def _take_back_week(act: Act) -> UUID:
    return take_back_week(act.session, missed_id=act.row_id, **act.told()).id


def _name_backup(act: Act) -> UUID:
    wish = BackupWish(helper_id=act.body["helper_id"], origin=act.body["origin"])
    return name_backup(act.session, need_id=act.row_id, wish=wish, **act.told()).id


def _end_backup(act: Act) -> UUID:
    ended = {"ended_as": BackupEnd.BY_STAFF, **act.told()}
    return end_backup(act.session, backup_id=act.row_id, **ended).id


def _settle_worry(act: Act) -> UUID:
    return settle_worry(act.session, worry_id=act.row_id, **act.told()).id


VERBS: Final = (
    (
        _stop,
        Verb(
            name="stop_task",
            path="/tasks/<uuid:task_id>/stop",
            scope=SCOPE,
            permission="task.stop",
            rows=Task,
            says="End a helper's task; they are told kindly and the next neighbours are asked.",
            takes=StopTaskRequest,
        ),
    ),
    (
        _miss_week,
        Verb(
            name="say_missed_week",
            path="/tasks/<uuid:task_id>/missed-weeks",
            scope=SCOPE,
            permission="task.stop",
            rows=Task,
            says="Write down that the helper cannot come on a day; the backup is asked at once.",
            takes=SayMissedWeekRequest,
        ),
    ),
    (
        _take_back_week,
        Verb(
            name="take_back_week",
            path="/missed-weeks/<uuid:missed_id>/take-back",
            scope=SCOPE,
            permission="task.stop",
            rows=MissedWeek,
            says="Write down that the helper comes after all, as long as nobody else said yes.",
        ),
    ),
    (
        _name_backup,
        Verb(
            name="name_backup",
            path="/needs/<uuid:need_id>/backups",
            scope="api.askings.write",
            permission="offer.make",
            rows=Need,
            says="Write down who steps in where the usual helper cannot come.",
            takes=NameBackupRequest,
        ),
    ),
    (
        _end_backup,
        Verb(
            name="end_backup",
            path="/backups/<uuid:backup_id>/end",
            scope="api.askings.write",
            permission="offer.make",
            rows=Backup,
            says="Write down that somebody is backup no more.",
        ),
    ),
    (
        _settle_worry,
        Verb(
            name="settle_worry",
            path="/worries/<uuid:worry_id>/settle",
            scope="api.worries.write",
            permission="worry.settle",
            rows=Worry,
            says="Say that somebody has looked at a worry.",
        ),
    ),
)
for _act, _verb in VERBS:
    serve_act(_verb, _act)
