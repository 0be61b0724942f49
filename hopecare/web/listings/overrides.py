"""What was shared without a yes: who decided it, by which right, and in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from hopecare.domain.packets import OverrideReason
from hopecare.language import N_
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Request
from hopecare.web.listing import Column, Key, Listing, register
from models import Organisation, Person, Referral, ReferralPacket, Service, SharingOverride

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Row, ScalarSelect, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader

_DECIDER: Final = aliased(Person, name="decider")


class OverridesFilter(Request):
    """What the list may be narrowed by."""

    reason = Code(OverrideReason)


def _source(_session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    asked: Select[*tuple[Any, ...]] = (
        select(SharingOverride, Person, _DECIDER, Service, Organisation)
        .join(Person, Person.id == SharingOverride.person_id)
        .outerjoin(_DECIDER, _DECIDER.id == SharingOverride.made_by_id)
        .join(Service, Service.id == SharingOverride.service_id)
        .join(Organisation, Organisation.id == func.coalesce(_told(), Service.organisation_id))
        .where(visible("referral.read", identity, SharingOverride))
    )
    if wanted.get("reason"):
        asked = asked.where(SharingOverride.reason == wanted["reason"])
    return asked


def _told() -> ScalarSelect[UUID | None]:
    """The office that was sent what left by an override, whoever has its service by now."""
    return (
        select(Referral.sent_to_id)
        .join(ReferralPacket, ReferralPacket.referral_id == Referral.id)
        .where(ReferralPacket.override_id == SharingOverride.id)
        .order_by(Referral.id)
        .limit(1)
        .correlate(SharingOverride)
        .scalar_subquery()
    )


def _agency(row: Row[Any], reader: Reader) -> str:
    return str(row.Organisation.name if reader.language == "ko" else row.Organisation.name_en)


OVERRIDES = register(
    Listing(
        name="overrides",
        title=N_("Shared without consent"),
        permission="referral.read",
        endpoint="casework.overrides",
        filters=OverridesFilter,
        source=_source,
        order=(Key(SharingOverride.made_at, descending=True), Key(SharingOverride.id)),
        columns=(
            Column(
                "resident",
                N_("Resident"),
                lambda row, _reader: row.Person.full_name,
                link=lambda row: url_for("casework.case", case_id=row.SharingOverride.case_id),
            ),
            Column("organisation", N_("Receiving agency"), _agency),
            Column(
                "reason",
                N_("By which right?"),
                lambda row, reader: reader.label(row.SharingOverride.reason),
            ),
            Column(
                "words",
                N_("What happened, and why it cannot wait"),
                lambda row, _reader: row.SharingOverride.words or "",
            ),
            Column(
                "by",
                N_("Decided by"),
                lambda row, _reader: row.decider.full_name if row.decider else "",
            ),
            Column(
                "made",
                N_("Sent on"),
                lambda row, reader: reader.moment(row.SharingOverride.made_at),
            ),
        ),
        people=lambda row: [row.Person.id, row.decider.id if row.decider else None],
        empty=N_("Nothing was shared without consent."),
    )
)
