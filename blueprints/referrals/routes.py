"""The receiving agency's page: a referral code says whom to call, and nothing about anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request

from hopecare.domain.codes import read_code
from hopecare.queries.referrals import find_centre_of_code
from hopecare.web.forms import read_query
from hopecare.web.language import current_language
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.find_referral import FindReferralQuery
from hopecare.web.scopes import reading
from hopecare.web.town import current_town

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from models import Centre

blueprint = Blueprint("referrals", __name__, template_folder="templates", url_prefix="/referral")


@blueprint.get("")
@permits("referral.answer")
def whom_to_call() -> ResponseReturnValue:
    """Ask for the code on the sheet, and say which centre sent it."""
    form = read_query(FindReferralQuery)
    typed = form.data.get("code")
    if "code" not in request.args:
        return page("referrals/whom_to_call.html", form=form, asked=False)
    code = read_code(typed) if typed else None
    if code is None:
        form.refuse("code", "code_unreadable")
        return again("referrals/whom_to_call.html", form=form, asked=False)
    with reading() as session:
        centre = find_centre_of_code(session, code)
    name, phone = _whom(centre)
    return page(
        "referrals/whom_to_call.html",
        form=form,
        asked=True,
        code=f"{code[:4]}-{code[4:]}",
        found=centre is not None,
        name=name,
        phone=phone,
    )


def _whom(centre: Centre | None) -> tuple[str, str]:
    """Name the centre that sent it; the town's office where the code is not known."""
    town, language = current_town(), current_language()
    if centre is None:
        return town.called(language), town.office_phone
    return (centre.name if language == "ko" else centre.name_en), centre.phone
