"""Act on a text that was kept: a wish about texts first, then an answer, else a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.look_ins import LookInAnswer, read_look_in_answer
from hopecare.domain.replies import DISTRESS, ReplyMeaning, TextsStoppedBy
from hopecare.domain.reply_words import may_mean_a_question
from hopecare.queries.meant_questions import meant_questions
from hopecare.queries.messages import has_newer_wish
from hopecare.queries.open_questions import OpenQuestion, open_questions
from hopecare.queries.texts_resumed import texts_resumed
from hopecare.services.answer_question import Taking, answer_question
from hopecare.services.answer_unread import answer_unread
from hopecare.services.ask_for_review import ask_for_review
from hopecare.services.ask_which_alert import ask_which_alert
from hopecare.services.say_texts_come import say_texts_come
from hopecare.services.set_texts_wish import set_texts_wish

if TYPE_CHECKING:
    from collections.abc import Sequence


AT_THE_DOOR: Final = (LookInAnswer.GOING, LookInAnswer.CANNOT, LookInAnswer.FOUND_WELL)


def act_on_text(taking: Taking) -> None:
    """A wish about texts first, then an answer, otherwise a person reads it."""
    if _is_wish(taking):
        if not _is_overtaken(taking):
            _wish(taking)
        return
    if _wishes_what_is(taking):
        taking.row.needs_review = False
        if taking.is_sure:
            say_texts_come(taking.session, row=taking.row, points=taking.points, now=taking.now)
        return
    questions = _questions(taking) if taking.is_sure else ()
    if len(questions) > 1:
        ask_which_alert(taking.session, row=taking.row, questions=questions, now=taking.now)
    if not _answer_meant(taking, questions):
        _is_not_of_themselves(taking, questions)
        ask_for_review(taking.session, row=taking.row, by=taking.by, now=taking.now)
        answer_unread(taking.session, taking.row, taking.reply, questions, now=taking.now)


def _answer_meant(taking: Taking, questions: Sequence[OpenQuestion]) -> bool:
    """Answer the one question that is meant, or every look-in with trouble at the door."""
    if len(questions) == 1:
        return answer_question(taking, questions[0])
    is_trouble = read_look_in_answer(taking.row.body or "") is LookInAnswer.NEEDS_HELP
    if is_trouble and all(each.look_in_id is not None for each in questions):
        heard = [answer_question(taking, each) for each in questions]
        return any(heard)
    return False


def _is_not_of_themselves(taking: Taking, questions: Sequence[OpenQuestion]) -> None:
    """A number from whoever is asked to look in is no call for help of their own.

    Also where another town is answered by it, and nothing but a look-in stands open in this one.
    """
    row = taking.row
    if row.meaning not in DISTRESS or read_look_in_answer(row.body or "") not in AT_THE_DOOR:
        return
    is_asked = any(each.look_in_id is not None for each in questions)
    if not taking.is_sure:
        found = _questions(taking)
        is_asked = bool(found) and all(each.look_in_id is not None for each in found)
    if is_asked:
        row.meaning = ReplyMeaning.UNCLEAR


def _is_wish(taking: Taking) -> bool:
    """Whether it is about texts to a known telephone; "again" is not, where none were stopped.

    It may ask to hear the question again: whoever wrote it is not to be taken for silent.
    """
    if taking.reply.meaning is ReplyMeaning.START:
        return any(point.opted_out_at is not None for point in taking.points)
    return taking.reply.meaning is ReplyMeaning.STOP and bool(taking.points)


def _wishes_what_is(taking: Taking) -> bool:
    """Whether texts were stopped once, come again, and are asked for all the same.

    "Again" while a question stands open may ask to hear that question: a person reads it.
    """
    if taking.reply.meaning is not ReplyMeaning.START or not taking.points:
        return False
    if may_mean_a_question(taking.row.body or "") and _questions(taking):
        return False
    return texts_resumed(taking.session, taking.points)


def _wish(taking: Taking) -> None:
    """Stop or start texts to this telephone. It is no answer to anything: care goes on.

    What was stopped in another way than by a text, a person lets come again.
    """
    stops, asked_by = taking.reply.meaning is ReplyMeaning.STOP, TextsStoppedBy.TEXT
    taking.row.needs_review = False
    for point in taking.points:
        set_texts_wish(
            taking.session,
            point=point,
            stops=stops,
            asked_by=asked_by,
            by=taking.by,
            now=taking.now,
        )
    if any(stops is (point.opted_out_at is None) for point in taking.points):
        ask_for_review(taking.session, row=taking.row, by=taking.by, now=taking.now)


def _is_overtaken(taking: Taking) -> bool:
    """Whether a newer wish of the same telephone was taken in before this one was found."""
    row = taking.row
    if not taking.is_late:
        return False
    return has_newer_wish(taking.session, row.from_index, after=row.received_at)


def _questions(taking: Taking) -> Sequence[OpenQuestion]:
    """The open questions of this telephone that may be meant, or the one whose code was written.

    What was written before a question was asked is no answer to it.
    """
    people = sorted({point.person_id for point in taking.points})
    row, reply = taking.row, taking.reply
    found = open_questions(taking.session, people, code=reply.code, asked_before=row.received_at)
    return meant_questions(
        taking.session, found, people, body=row.body or "", reply=reply, at=row.received_at
    )
