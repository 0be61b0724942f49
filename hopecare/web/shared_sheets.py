"""What an office is told, as a page or a sheet of paper shows it: read back from what was kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.calls import CallDirection, CallOutcome
from hopecare.domain.consent import ConsentForm
from hopecare.domain.eligibility.assessment import Receipt, Verdict
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.objections import objection_in
from hopecare.domain.packets import Mark, OverrideReason
from hopecare.language.term_words import language_name
from hopecare.web.language import current_language, current_reader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.domain.objections import Objected
    from hopecare.queries.referral_pages import SheetView
    from models import Centre, Organisation, Service

NOTHING: Final[dict[str, Any]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedSheet:
    """Exactly what an office is told, before it is sent and after."""

    content: Mapping[str, Any]
    service: Service
    organisation: Organisation
    centre: Centre | None
    is_unsafe: bool = False
    """By today: the content is without a number that became unsafe after it was sent."""
    code: str | None = None
    made_at: datetime | None = None
    """When this sending left; an objection is one of its own."""
    first_made_at: datetime | None = None
    """When the first one did, where this is another."""
    answer_due_on: date | None = None
    is_objection: bool = False

    @property
    def objected(self) -> Objected | None:
        """Give against what; None where a packet of an earlier release does not say it."""
        return objection_in(self.content)

    @property
    def name(self) -> str:
        """Give whom it is about."""
        return str(self.content.get("name") or "")

    @property
    def words(self) -> str | None:
        """Give the words for the office."""
        return self.content.get("words")

    @property
    def born_on(self) -> date | None:
        """Give the birth date, where it was shared."""
        return _day(self.content.get("birth_date"))

    @property
    def language(self) -> str:
        """Name the language they speak best, in the reader's own; nothing where it stays here."""
        return language_name(self.content.get("language"), current_reader())

    @property
    def phones(self) -> list[str]:
        """Give the telephone numbers that may be called today."""
        return list(self.content.get("telephone") or ())

    @property
    def unsafe(self) -> bool:
        """Say whether the person must not be contacted directly."""
        return self.is_unsafe or bool(self.content.get("is_unsafe"))

    @property
    def reasons(self) -> Mapping[str, Any]:
        """Give what the rules say of the programme asked for, in the reader's language."""
        said = (self.content.get("reasons") or NOTHING).get("said") or NOTHING
        found: Mapping[str, Any] = said.get(current_language()) or said.get("en") or NOTHING
        return found

    @property
    def verdict(self) -> Verdict:
        """Give the verdict of the programme asked for."""
        return Verdict(self.reasons["verdict"])

    @property
    def asked_on(self) -> date | None:
        """Give the day on which the household was asked."""
        return _day((self.content.get("reasons") or NOTHING).get("asked_on"))

    @property
    def older(self) -> str:
        """Say that an answer goes by the figures of an earlier year."""
        said = (self.content.get("reasons") or NOTHING).get("older") or NOTHING
        return str(said.get(current_language()) or "")

    @property
    def needs(self) -> list[tuple[NeedKind, NeedRhythm, date | None]]:
        """Give which help is needed."""
        return [
            (NeedKind(each["kind"]), NeedRhythm(each["rhythm"]), _day(each["from_on"]))
            for each in self.content.get("needs") or ()
        ]

    @property
    def tries(self) -> list[tuple[date | None, CallDirection, CallOutcome]]:
        """Give when somebody rang or knocked."""
        return [
            (_day(each["on"]), CallDirection(each["direction"]), CallOutcome(each["outcome"]))
            for each in (self.content.get("attempts") or NOTHING).get("tries") or ()
        ]

    @property
    def visits(self) -> int:
        """Give how often a helper was there."""
        return int((self.content.get("attempts") or NOTHING).get("visits") or 0)

    @property
    def last_visit_on(self) -> date | None:
        """Give when a helper was there last."""
        return _day((self.content.get("attempts") or NOTHING).get("last_visit_on"))

    @property
    def observations(self) -> list[tuple[date | None, Mark, str]]:
        """Give what helpers saw, each with its mark."""
        return [
            (_day(each["on"]), Mark(each["mark"]), each["words"])
            for each in self.content.get("observations") or ()
        ]

    @property
    def findings(self) -> list[tuple[str, Verdict, Receipt]]:
        """Give what the rules say of other programmes, where the resident chose to share it."""
        language = current_language()
        return [
            (
                each["names"].get(language) or each["programme"],
                Verdict(each["verdict"]),
                Receipt(each["receipt"]),
            )
            for each in self.content.get("other_findings") or ()
        ]

    @property
    def consent_on(self) -> date | None:
        """Give when the resident agreed; None where it is shared without."""
        return _day(self._right.get("consent_on"))

    @property
    def form(self) -> ConsentForm:
        """Give how they agreed."""
        return ConsentForm(self._right["form"])

    @property
    def override(self) -> OverrideReason | None:
        """Give by which right it is shared without a yes."""
        code = self._right.get("override")
        return OverrideReason(code) if code else None

    @property
    def _right(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.content.get("right") or NOTHING
        return found


def sheet_of(found: SheetView, *, answer_due_on: date | None) -> SharedSheet:
    """Show what was sent last, by the day on which it was."""
    row, packet = found.view.referral, found.packet
    is_objection = packet is not None and packet.is_objection
    return SharedSheet(
        content=found.content or {},
        service=found.view.service,
        organisation=found.view.organisation,
        centre=found.centre,
        is_unsafe=found.is_unsafe,
        code=row.code,
        made_at=packet.made_at if packet else row.made_at,
        first_made_at=row.made_at if is_objection else None,
        answer_due_on=answer_due_on,
        is_objection=is_objection,
    )


def _day(written: Any) -> date | None:  # noqa: ANN401  as it was kept
    return date.fromisoformat(written) if written else None
