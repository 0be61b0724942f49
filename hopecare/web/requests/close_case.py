"""What is needed to close a case."""

from __future__ import annotations

from hopecare.domain.outcomes import CaseOutcome
from hopecare.web.fields import Code, Ids, Note, Request, Ticked, Version


class CloseCaseRequest(Request):
    """How it came out, which alerts end with it, and the case as it was read."""

    outcome = Code(CaseOutcome, required=True)
    version = Version()
    alerts = Ids()


class CloseOrProposeRequest(CloseCaseRequest):
    """The same, with words for whoever looks at it second."""

    words = Note(longest=2000)
    seen_open = Ticked()
    """Whoever closes it alone has seen what does not end with it."""
