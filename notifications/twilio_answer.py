"""What we answer to Twilio's own question, where somebody writes to us or rings us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Gather, VoiceResponse

from notifications.twilio_voice import LISTEN_S, VOICE_OF

if TYPE_CHECKING:
    from collections.abc import Sequence

CALL_IN_KEY_PATH: Final = "/webhooks/twilio/call-in-key"


def written_back(words: str | None) -> str:
    """A text for Twilio to send to whoever wrote, or nothing."""
    answer = MessagingResponse()
    if words:
        answer.message(words)
    return str(answer)


def picked_up(said: Sequence[tuple[str, str]], *, listen_at: str | None, goodbye: str) -> str:
    """What whoever rings us hears, in each language; one key is listened for, then a goodbye."""
    answer = VoiceResponse()
    speaker: Gather | VoiceResponse = answer
    if listen_at is not None:
        speaker = Gather(
            input="dtmf", num_digits=1, timeout=LISTEN_S, action=listen_at, method="POST"
        )
        answer.append(speaker)
    for language, words in said:
        speaker.say(words, language=VOICE_OF.get(language, "en-US"))
    answer.say(goodbye, language=VOICE_OF.get(said[0][0], "en-US"))
    answer.hangup()
    return str(answer)
