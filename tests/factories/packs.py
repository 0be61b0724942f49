"""Evidence packs made by the real verb, as the page makes them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from hopecare.domain.codes import CODE_LENGTH, make_code
from hopecare.domain.evidence import LEAST, PackSection, PackTold
from hopecare.domain.packets import OverrideReason
from hopecare.services.make_pack import PackWish, make_pack
from hopecare.services.override_sharing import Override
from hopecare.web.evidence.content import content_of
from models import Case, EvidencePack
from tests.factories.cases import BY
from tests.factories.towns import NOW, TODAY


def a_pack(
    session: Session,
    case: Case,
    *,
    recipient: str = "통합사례회의",
    organisation_id: UUID | None = None,
    sections: Sequence[PackSection] = tuple(PackSection),
    told: Sequence[PackTold] = LEAST,
    language: str = "ko",
    override: str | None = "아이가 위험합니다",
    chosen_on: date = TODAY,
    now: datetime = NOW,
) -> EvidencePack:
    """A pack for a conference; without a yes, for a reason."""
    wish = PackWish(
        code=make_code(secrets.token_bytes(CODE_LENGTH)),
        recipient=recipient,
        organisation_id=organisation_id,
        sections=sections,
        told=told,
        language=language,
        override=Override(reason=OverrideReason.CHILD_AT_RISK, words=override),
        benefits_chosen_on=chosen_on,
    )
    return make_pack(
        session,
        case_id=case.id,
        wish=wish,
        say=lambda pack: content_of(session, pack),
        by=BY,
        now=now,
    )
