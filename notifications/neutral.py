"""Words anybody may read: said instead where a telephone is shared or a rule asks for them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.channel_profiles import profile_for
from hopecare.domain.delivery import MessageKind
from hopecare.domain.people import ContactKind
from hopecare.domain.phone import at_home
from hopecare.language.texts import Words, sentence_of
from hopecare.language.told_outcomes import tells_outcome
from hopecare.language.wording_versions import stamp_of
from hopecare.language.wordings import Text
from models import Town

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from models import ContactPoint, Message
    from notifications.causes import Causes

AS_IT_STANDS: Final = frozenset({MessageKind.SIGN_IN_CODE})
"""Kinds whose words say nothing about care."""
TO_RESIDENTS: Final = frozenset(
    {MessageKind.CHECK_IN, MessageKind.CHECK_IN_REPEAT, MessageKind.THANKS}
)
"""Kinds that others of a household, or a shop, must not read."""
NEUTRAL_TEXT: Final[Mapping[MessageKind, Text]] = MappingProxyType(
    {
        MessageKind.CHECK_IN: Text.NEUTRAL_CHECK_IN,
        MessageKind.CHECK_IN_REPEAT: Text.NEUTRAL_CHECK_IN,
        MessageKind.TASK_DETAILS: Text.NEUTRAL,
        MessageKind.ALERT: Text.NEUTRAL,
        MessageKind.ALERT_NEWS: Text.NEUTRAL,
        MessageKind.DIGEST: Text.NEUTRAL,
        MessageKind.NOTICE: Text.NEUTRAL,
        MessageKind.ALL_CLEAR: Text.NEUTRAL_ALL_CLEAR,
    }
)
"""An offer is not here: nobody can say yes to what is not said."""


def has_neutral_words(kind: MessageKind) -> bool:
    """Whether words of this kind can be said so that anybody may read them."""
    return kind in NEUTRAL_TEXT or kind is MessageKind.THANKS


def is_overheard(message: Message, point: ContactPoint | None) -> bool:
    """Whether somebody else may read or hear what is meant for a resident."""
    is_theirs = message.kind in TO_RESIDENTS or tells_outcome(message.kind, message.wording)
    if point is None or not is_theirs:
        return False
    return point.is_shared or point.kind is ContactKind.KIOSK_MESSAGE


def put_in_neutral_words(
    session: Session, message: Message, point: ContactPoint, *, causes: Causes
) -> None:
    """Let the message say the same without a name, a subject or a sender."""
    town = session.get_one(Town, message.town_id)
    profile = profile_for(town.channel_profile, town.country)
    if message.kind is MessageKind.THANKS:
        message.body = (message.body or "").removeprefix(profile.prefix_in(message.language))
        return
    text = _text(message, point, causes)
    message.wording = stamp_of(text)
    message.body = sentence_of(
        Words(text=text, values={"office": at_home(town.office_phone)}),
        language=message.language,
        channel=message.channel,
        profile=profile,
        zone=town.zone,
    )


def _text(message: Message, point: ContactPoint, causes: Causes) -> Text:
    """The wording; whoever passes a message on is asked nothing."""
    text = NEUTRAL_TEXT[message.kind]
    if text is not Text.NEUTRAL_CHECK_IN:
        return text
    if point.kind is ContactKind.KIOSK_MESSAGE or message.slot_id is None:
        return Text.NEUTRAL
    return Text.NEUTRAL_CHECK_IN_CARER if causes.is_answered_by_carer(message) else text
