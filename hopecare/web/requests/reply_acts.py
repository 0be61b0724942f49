"""What somebody makes of a text or a call that came in."""

from __future__ import annotations

from hopecare.domain.replies import NothingToDo
from hopecare.web.fields import Code, Id, Request
from hopecare.web.requests.report_need import ReportFor


class ReportReplyRequest(Request):
    """Make a report of it: about themself, or about somebody else."""

    about = Code(ReportFor, required=True)


class SetReplyAsideRequest(Request):
    """Nothing to do, and why."""

    reason = Code(NothingToDo, required=True)


class GiveReplyRequest(Request):
    """Whose it is."""

    person_id = Id(required=True)
