"""The pages of an office's link: a cover, a list of codes, the opened referral, whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Response, request

from blueprints.receiving.words import AFTER, AFTER_ANEW, CLOSED, NOWHERE, STANDS, STANDS_ANEW
from hopecare.domain.outcomes import ReferralOutcome, RefusalReason
from hopecare.domain.receiver_links import WORKED_ON, ReceiverState, Stood, stood_of
from hopecare.web.language import LANGUAGE_COOKIE, current_language, spoken
from hopecare.web.pages import page
from hopecare.web.shared_sheets import sheet_of
from hopecare.web.town import current_town

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from hopecare.queries.receiver_links import Offered, ReceiverView
    from hopecare.queries.referral_pages import SheetView
    from hopecare.services.press_receiver_link import Pressed
    from hopecare.web.forms import Form
    from hopecare.web.shared_sheets import SharedSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A referral that somebody opened by hand, and what their last press came to."""

    token: str
    view: ReceiverView
    row: Offered
    sheet: SheetView
    result: Pressed | None
    until: datetime | None
    """Until when what was pressed may be corrected here."""

    @property
    def shows_somebody(self) -> bool:
        """Whether the page says whom it is about: while the office works on it, and may."""
        stood = stood_of(self.row.referral.status)
        return stood in WORKED_ON and self.sheet.content is not None


def cover_page(token: str, view: ReceiverView, row: Offered) -> Response:
    """Say by code what waits, without whom it is about."""
    return _page(
        "receiving/cover.html",
        view=view,
        row=row,
        action=address_of(token, view, row),
        stands=_stands(row),
        is_unanswered=stood_of(row.referral.status) is Stood.UNANSWERED,
        stood=stood_of(row.referral.status),
        to_list=_list_of(token, view),
        whom_of=(view, row),
    )


def list_page(token: str, view: ReceiverView) -> Response:
    """List the referrals of an office by code, kind and day: what waits, then what it answered."""
    rows = [
        (each, address_of(token, view, each), stood_of(each.referral.status)) for each in view.rows
    ]
    return _page(
        "receiving/list.html",
        view=view,
        waits=[
            (row, to, stood is Stood.UNANSWERED) for row, to, stood in rows if stood in WORKED_ON
        ],
        answered=[(row, to) for row, to, stood in rows if stood not in WORKED_ON],
        whom_of=(view, None),
    )


def opened_page(opened: Opened, form: Form) -> Response:
    """Show what was shared, and the buttons that answer it."""
    row = opened.row
    return _page(
        "receiving/opened.html",
        view=opened.view,
        row=row,
        form=form,
        said=_after(opened),
        stands=_stands(row),
        stood=stood_of(row.referral.status),
        action=address_of(opened.token, opened.view, row),
        until=opened.until,
        to_list=_list_of(opened.token, opened.view),
        sheet=_sheet(opened),
        is_of_a_press=request.method == "POST",
        refusals=list(RefusalReason),
        outcomes=list(ReferralOutcome),
        whom_of=(opened.view, row),
    )


def closed_page(
    view: ReceiverView | None, row: Offered | None, token: str | None = None
) -> Response:
    """Say whom to call, and nothing of anybody."""
    state = row.state if row else view.state if view else None
    said = CLOSED.get(state, NOWHERE) if state else NOWHERE
    to_list = _list_of(token, view) if token and view else None
    return _page("receiving/closed.html", said=said, row=row, to_list=to_list, whom_of=(view, row))


def _stands(row: Offered) -> str:
    """How it stands; of an objection in the words of one."""
    return (STANDS_ANEW if row.is_objection else STANDS)[row.referral.status]


def _after(opened: Opened) -> str | None:
    said = AFTER_ANEW if opened.row.is_objection else AFTER
    return said.get(opened.result) if opened.result else None


def _list_of(token: str, view: ReceiverView) -> str | None:
    """The way back to all of an office's referrals, for whoever came from there."""
    is_list = view.link.referral_id is None and view.state is ReceiverState.OPEN
    return f"/o/{token}" if is_list else None


def _sheet(opened: Opened) -> SharedSheet | None:
    """What was shared, while the office works on it; of what is over it sees no more."""
    row, found = opened.row, opened.sheet
    stood = stood_of(row.referral.status)
    if not opened.shows_somebody or found.content is None:
        return None
    due_on = row.referral.answer_due_on
    return sheet_of(found, answer_due_on=due_on if stood is Stood.UNANSWERED else None)


def address_of(token: str, view: ReceiverView, row: Offered) -> str:
    """Where one referral stands, and its buttons post to."""
    base = f"/o/{token}"
    return base if view.link.referral_id else f"{base}/{row.referral.code}"


def _called(view: ReceiverView | None, row: Offered | None) -> dict[str, str]:
    """Whom an office calls: the centre of the referral, else the town's office."""
    town, is_korean = current_town(), current_language() == "ko"
    centre = row.centre if row else view.centre if view else None
    if centre is None:
        return {"whom": town.called(current_language()), "phone": town.office_phone}
    return {"whom": centre.name if is_korean else centre.name_en, "phone": centre.phone}


def _page(
    template: str,
    *,
    whom_of: tuple[ReceiverView | None, Offered | None],
    **values: Any,  # noqa: ANN401  a template takes anything
) -> Response:
    """In the language that was chosen on this device, else in the town's own."""
    is_chosen = LANGUAGE_COOKIE in request.cookies
    with spoken(current_language() if is_chosen else current_town().language):
        return page(template, is_neutral=False, **values, **_called(*whom_of))
