"""Calls we owe, for other systems: what is due first stands first."""

from __future__ import annotations

from typing import Final

from blueprints.api.lists import Noun, serve_list, serve_one
from blueprints.api.views import view_of
from hopecare.web.listings.call_tasks import CALL_TASKS
from models import CallTask

CALL_TASK_VIEW: Final = view_of(
    "CallTaskView",
    CallTask,
    "id version kind status due_at created_at person_id about_person_id case_id need_id report_id "
    "slot_id owner_id centre_id done_at outcome put_off_until",
    "One call somebody owes, without numbers or words.",
)
NOUN: Final = Noun(
    path="call_tasks",
    singular="call_task",
    rows=CallTask,
    view=CALL_TASK_VIEW,
    permission="call_task.read",
)
serve_list(NOUN, CALL_TASKS, says="List calls that are owed; without a status, those still open.")
serve_one(NOUN, says="Give one call that is owed.")
