"""Whom a resident would rather not have."""

from __future__ import annotations

from hopecare.web.fields import Request, Ticked, Words


class FindHelperRequest(Request):
    """A volunteer's name or number."""

    q = Words(longest=60)


class BuildingWishRequest(Request):
    """Whether helpers of the same building are out of the question."""

    nobody = Ticked()
