"""Whether nobody is on duty now, for whoever reads a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.web.glance import glance

if TYPE_CHECKING:
    from hopecare.domain.duty import Cover


def nobody_on_duty() -> Cover | None:
    """Give from when somebody is on duty again; None while somebody is, and without a town."""
    cover = glance().cover
    return None if cover is None or cover.is_named else cover
