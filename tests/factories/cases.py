"""Cases and needs, opened by the real verbs."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from hopecare.domain.identity import SystemActor
from hopecare.domain.needs import NeedKind
from hopecare.domain.urgency import Urgency
from hopecare.services.add_need import NeedWish, add_need
from hopecare.services.open_case import CasePlan, open_case
from models import Area, Case, Centre, Need, Person
from tests.factories.people import a_resident
from tests.factories.towns import NOW, TODAY, a_centre, an_area

BY = SystemActor(name="test")


def a_case(
    session: Session,
    *,
    resident: Person | None = None,
    centre: Centre | None = None,
    area: Area | None = None,
    urgency: Urgency = Urgency.ORDINARY,
    needs: tuple[NeedWish, ...] = (),
    now: datetime = NOW,
) -> Case:
    """An open case; without a resident, of a new one."""
    if resident is None:
        centre = centre or a_centre(session)
        area = area or an_area(session, covered_by=centre)
        resident = a_resident(session, centre=centre, area=area, now=now)
    plan = CasePlan(urgency=urgency, needs=needs, centre_id=centre.id if centre else None)
    return open_case(session, resident_id=resident.id, plan=plan, by=BY, now=now)


def a_wish(
    kind: NeedKind = NeedKind.SIDE_DISHES, *, from_on: date = TODAY, **wished: object
) -> NeedWish:
    """One help that is wished."""
    return NeedWish(kind=kind, from_on=from_on, **wished)  # type: ignore[arg-type]


def a_need(
    session: Session,
    *,
    case: Case | None = None,
    kind: NeedKind = NeedKind.SIDE_DISHES,
    now: datetime = NOW,
    **wished: object,
) -> Need:
    """A need of a case; without a case, of a new one."""
    case = case or a_case(session, now=now)
    return add_need(session, case, a_wish(kind, **wished), by=BY, now=now)  # type: ignore[arg-type]
