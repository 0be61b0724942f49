"""What a second person says about the proposal to close a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hopecare.services.approve_closing import SecondLook
from hopecare.web.fields import Ids, Note, Request, Ticked, Version, Words

if TYPE_CHECKING:
    from collections.abc import Mapping


class ApproveClosingRequest(Request):
    """The case as it was seen, that a change was looked at, and which alerts end with it."""

    version = Version()
    seen = Words(longest=64, required=True)
    looked = Ticked()
    alerts = Ids()


class SendBackClosingRequest(Request):
    """What is missing before the case can be closed."""

    version = Version()
    answer = Note(longest=2000, required=True)


class WithdrawClosingRequest(Request):
    """The proposal as it was read."""

    version = Version()


def second_look_from(data: Mapping[str, Any]) -> SecondLook:
    """Turn what was read into what the second person had before them."""
    return SecondLook(
        version=data["version"],
        seen=data["seen"],
        looked=data["looked"],
        alert_ids=data["alerts"],
    )
