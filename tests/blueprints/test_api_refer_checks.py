"""Other systems are held back by the same checks, with stable reasons, and ask first as well."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.service_facts import CapacityState
from hopecare.domain.weighed import WEIGHED
from models import CallTask, Referral, Service
from tests.blueprints.test_api_referrals import System
from tests.factories.directory import said_capacity
from tests.factories.towns import NOW


@pytest.fixture
def system(app, database, town_scope):
    return System(app, database, town_scope)


def narrow(system, **known):
    with system.database.writing(system.scope) as session:
        service = session.get_one(Service, system.service.id)
        for name, value in known.items():
            setattr(service, name, value)


def told(system, days):
    with system.database.writing(system.scope) as session:
        service = session.get_one(Service, system.service.id)
        said_capacity(session, service, CapacityState.OPEN, as_of=NOW - timedelta(days=days))


def seen(system):
    looked = system.post(f"{system.making}/look", system.wish())
    assert looked.status_code == 200, looked.text
    return looked.json


def test_what_speaks_against_it_is_named_and_answered_by_code(system):
    narrow(system, closed_for_now_since=NOW.date())
    looked = seen(system)
    assert {"code": "closed_for_now", "weight": "against"} in looked["checks"]
    held = system.post(system.making, system.wish(seen=looked["digest"]))
    assert (held.status_code, held.json["reason"]) == (409, "speaks_against")
    assert held.json["errors"] == {"despite": ["closed_for_now"]}
    answer = {"despite": ["closed_for_now"], "despite_reason": "office_said_yes"}
    wordless = system.post(system.making, system.wish(seen=looked["digest"], **answer))
    assert wordless.json["errors"] == {"despite_words": ["reason_needed"]}
    other = {**answer, "despite": ["too_old"], "despite_words": "전화로 물었습니다."}
    unmet = system.post(system.making, system.wish(seen=looked["digest"], **other))
    assert unmet.json["reason"] == "speaks_against"
    assert system.count(Referral) == 0
    answer["despite_words"] = "전화로 물었습니다."
    made = system.post(system.making, system.wish(seen=looked["digest"], **answer))
    assert made.status_code == 200, made.text
    assert system.row(Referral).sent_despite == ["closed_for_now"]
    untold(system, made.json)


def untold(system, made):
    """What staff weighed is on their pages only: it may say what somebody receives."""
    entries = system.get(f"/residents/{system.resident.id}/timeline").json["entries"]
    (facts,) = (each["facts"] for each in entries if each["kind"] == "referral_made")
    assert "answer_due_on" in facts
    assert not WEIGHED & set(facts)
    for path in (f"/referrals/{made['id']}", "/referrals"):
        told = system.get(path).text
        assert "closed_for_now" not in told
        assert "office_said_yes" not in told
        assert "전화로" not in told


def test_an_old_word_is_asked_for_first_and_a_new_one_lets_it_go(system):
    told(system, 45)
    digest = seen(system)["digest"]
    held = system.post(system.making, system.wish(seen=digest))
    assert (held.status_code, held.json["reason"]) == (409, "ask_capacity_first")
    service = {"service_id": str(system.service.id)}
    call = system.post(f"{system.making}/ask-capacity", service)
    assert call.status_code == 200, call.text
    assert system.row(CallTask).kind is CallTaskKind.ASK_CAPACITY
    assert system.post(f"{system.making}/ask-capacity", service).json == call.json
    heard = system.post(f"/services/{system.service.id}/capacity", {"state": "open"})
    assert heard.status_code == 200, heard.text
    assert system.row(CallTask).status is CallTaskStatus.DONE
    assert system.post(system.making, system.wish(seen=digest)).status_code == 200


def test_a_stranger_to_the_case_asks_nothing_for_it(system):
    service = {"service_id": str(system.service.id)}
    refused = system.post(f"{system.making}/ask-capacity", service, who="elsewhere")
    assert refused.status_code == 403
    assert system.count(CallTask) == 0
