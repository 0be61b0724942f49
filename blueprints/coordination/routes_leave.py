"""Who of the staff is away: entered once, obeyed by every rota."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from flask import url_for

from blueprints.coordination.door import blueprint
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.staff_leaves import leaves_ahead, own_staff
from hopecare.queries.visibility import refuse_unless
from hopecare.services.end_leave import end_leave
from hopecare.services.set_leave import set_leave
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import Form, blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.set_duty import SetLeaveRequest
from hopecare.web.scopes import reading
from models import Person, StaffLeave

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

A_DAY: Final = timedelta(days=1)


@blueprint.get("/duty/leave")
@permits("duty.set")
def leave() -> ResponseReturnValue:
    """Show who is away, and ask who else will be."""
    return page("coordination/leave.html", **_seen(None))


@blueprint.post("/duty/leave")
@permits("duty.set")
def leave_act() -> ResponseReturnValue:
    """Write down that somebody is away."""
    form, identity = read_form(SetLeaveRequest), current_identity()
    if not form.is_valid:
        return again("coordination/leave.html", **_seen(form))
    data = form.data

    def act(session: Session) -> str:
        refuse_unless(session, "duty.set", identity, Person, data["person_id"])
        from_at, until_at = _hours(data)
        set_leave(
            session,
            person_id=data["person_id"],
            from_at=from_at,
            until_at=until_at,
            now=desk().clock(),
        )
        return url_for("coordination.duty")

    try:
        return act_once(identity, act, said=N_("It is written down. Please look at the gaps."))
    except InvalidInputError as error:
        return again("coordination/leave.html", **_seen(form.refuse_all(error)))


@blueprint.post("/duty/leave/<uuid:leave_id>/end")
@permits("duty.set")
def leave_end_act(leave_id: UUID) -> ResponseReturnValue:
    """Somebody is back, or does not go after all."""
    identity = current_identity()

    def act(session: Session) -> str:
        refuse_unless(session, "duty.set", identity, StaffLeave, leave_id)
        end_leave(session, leave_id=leave_id, now=desk().clock())
        return url_for("coordination.leave")

    return act_once(identity, act, said=N_("The rota has changed."))


def _hours(data: dict[str, Any]) -> tuple[datetime, datetime]:
    """From the first day's first moment to the last day's last, by the town's clock."""
    zone = ZoneInfo(current_reader().zone)
    # No calendar has a day after its last; what is so far off is refused by the verb.
    after = min(data["until_on"], date.max - 2 * A_DAY) + A_DAY
    return datetime.combine(data["from_on"], time(), zone), datetime.combine(after, time(), zone)


def _seen(form: Form | None) -> dict[str, Any]:
    """Read who is away, and who may be."""
    identity, reader = current_identity(), current_reader()
    with reading() as session:
        leaves = leaves_ahead(session, "duty.set", identity=identity, now=desk().clock())
        staff = own_staff(session, identity=identity, on=reader.today)
    shown(person.id for _leave, person in leaves)
    today = reader.today.isoformat()
    first = {"from_on": today, "until_on": today}
    return {
        "leaves": leaves,
        "staff": staff,
        "form": form or blank_form(first),
    }
