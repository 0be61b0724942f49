"""Whom a resident would rather not have."""

from __future__ import annotations

from hopecare.domain.people import HelperWish
from hopecare.web.fields import Code, Request, Ticked, Version, Words


class FindHelperRequest(Request):
    """A volunteer's name or number."""

    q = Words(longest=60)


class HelperWishRequest(Request):
    """Which wish about helpers, and whether it holds from now on."""

    wish = Code(HelperWish, required=True)
    holds = Ticked()


class WorkplaceRequest(Request):
    """Where somebody works or learns; empty for forgetting it; and whether colleagues may come."""

    workplace = Words(longest=80, emoji=False)
    nobody_of_workplace = Ticked()
    version = Version()
