"""Tell whoever usually comes who goes on a missed day, or that staff look after it.

Whoever is still to be rung since a death was recorded by mistake hears it in that call: nobody
reads in a text that somebody they mourn is alive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.channels import Channel, ReplyWay
from hopecare.domain.delivery import MessageKind
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.cases import case_by_id
from hopecare.queries.residents import person_by_id
from hopecare.queries.undone_calls import find_undone_call
from hopecare.queries.volunteers import find_profile
from hopecare.queries.weekly import usual_task_of
from hopecare.services.say_day_in_call import say_day_in_call
from notifications.outbox import About, promise

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.language.texts import Value
    from models import Message, MissedWeek, Task


def tell_usual_helper(
    session: Session, missed: MissedWeek, *, instead: Task | None, now: datetime
) -> Message | None:
    """Promise one text for each thing that is true of the day; by the name a stranger may call.

    None where a person says it.
    """
    task = usual_task_of(session, missed)
    about = case_by_id(session, missed.case_id).resident_id
    call = find_undone_call(session, to_id=task.helper_id, about_id=about)
    if call is not None:
        say_day_in_call(session, call, missed, instead=instead, now=now)
        return None
    usual = person_by_id(session, task.helper_id)
    text = Text.STAFF_LOOK_AFTER if instead is None else Text.GOES_INSTEAD
    said: dict[str, Value] = {"helper": usual.called, "day": missed.on_date}
    if instead is not None:
        said["other"] = person_by_id(session, instead.helper_id).called
    what = "staff" if instead is None else f"instead:{instead.id}"
    profile = find_profile(session, usual.id)
    by_voice = profile is not None and profile.answers_by is ReplyWay.KEYPRESS
    return promise(
        session,
        town_id=missed.town_id,
        kind=MessageKind.NOTICE,
        to_person_id=usual.id,
        dedup_key=f"missed_week:{missed.id}:usual:{usual.id}:{what}",
        words=Words(text=text, values=said),
        about=About(case_id=missed.case_id, offer_id=task.offer_id),
        language=usual.language,
        channel=Channel.VOICE if by_voice else Channel.SMS,
        now=now,
    )
