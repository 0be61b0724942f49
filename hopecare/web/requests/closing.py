"""What a second person says about the proposal to close a case."""

from __future__ import annotations

from hopecare.web.fields import Ids, Note, Request, Ticked, Version, Words


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
