"""The crisis of the case a page is about: said on every page of that case until the all-clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.permissions import could_ever
from hopecare.queries.crises import crisis_at_a_glance
from hopecare.web.identity import find_current_identity
from hopecare.web.scopes import reading

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.queries.crises import CrisisGlance


def open_crisis(case_id: UUID) -> CrisisGlance | None:
    """Give the crisis without an all-clear, to those who may read the case."""
    identity = find_current_identity()
    if identity is None or not could_ever(identity, "crisis.read"):
        return None
    with reading() as session:
        return crisis_at_a_glance(session, case_id, identity=identity)
