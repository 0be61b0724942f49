"""What a short code on a sheet leads to: a referral or a case, as far as the reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.queries.visibility import visible
from models import Case, Centre, Referral

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """One code: the row it names where it may be read, and the centre to ask in any case."""

    centre: Centre
    referral_id: UUID | None = None
    case_id: UUID | None = None

    @property
    def is_ours(self) -> bool:
        """Say whether the reader may open it; otherwise only its centre is named."""
        return bool(self.referral_id or self.case_id)


def find_coded(session: Session, code: str, *, identity: Identity) -> Coded | None:
    """Find the referral of this code, or else the case."""
    at_centre = Centre.id == Case.centre_id
    seen = visible("referral.read", identity, Referral)
    referred = session.execute(
        select(Referral.id, Centre, seen.label("seen"))
        .join(Case, Case.id == Referral.case_id)
        .join(Centre, at_centre)
        .where(Referral.code == code)
    ).one_or_none()
    if referred is not None:
        return Coded(centre=referred[1], referral_id=referred[0] if referred[2] else None)
    seen = visible("case.read", identity, Case)
    case = session.execute(
        select(Case.id, Centre, seen.label("seen")).join(Centre, at_centre).where(Case.code == code)
    ).one_or_none()
    return Coded(centre=case[1], case_id=case[0] if case[2] else None) if case else None
