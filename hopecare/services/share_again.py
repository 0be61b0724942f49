"""Send what was shared once more, as an objection: what it is against, and nothing else besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.objections import PART, part_of
from hopecare.domain.packets import digest_of
from hopecare.queries.referral_packets import find_packet, shared_in
from hopecare.queries.town_days import local_day
from models import ReferralPacket

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.objections import Objected
    from models import ConsentEntry, Referral


def share_again(
    session: Session,
    referral: Referral,
    objected: Objected,
    *,
    consent: ConsentEntry,
    by: Actor,
    now: datetime,
) -> ReferralPacket | None:
    """Keep one more sending under the consent of today; None where nothing was kept before.

    What was said until now stays the words of the referral; what the objection says is its own.
    """
    before = find_packet(session, referral.id)
    if before is None:
        return None
    on = local_day(session, consent.town_id, consent.at)
    right = {"consent_on": on.isoformat(), "form": consent.form.value}
    part = part_of(objected, sending=before.number + 1)
    content = {**shared_in(before), "words": referral.words, "right": right, PART: part}
    row = ReferralPacket(
        town_id=referral.town_id,
        referral_id=referral.id,
        number=before.number + 1,
        made_at=now,
        made_by_id=by.person_id,
        items=list(before.items),
        snapshot=content,
        digest=digest_of(content),
        consent_entry_id=consent.id,
        findings=list(before.findings),
        findings_chosen_on=before.findings_chosen_on,
        findings_asked_by_id=before.findings_asked_by_id,
    )
    session.add(row)
    session.flush()
    return row
