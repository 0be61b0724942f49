"""What the board of referrals may be narrowed by."""

from __future__ import annotations

from hopecare.web.fields import Id, Request


class ReferralBoardFilter(Request):
    """Whose referrals, to which office, of which centre."""

    owner_id = Id()
    organisation_id = Id()
    centre_id = Id()
