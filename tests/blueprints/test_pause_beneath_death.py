"""A stay that gave way to the word of a death: the pages say that it holds again if they live."""

from __future__ import annotations

from datetime import date

import pytest

from hopecare.domain.alerts import AlertEnd
from hopecare.domain.calls import CallTaskKind
from hopecare.services.follow_alarm_end import follow_alarm_end
from tests.factories.cases import BY
from tests.factories.desk import a_call_task, a_plan
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW

AGAIN = {"en": "if they live, it holds again by itself", "ko": "살아 계시면 저절로"}
ANEW = {"en": "it does not begin by itself", "ko": "저절로 시작되지 않습니다"}


@pytest.mark.parametrize(
    "pause",
    [(date(2026, 11, 20), date(2026, 12, 4)), (date(2026, 12, 29), None)],
    ids=["a stay", "one that lies ahead, without an end"],
)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_holds_again_if_they_live_is_not_to_be_set_anew(
    database, town_scope, visitor, centre, language, pause
):
    with database.writing(town_scope) as session:
        account = a_staff_account(session, centre=centre)
        person = a_resident(session, name="김다래", centre=centre)
        plan = a_plan(session, person)
        plan.paused_from, plan.paused_until = pause
        plan.gave_way = [["2026-12-20", "2026-12-27"]]
        call = a_call_task(session, person, kind=CallTaskKind.AFTER_HOSPITAL)
        session.flush()
        follow_alarm_end(session, person.id, ended_by=AlertEnd.HAS_DIED, by=BY, now=NOW)
    staff = visitor.sign_in(account).read_in(language)
    for path in (f"/residents/{person.id}/check-ins", f"/call-tasks/{call.id}"):
        shown = staff.get(path).main
        assert shown.count(AGAIN[language]) == 1
        assert shown.count(ANEW[language]) == 1, "the holiday beneath it begins not by itself"
