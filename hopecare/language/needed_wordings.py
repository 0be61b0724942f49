"""Which wordings a plan of check-ins says by itself: those somebody must have looked at before."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.check_ins import AnswererKind, AskedBy, QuestionCode
from hopecare.domain.escalation import Rung
from hopecare.language.check_in_questions import question_to
from hopecare.language.wordings import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from hopecare.domain.ladders import Steps

_HELP_ASKED: Final = frozenset({Text.ALERT_HELP, Text.ALERT_HELP_WROTE, Text.ALERT_HOW})
_HELP_ANSWERED: Final = frozenset(
    {
        Text.ANSWER_HELP,
        # Said instead while nobody is on duty: an answer comes at any hour.
        Text.ANSWER_HELP_LATER,
        Text.ANSWER_HELP_NOBODY,
    }
)
_IN_CALLS: Final = frozenset({Text.ANSWER_NOT_UNDERSTOOD, Text.KEY_AGAIN, Text.GOODBYE})
_TO_LOOK_IN: Final = frozenset(
    {
        Text.LOOK_IN,
        Text.LOOK_IN_AFTER,
        Text.LOOK_IN_GOING,
        Text.LOOK_IN_CANNOT,
        Text.LOOK_IN_NOTED,
        Text.LOOK_IN_OVER,
        Text.ALL_CLEAR_PEOPLE,
        Text.ALARM_OVER_PEOPLE,
        Text.NEUTRAL,
        Text.NEUTRAL_ALL_CLEAR,
    }
)
_STAFF: Final = frozenset(
    {
        Text.ALERT_SILENT,
        Text.ALERT_SILENT_WROTE,
        Text.ALERT_HOW,
        Text.ALL_CLEAR_STAFF,
        Text.ALARM_OVER_STAFF,
    }
)
_LOOKS_IN: Final = _TO_LOOK_IN | _HELP_ASKED | _HELP_ANSWERED | _IN_CALLS | {Text.ANSWER_WELL}
"""Whoever looks in answers by a key too, and may find that help is needed."""
_BY_RUNG: Final[Mapping[Rung, frozenset[Text]]] = MappingProxyType(
    {
        Rung.HELPER: _LOOKS_IN,
        Rung.KEYHOLDER: _LOOKS_IN,
        Rung.COORDINATOR: _STAFF,
        Rung.SOCIAL_WORKER: _STAFF,
    }
)
_AT_THE_DOOR: Final = _HELP_ASKED | {
    Text.KNOCK,
    # Whoever was to knock hears that it is not needed any more.
    Text.ALL_CLEAR_PEOPLE,
    Text.ALARM_OVER_PEOPLE,
    Text.NEUTRAL_ALL_CLEAR,
}
_ANSWERED: Final = (
    _HELP_ASKED
    | _HELP_ANSWERED
    | _IN_CALLS
    # From a telephone that several share nobody knows who it was that called for help.
    | {Text.ANSWER_WELL, Text.ANSWER_HELP_STANDS, Text.ALERT_HELP_SOMEBODY, Text.NEUTRAL}
)


def wordings_of_plan(
    asked_by: AskedBy,
    answer_of: AnswererKind,
    steps: Steps,
    *,
    question: QuestionCode = QuestionCode.WELLBEING,
) -> AbstractSet[Text]:
    """Give what is asked, what an answer brings about, and what each step of the ladder says."""
    if asked_by is AskedBy.NOBODY:
        return frozenset()
    asked = _AT_THE_DOOR if asked_by is AskedBy.KNOCK else _asked(answer_of, question)
    rungs = {step.rung for step in steps}
    is_asked_again = rungs & {Rung.REPEAT, Rung.CALL}
    again = {question_to(answer_of, question, again=True)} if is_asked_again else set()
    return asked.union(again, *(_BY_RUNG.get(rung, frozenset()) for rung in rungs))


def _asked(answer_of: AnswererKind, question: QuestionCode) -> frozenset[Text]:
    asked = question_to(answer_of, question)
    if answer_of is AnswererKind.RESIDENT:
        return _ANSWERED | {asked, Text.NEUTRAL_CHECK_IN}
    return _ANSWERED | {asked, Text.NEUTRAL_CHECK_IN_CARER, Text.ALERT_CANNOT}
