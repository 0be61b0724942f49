"""What stands on the page of two records side by side, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from hopecare.domain.check_ins import way_of
from hopecare.domain.merging import MergeField, Obstacle
from hopecare.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.language.reader import Reader
    from hopecare.queries.merge_views import MergeView, Record
    from models import CheckInPlan

FIELDS: Final = {
    MergeField.FULL_NAME: N_("Name"),
    MergeField.CALLED: N_("What a stranger may call them"),
    MergeField.ROMANISED: N_("Name in letters"),
    MergeField.BIRTH_ON: N_("Birth date"),
    MergeField.SEX: N_("Gender"),
    MergeField.LANGUAGE: N_("Language"),
    MergeField.NOTE: N_("Note for staff"),
    MergeField.HOME: N_("Home"),
    MergeField.PHONE: N_("Telephone to try first"),
}
OBSTACLES: Final = {
    Obstacle.ONE_HAS_DIED: N_(
        "One of them has died. Record the death in the other record too, or undo it, then merge."
    ),
    Obstacle.LEGAL_HOLD: N_("A record is held for legal reasons: it stays exactly as it is."),
    Obstacle.HOLDS_MERGED: N_(
        "Another record already leads to the second one. Keep that one: let them change places."
    ),
    Obstacle.TWO_VOLUNTEERS: N_("Both are registered as volunteers. That cannot be merged yet."),
    Obstacle.TWO_ACCOUNTS: N_("Both can sign in. Ask the administrator which account is theirs."),
    Obstacle.IS_STAFF: N_("The second works for a centre. Keep that one: let them change places."),
    Obstacle.KNOW_EACH_OTHER: N_(
        "One is written down as the other's relative, contact or helper. They look like two people."
    ),
    Obstacle.CONSENT_DIFFERS: N_(
        "One record says no to what goes on in the other. Ask them again and write the answer into "
        "both, then merge."
    ),
    Obstacle.REFUSED_HELPER_HELPS: N_(
        "One record refuses a volunteer who helps the other, or is asked to. Ask the resident, "
        "then end the refusal or the help."
    ),
    Obstacle.TWO_LIVE_CASES: N_("Both have an open case. Close one of them first, then merge."),
    Obstacle.NO_PLAN_CHOSEN: N_("Please choose which check-ins go on."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One value that differs, as both records say it."""

    field: MergeField
    label: str
    kept: str
    other: str


def shown_differences(
    view: MergeView, reader: Reader, areas: Mapping[str, str]
) -> list[Difference]:
    """Say every differing value of both records."""
    return [
        Difference(
            field=field,
            label=reader.say(FIELDS[field]),
            kept=_said(view.kept, field, reader, areas),
            other=_said(view.other, field, reader, areas),
        )
        for field in view.differs
    ]


def shown_plans(view: MergeView, reader: Reader) -> list[tuple[str, str]]:
    """Say when each plan asks, to choose one from."""
    return [
        (str(plan.id), " · ".join(_parts_of(plan, record, reader)))
        for record in (view.kept, view.other)
        for plan in record.plans
    ]


def _parts_of(plan: CheckInPlan, record: Record, reader: Reader) -> tuple[str, ...]:
    at, way = reader.clock(plan.local_time), reader.label(way_of(plan.asked_by, plan.channel))
    return (at, way, record.person.full_name)


def _said(record: Record, field: MergeField, reader: Reader, areas: Mapping[str, str]) -> str:
    person = record.person
    match field:
        case MergeField.BIRTH_ON:
            born = date.fromisoformat(person.birth_on) if person.birth_on else None
            return reader.birth_date(born) if born else ""
        case MergeField.SEX:
            return reader.label(person.sex) if person.sex else ""
        case MergeField.HOME:
            home = record.living.household if record.living else None
            parts = (areas.get(str(home.area_id), ""), home.address) if home else ()
            return " · ".join(part for part in parts if part)
        case MergeField.PHONE:
            return ", ".join(reader.phone(point.value) for point in record.points)
        case _:
            return str(record.word(field) or "")
