"""What a referral's FHIR file says: for the page and for other systems, by one gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.fhir_referrals import Agreed, Body, Coded, ReferralFacts, Remark
from hopecare.domain.objections import objection_in
from hopecare.errors import NoConsentError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.cases import case_by_id
from hopecare.queries.places import called_in
from hopecare.queries.referral_moments import last_moved_at
from hopecare.queries.referral_packets import (
    as_it_was_sent,
    find_packet,
    right_of_last_sending,
    shared_in,
)
from hopecare.queries.residents import person_by_id
from models import Centre

if TYPE_CHECKING:
    from enum import StrEnum

    from sqlalchemy.orm import Session

    from hopecare.language.reader import Reader
    from hopecare.queries.referral_packets import SharingRight
    from hopecare.queries.referrals import ReferralView
    from models import ConsentEntry, Referral, ReferralPacket


def fhir_facts(session: Session, view: ReferralView, reader: Reader) -> ReferralFacts:
    """Give what the bundle is written from; refused where nothing may be shared today."""
    row = view.referral
    case = case_by_id(session, row.case_id)
    right = _right(session, row, reader)
    centre = session.get_one(Centre, case.centre_id)
    service = called_in(view.service, reader.language)
    packet = find_packet(session, row.id)
    office = as_it_was_sent(session, view, packet).organisation
    return ReferralFacts(
        base=f"{desk().settings.public_base_url}/fhir",
        id=row.id,
        code=row.code,
        status=_coded(row.status, reader),
        urgency=case.urgency.value,
        service=Coded(code=row.programme or "service", text=service),
        programme=row.programme,
        made_at=row.made_at,
        changed_at=last_moved_at(session, row),
        answer_due_on=row.answer_due_on,
        patient_id=row.person_id,
        patient_name=person_by_id(session, row.person_id).full_name if right else None,
        requester=Body(id=centre.id, name=called_in(centre, reader.language), phone=centre.phone),
        owner=Body(
            id=office.id,
            name=called_in(office, reader.language),
            phone=office.phone,
        ),
        agreed=_agreed(right.consent if right else None, reader),
        reason=_coded(row.refusal_reason, reader) if row.refusal_reason else None,
        outcome=_coded(row.outcome, reader) if row.outcome else None,
        objection=_objection(packet, reader) if right else None,
    )


def _objection(packet: ReferralPacket | None, reader: Reader) -> Remark | None:
    """Name the decision by what was sent: its day, and the reason that was given."""
    objected = objection_in(shared_in(packet))
    if packet is None or objected is None:
        return None
    against = objected.against
    named = [reader.label(against.decision), reader.dated(against.decided_on)]
    if against.reason is not None:
        named.append(reader.label(against.reason))
    text = reader.say(N_("Objection to a decision: %(which)s"), which=" · ".join(named))
    return Remark(at=packet.made_at, text=text)


def _right(session: Session, row: Referral, reader: Reader) -> SharingRight | None:
    """Give by what right it is shared today; of what was called off nothing is shared any more."""
    if row.status is ReferralStatus.WITHDRAWN:
        return None
    right = right_of_last_sending(session, row, on=reader.today)
    if not right.holds:
        purpose = ConsentPurpose.SHARE_WITH_AGENCY.value
        raise NoConsentError(person_id=row.person_id, purpose=purpose)
    return right


def _agreed(consent: ConsentEntry | None, reader: Reader) -> Agreed | None:
    if consent is None:
        return None
    return Agreed(id=consent.id, at=consent.at, form=_coded(consent.form, reader))


def _coded(member: StrEnum, reader: Reader) -> Coded:
    return Coded(code=member.value, text=reader.label(member))
