"""What a social worker fills in to hand a case to an office, and what they may look at before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from marshmallow import ValidationError, fields, validate

from hopecare.domain.packets import Mark, OverrideReason, PacketChoice, PacketItem
from hopecare.domain.referral_checks import Despite, DespiteReason, Doubt
from hopecare.services.override_sharing import Override
from hopecare.web.complaints import Complaint
from hopecare.web.fields import Code, Codes, Day, Id, Note, Request, Words

if TYPE_CHECKING:
    from collections.abc import Mapping


class ReferQuery(Request):
    """What a referral is started from: a programme, an assessment, a service."""

    programme = Words(longest=80)
    assessment_id = Id()
    service_id = Id()
    referral_id = Id()
    """Of an application: the referral it goes with."""


class MarkedObservation(fields.Field[tuple[UUID, Mark] | None]):
    """What a helper wrote, and whether it goes along as a fact or as an impression."""

    def _deserialize(
        self, value: object, *_args: object, **_options: object
    ) -> tuple[UUID, Mark] | None:
        row, _colon, mark = str(value).partition(":")
        try:
            return UUID(row), Mark(mark)
        except ValueError as error:
            raise ValidationError(Complaint("not_a_choice")) from error


class ShareRequest(Request):
    """To which service, which parts, by which right."""

    service_id = Id(required=True)
    assessment_id = Id()
    items = Codes(PacketItem)
    words = Note(longest=2000)
    observations = fields.List(MarkedObservation())
    findings = fields.List(Words(longest=80))
    findings_chosen_on = Day()
    due_on = Day(future=True)
    """By when the office said that it answers."""
    override_reason = Code(OverrideReason)
    override_words = Note(longest=2000)


class SendRequest(ShareRequest):
    """What is sent, as it was looked at before."""

    seen = Words(longest=64)
    """The hash of what was shown before it is sent."""
    despite = Codes(Doubt)
    """What spoke against it when it was looked at, as far as it is answered."""
    despite_reason = Code(DespiteReason)
    despite_words = Note(longest=2000)


class AskCapacityRequest(Request):
    """Which service is asked about its places."""

    service_id = Id(required=True)


class ReferRequest(SendRequest):
    """One form for all: `do` looks at it before it is sent, or asks the office first."""

    do = fields.String(
        load_default="look",
        validate=validate.OneOf(("look", "send", "ask", "heard"), error=Complaint("not_a_choice")),
    )


def choice_from(data: Mapping[str, Any]) -> PacketChoice:
    """Read what goes along; the answer of the rules only where it was chosen."""
    items = frozenset(data.get("items") or ())
    findings = tuple(data.get("findings") or ())
    needs_answer = PacketItem.REASONS in items or findings
    return PacketChoice(
        items=items,
        words=data.get("words"),
        assessment_id=data.get("assessment_id") if needs_answer else None,
        observations=dict(data.get("observations") or ()),
        findings=findings,
        findings_chosen_on=data.get("findings_chosen_on") if findings else None,
    )


def override_from(data: Mapping[str, Any]) -> Override | None:
    """Read by which right it is shared all the same; None where nobody said so."""
    reason = data.get("override_reason")
    return Override(reason=reason, words=data.get("override_words")) if reason else None


def despite_from(data: Mapping[str, Any]) -> Despite | None:
    """Read why it is sent all the same; None where nobody gave a reason."""
    reason = data.get("despite_reason")
    if reason is None:
        return None
    doubts = frozenset(data.get("despite") or ())
    return Despite(doubts=doubts, reason=reason, words=data.get("despite_words"))
