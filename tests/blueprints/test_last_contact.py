"""When somebody was last heard of counts what staff wrote at the end of an alarm about them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.care_path import SlotStatus
from hopecare.services.clear_check_in import clear_check_in
from hopecare.services.end_alert import end_alert
from tests.blueprints.test_desk import _names, case_of, place, worker
from tests.factories.desk import a_slot, an_alert
from tests.factories.people import an_identity
from tests.factories.towns import NOW

__all__ = ["case_of", "place", "worker"]

pytestmark = pytest.mark.both_databases
DAY = timedelta(days=1)
THEN = NOW - 3 * DAY


@pytest.fixture
def is_silent(visitor, worker, case_of):
    """Whether a case is silent by the desk, of whom this became known three days ago."""

    def found(then):
        case_of(worker, "김하나", then=then, now=NOW - 30 * DAY)
        return _names(visitor.sign_in(worker).get("/desk?silent=yes")) == ["김하나"]

    return found


def ended(worker, kind, how):
    def then(session, _case, resident):
        alert = an_alert(session, resident, kind=kind, now=THEN)
        by = an_identity(session, worker)
        end_alert(session, alert_id=alert.id, ended_by=how, note="x", by=by, now=THEN)

    return then


@pytest.mark.parametrize("kind", [AlertKind.WORRY, AlertKind.HELP_ASKED])
@pytest.mark.parametrize("how", [AlertEnd.ALL_CLEAR, AlertEnd.HELPED])
def test_whoever_was_reached_at_the_end_of_an_alert_is_not_silent(worker, is_silent, kind, how):
    assert not is_silent(ended(worker, kind, how))


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        (AlertKind.WORRY, AlertEnd.IN_HOSPITAL),
        (AlertKind.HELP_ASKED, AlertEnd.EMERGENCY_SERVICES),
        (AlertKind.HELP_ASKED, AlertEnd.NOT_NEEDED),
        (AlertKind.UNFILLED, AlertEnd.HELPED),
        (AlertKind.CALL_OVERDUE, AlertEnd.HELPED),
    ],
)
def test_whoever_was_not_reached_by_it_stays_silent(worker, is_silent, kind, how):
    assert is_silent(ended(worker, kind, how))


@pytest.mark.parametrize(
    ("how", "silent"), [(AlertEnd.ALL_CLEAR, False), (AlertEnd.IN_HOSPITAL, True)]
)
def test_an_all_clear_of_a_check_in_that_alarmed_nobody_counts_too(worker, is_silent, how, silent):
    def then(session, _case, resident):
        slot = a_slot(session, resident, status=SlotStatus.NOT_ASKED, due_at=THEN)
        by = an_identity(session, worker)
        clear_check_in(session, slot=slot, ended_by=how, by=by, now=THEN)

    assert is_silent(then) is silent
