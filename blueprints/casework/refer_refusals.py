"""What the form that refers refuses at once, at its field: no right to share, or open already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.permissions import could_ever
from hopecare.queries.cases import case_by_id
from hopecare.queries.referrals import find_open_referral, find_sharing_consent
from hopecare.queries.visibility import refuse_unless
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.scopes import reading
from models import Case

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.web.forms import Form


def refuse_unshareable(case_id: UUID, form: Form) -> Form:
    """Say at its field why nothing can be looked at or sent; the form as it was where it can."""
    with reading() as session:
        refuse_unless(session, "referral.make", current_identity(), Case, case_id)
        resident_id = case_by_id(session, case_id).resident_id
        consent = find_sharing_consent(session, resident_id, on=current_reader().today)
        standing = find_open_referral(session, case_id, form.data["service_id"])
    if consent is None:
        _refuse_rightless(form)
    return form if standing is None else form.refuse("service_id", "referral_open_there")


def _refuse_rightless(form: Form) -> None:
    """Without a consent it needs one of the rights, and its words."""
    if not could_ever(current_identity(), "referral.override"):
        form.refuse("_seen", "consent_needed_first")
    elif form.data.get("override_reason") is None:
        form.refuse("override_reason", "right_needed")
    elif not form.data.get("override_words"):
        form.refuse("override_words", "reason_needed")
