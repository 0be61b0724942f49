"""What an automated call says when somebody picks up, and what it says to a pressed key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.channel_profiles import profile_for
from hopecare.country_facts import emergency_numbers
from hopecare.domain.care_path import AlertStatus, MessageStatus, SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.domain.look_ins import answer_meant
from hopecare.domain.replies import ReplyMeaning
from hopecare.language.texts import Words, sentence_of
from hopecare.language.wording_versions import stamp_of
from hopecare.language.wordings import Text
from hopecare.queries.alert_replies import result_now, words_for
from hopecare.queries.help_words import centre_of_slot, help_words
from hopecare.queries.look_ins import looks_in, words_after
from hopecare.queries.words_to_yes import words_to_no, words_to_yes
from models import Alert, CheckInSlot, Town

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Message

LISTENS: Final = frozenset({MessageKind.CHECK_IN, MessageKind.CHECK_IN_REPEAT, MessageKind.OFFER})
TEXT_OF: Final = {
    ReplyMeaning.FINE: Text.ANSWER_WELL,
    ReplyMeaning.HELP: Text.ANSWER_HELP,
    ReplyMeaning.CANNOT_ANY_MORE: Text.ANSWER_HELP,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CallWords:
    """What is said, whether a key is listened for, and the last words."""

    words: str
    listens: bool
    goodbye: str


def words_of_call(session: Session, message: Message, *, again: bool = False) -> CallWords:
    """The promised words, `again` after a wrong key; a goodbye where they were recalled."""
    goodbye = _say(session, message, Text.GOODBYE)
    if message.body is None or message.status is MessageStatus.STOPPED:
        return CallWords(words=goodbye, listens=False, goodbye=goodbye)
    alert = _alert(session, message)
    if alert is not None and alert.status is not AlertStatus.RAISED:
        words = _say_words(session, message, _words_on(session, message, alert))
        return CallWords(words=words, listens=False, goodbye=goodbye)
    listens = message.kind in LISTENS or alert is not None or _asks_to_look_in(message)
    start = f"{_say(session, message, Text.KEY_AGAIN)} " if again else ""
    return CallWords(words=start + message.body, listens=listens, goodbye=goodbye)


def answer_to_key(
    session: Session, message: Message, meaning: ReplyMeaning, *, now: datetime
) -> str:
    """What the caller hears after pressing a key."""
    alert = _alert(session, message)
    if alert is not None and meaning is not ReplyMeaning.UNCLEAR:
        return _say_words(session, message, _words_on(session, message, alert))
    if alert is not None:
        return _say(session, message, Text.ALERT_STILL_WAITS)
    if looks_in(message) and message.slot_id and meaning is not ReplyMeaning.UNCLEAR:
        slot, answer = session.get_one(CheckInSlot, message.slot_id), answer_meant(meaning)
        words = words_after(session, slot, answer, message.to_person_id, now=now)
        return _say_words(session, message, words)
    if message.offer_id is not None and meaning in (ReplyMeaning.YES, ReplyMeaning.NO):
        is_yes, offer_id = meaning is ReplyMeaning.YES, message.offer_id
        words = (
            words_to_yes(session, offer_id, now=now) if is_yes else words_to_no(session, offer_id)
        )
        return _say_words(session, message, words)
    text = TEXT_OF.get(meaning, Text.ANSWER_NOT_UNDERSTOOD)
    if meaning is ReplyMeaning.FINE and _has_called_for_help(session, message):
        text = Text.ANSWER_HELP_STANDS
    if text is not Text.ANSWER_HELP:
        return _say(session, message, text)
    words = help_words(
        session,
        text,
        town_id=message.town_id,
        centre_id=centre_of_slot(session, message.slot_id),
        now=now,
    )
    return _say_words(session, message, words)


def _has_called_for_help(session: Session, message: Message) -> bool:
    """Whether help was asked for before, and nobody has ended that: no key takes it back."""
    if message.slot_id is None:
        return False
    return session.get_one(CheckInSlot, message.slot_id).status is SlotStatus.HELP_ASKED


def _alert(session: Session, message: Message) -> Alert | None:
    """The alert that the call is about, where it asks whether somebody takes it."""
    is_told = message.kind is MessageKind.ALERT and message.alert_id is not None
    return session.get(Alert, message.alert_id) if is_told else None


def _asks_to_look_in(message: Message) -> bool:
    """Whether a key answers; words that anybody may hear ask nothing."""
    return looks_in(message) and message.wording != stamp_of(Text.NEUTRAL)


def _words_on(session: Session, message: Message, alert: Alert) -> Words:
    """How the alert stands for whoever is rung."""
    result = result_now(session, alert, message.to_person_id)
    return words_for(session, alert, result, language=message.language)


def _say(session: Session, message: Message, text: Text) -> str:
    """A sentence in the call's language."""
    town = session.get_one(Town, message.town_id)
    emergency = emergency_numbers(town.country).life
    return _say_words(session, message, Words(text=text, values={"emergency": emergency}))


def _say_words(session: Session, message: Message, words: Words) -> str:
    """Words in the call's language."""
    town = session.get_one(Town, message.town_id)
    return sentence_of(
        words,
        language=message.language,
        channel=Channel.VOICE,
        profile=profile_for(town.channel_profile, town.country),
        zone=town.zone,
    )
