"""What is needed to close a case."""

from __future__ import annotations

from hopecare.domain.outcomes import CaseOutcome
from hopecare.web.fields import Code, Ids, Note, Request, Ticked, Version


class _Closing(Request):
    """How it came out, which alerts end with it, and the case as it was read."""

    outcome = Code(CaseOutcome, required=True)
    version = Version()
    alerts = Ids()


class CloseCaseRequest(_Closing):
    """Whoever closes it alone has seen what does not end with it."""

    seen_open = Ticked()


class ProposeClosingRequest(_Closing):
    """With words for whoever looks at it second, who sees what is open."""

    words = Note(longest=2000)


class CloseOrProposeRequest(CloseCaseRequest, ProposeClosingRequest):
    """The form of a case, which closes it or proposes to."""
