"""Every code a page may show has a label."""

from __future__ import annotations

import importlib
import pkgutil
from enum import Enum, IntEnum, StrEnum

import hopecare.domain
from hopecare.domain.states import CaseStatus, NeedStatus
from hopecare.language.labels import LABELS, has_label

NEVER_SHOWN = {
    "KeptWords": "names a table whose old words are erased; the page counts each in its own words",
    "ClockLook": "decides which call is owed, which says itself why",
    "EmergencyUse": "said by the labels that stand with each number in its file",
    "AlertAnswer": "a key pressed or a word written",
    "AlertResult": "said by the sentence that answers it",
    "DigestNumber": "said by the words of the digest",
    "WeekNumber": "said by the words of the week",
    "Telling": "decides when staff are told",
    "Known": "said by the sentences of the form that refers",
    "Place": "orders what stands on a desk",
    "Weight": "orders what is checked before a referral",
    "Priority": "orders what leaves, and is shown to nobody",
    "PhoneFault": "said by the sentences of forms",
    "PaperFault": "said by the sentences of forms",
    "PaperKind": "what a file is, decided by its bytes",
    "RingingNote": "said by the sentences of a helper's task page",
    "Answerable": "a key in the files of channel profiles",
    "AskedBy": "said by the way somebody is asked",
    "Flaw": "said by the sentences of forms",
    "ChannelHealth": "decides about an alert, which says itself which channel fails",
    "MergeField": "said by the page of two records side by side",
    "Obstacle": "said by the page of two records side by side",
    "UndoObstacle": "said by the page of merged records",
    "KeptFor": "said by the titles of settings",
    "Unit": "said with its number by the words of settings",
    "RunStop": "said by the words of a run that stopped",
    "WatchKind": "said by the sentences of what to watch",
    "CapMark": "said by the text of its alert",
    "WhoseEnd": "said by the names on the form of a call",
    "LinkAnswer": "said by the buttons of a link's page",
    "Stood": "a hidden field of a receiver's page",
    "ReceiverState": "said by the sentences of a receiver's page",
    "LinkState": "said by the sentences of a link's page",
    "AnswerPath": "names the rows of a table that a test walks",
    "EventName": "said by the labels of the timeline it is told from",
    "When": "says of an element of a standard when it has to be there",
    "PassedHelp": "decides what becomes of a help whose day is over; the call says it in words",
    "YesBar": "said by the sentences that answer a yes",
    "ValueKind": "drawn as a field of the settings' form",
}


def enums() -> dict[str, type[Enum]]:
    found = {}
    for info in pkgutil.iter_modules(hopecare.domain.__path__, "hopecare.domain."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            is_enum = isinstance(value, type) and issubclass(value, StrEnum | IntEnum)
            if is_enum and value.__module__ == info.name:
                found[name] = value
    return found


def test_every_code_has_a_label():
    lacking = [
        f"{name}.{member.name}"
        for name, kind in enums().items()
        if name not in NEVER_SHOWN
        for member in kind
        if not has_label(member)
    ]
    assert lacking == []


def test_whatever_is_never_shown_still_exists():
    assert set(NEVER_SHOWN) <= set(enums())


def test_equal_words_of_two_enums_keep_their_own_labels():
    assert {kind for kind, _ in LABELS} >= {CaseStatus, NeedStatus}
    assert LABELS[CaseStatus, CaseStatus.HELPED] == LABELS[NeedStatus, NeedStatus.HELPED]
