"""What other systems write of staying in touch: answers, owed calls, pauses of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from blueprints.api.acting import serve_verbs
from hopecare.queries.check_ins import hold_plan
from hopecare.services.answer_check_in import answer_check_in
from hopecare.services.answer_knock import Knock, answer_knock
from hopecare.services.end_owed_call import end_owed_call
from hopecare.services.pause_check_ins import pause_check_ins
from hopecare.services.put_off_call import put_off_call
from hopecare.services.stop_check_ins import stop_check_ins
from hopecare.web.acts import expect_version
from hopecare.web.requests.answer_knock import AnswerKnockRequest
from hopecare.web.requests.end_call_task import EndCallTaskRequest, came_from
from hopecare.web.requests.log_call import AnswerCheckInRequest
from hopecare.web.requests.plan_check_ins import ChangePlanRequest, PauseCheckInsRequest
from hopecare.web.requests.put_off_call import PutOffCallRequest, later_from
from models import CallTask, CheckInPlan, CheckInSlot

if TYPE_CHECKING:
    from uuid import UUID

    from blueprints.api.acting import Act

CALL: Final = "/call-tasks/<uuid:call_task_id>"
SLOT: Final = "/check-ins/<uuid:check_in_id>"
PLAN: Final = "/check-in-plans/<uuid:plan_id>"


def _end_call(act: Act) -> UUID:
    came = came_from(act.body, act.now)
    return end_owed_call(act.session, task_id=act.row_id, came=came, **act.told()).id


def _put_off(act: Act) -> UUID:
    wish = {"version": act.body["version"], "later": later_from(act.body, act.now)}
    return put_off_call(act.session, task_id=act.row_id, **wish, **act.told()).id


def _knock(act: Act) -> UUID:
    found = Knock(found=act.body["found"], words=act.body["words"])
    return answer_knock(act.session, task_id=act.row_id, knock=found, **act.told()).id


def _answer(act: Act) -> UUID:
    answer_check_in(act.session, slot_id=act.row_id, **act.body, **act.told())
    return act.row_id


def _pause(act: Act) -> UUID:
    return _paused(act, paused_from=act.body["paused_from"], paused_until=act.body["paused_until"])


def _resume(act: Act) -> UUID:
    return _paused(act, paused_from=None, paused_until=None)


def _paused(act: Act, **wish: Any) -> UUID:  # noqa: ANN401  the days of a pause
    expect_version(hold_plan(act.session, act.row_id), act.body["version"])
    return pause_check_ins(act.session, plan_id=act.row_id, **wish, **act.told()).id


def _stop(act: Act) -> UUID:
    """A check-in that waits for its answer is still followed to its end, like on the page."""
    plan = hold_plan(act.session, act.row_id)
    expect_version(plan, act.body["version"])
    stop_check_ins(act.session, person_id=plan.person_id, **act.told())
    return act.row_id


CALL_VERBS: Final = (
    (
        _end_call,
        "end_call_task",
        "end",
        "call_task.end",
        EndCallTaskRequest,
        "Write what came of a call; nobody reached means that it is owed again.",
    ),
    (
        _put_off,
        "put_off_call_task",
        "later",
        "call_task.end",
        PutOffCallRequest,
        "Ring later: the call comes back by itself; a try is counted, `not_tried` is none.",
    ),
    (
        _knock,
        "answer_knock",
        "knock",
        "call_task.end",
        AnswerKnockRequest,
        "Write what was found at a door; the check-in goes on from there.",
    ),
)
SLOT_VERBS: Final = (
    (
        _answer,
        "answer_check_in",
        "answer",
        "check_in.answer",
        AnswerCheckInRequest,
        "Write what was said to a check-in; older open ones end, but a call for help by no `fine`.",
    ),
)
PLAN_VERBS: Final = (
    (
        _pause,
        "pause_check_ins",
        "pause",
        "check_in.change",
        PauseCheckInsRequest,
        "Pause from a day until another, on which it goes on by itself.",
    ),
    (_resume, "resume_check_ins", "resume", "check_in.change", ChangePlanRequest, "Go on at once."),
    (
        _stop,
        "end_check_ins",
        "end",
        "check_in.change",
        ChangePlanRequest,
        "Ask no more; a check-in that waits for its answer is still followed to its end.",
    ),
)
serve_verbs("api.call_tasks.write", CALL, CallTask, CALL_VERBS)
serve_verbs("api.check_ins.write", SLOT, CheckInSlot, SLOT_VERBS)
serve_verbs("api.check_ins.write", PLAN, CheckInPlan, PLAN_VERBS)
