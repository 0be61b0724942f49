"""Ask the provider about words it took and never spoke of again: a lost word is no good news."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Final

from hopecare.database import AllTowns
from hopecare.domain.channels import Channel
from hopecare.domain.delivery_order import goes_further
from hopecare.domain.identity import SystemActor
from hopecare.errors import ProviderSilentError
from hopecare.jobs.lines import LINES
from hopecare.jobs.pacing import RUN_FOR_S
from hopecare.jobs.sightings import word_of
from hopecare.queries.messages import find_message
from hopecare.queries.unheard_messages import note_asked, note_silent, unheard_messages
from hopecare.services.record_delivery import record_delivery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hopecare.jobs.tools import Tools
    from hopecare.queries.unheard_messages import Unheard
    from notifications.port import Sighting

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="ask_for_receipts")
BATCH: Final = 200


def ask_for_receipts(tools: Tools) -> int:
    """Ask about each whose time has come and say how many that were.

    On all lines, set after set, and no longer than any run: what is left is the next one's.
    """
    asked, began = 0, time.monotonic()
    with ThreadPoolExecutor(LINES) as lines:
        while some := _unheard(tools):
            said = list(lines.map(partial(_ask, tools), some))
            for one, _, sighting in said:
                _take(tools, one, sighting)
            answered = _note(tools, said)
            asked += answered
            # One it cannot answer for holds up no other; silent to all, it is away until later.
            if not answered or time.monotonic() - began >= RUN_FOR_S:
                break
    return asked


def _unheard(tools: Tools) -> Sequence[Unheard]:
    """What is to be asked about, of what the networks of this process took."""
    providers = {channel: tools.networks.carrying(channel).name for channel in Channel}
    with tools.database.reading(AllTowns()) as session:
        return unheard_messages(session, providers=providers, now=tools.clock(), limit=BATCH)


def _ask(tools: Tools, one: Unheard) -> tuple[Unheard, bool, Sighting | None]:
    """Ask with no transaction open; say whether there was an answer, and which."""
    try:
        return one, True, tools.networks.carrying(one.channel).became(one.provider_sid)
    except ProviderSilentError:
        log.warning("provider did not answer", extra={"message_id": str(one.message_id)})
        return one, False, None


def _note(tools: Tools, said: Sequence[tuple[Unheard, bool, Sighting | None]]) -> int:
    """Keep which were asked about and which in vain; say how many were answered."""
    answered = [one.message_id for one, is_answered, _ in said if is_answered]
    silent = [one.message_id for one, is_answered, _ in said if not is_answered]
    with tools.database.writing(AllTowns()) as session:
        note_asked(session, answered, now=tools.clock())
        note_silent(session, silent, now=tools.clock())
    return len(answered)


def _take(tools: Tools, one: Unheard, sighting: Sighting | None) -> None:
    """Write what is news, as a callback would; one that cannot be written holds back no other."""
    if sighting is None or not goes_further(one.status, sighting.status):
        return
    name, now = tools.networks.carrying(one.channel).name, tools.clock()
    try:
        with tools.database.writing(AllTowns()) as session:
            message = find_message(session, one.message_id, alone=True)
            # It may have been sent anew meanwhile: then this is no word about it any more.
            if message is None or message.provider_sid != one.provider_sid:
                return
            word = word_of(sighting, provider=name, attempt=message.attempt)
            record_delivery(session, message=message, word=word, by=BY, now=now)
    except Exception:  # whatever is wrong with one row, the others are written
        log.exception("word not written", extra={"message_id": str(one.message_id)})
