"""Two people edit one thing: whoever comes second sees both, and nothing is overwritten.

The forms are found on the pages themselves: each form that edits carries the version of its row.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from sqlalchemy import select

from hopecare.domain.roles import Role
from models import Account
from tests.blueprints.test_every_door import RULES
from tests.factories.everything import everything
from tests.factories.people import a_staff_account
from tests.factories.towns import a_centre, a_town, an_area
from tests.plugins.pages import Values, Visitor, filled, path_of, values_of

pytestmark = [pytest.mark.both_databases, pytest.mark.timeout(600)]  # every page and form

OWN = {"csrf_token", "op", "version", "town"}
PAGES = tuple(rule for rule, _ in RULES if "GET" in (rule.methods or ()))
EDITS: dict[str, tuple[Values, Values]] = {
    "casework.appointment_act": (
        {"appointment_on": "2026-12-01", "appointment_place": "읍사무소 1층"},
        {"appointment_on": "2026-12-03", "appointment_place": "읍사무소 2층"},
    ),
    "casework.application_paper_act": (
        {"stands": "have", "valid_until": "2027-01-05", "issued_by": "주민센터"},
        {"stands": "not_needed", "valid_until": "", "issued_by": "구청"},
    ),
    "casework.application_step_act": (
        {"stands": "done", "words": "통화함"},
        {"stands": "left", "words": "원하지 않음"},
    ),
    "casework.referral_step_act": (
        {"stands": "done", "words": "전화함"},
        {"stands": "left", "words": "바라지 않음"},
    ),
    "coordination.change_service_act": (
        {"qualifies": "65세 이상", "mon": "09:00-12:00", "languages": ["ko"]},
        {"qualifies": "혼자 사는 분", "mon": "13:00-18:00", "languages": ["vi"]},
    ),
    "coordination.change_organisation_act": (
        {"name": "가람 복지관", "phone": "031-000-0101"},
        {"name": "나루 복지관", "phone": "031-000-0102"},
    ),
    "casework.change_resident_act": ({"called": "담비씨"}, {"called": "옥씨"}),
    "casework.home_point_act": ({"point": "37.721, 127.191"}, {"point": "37.722, 127.192"}),
    "casework.workplace_act": ({"workplace": "가람상회"}, {"workplace": "나루서점"}),
    "casework.gap_act": (
        {"reason": "never_applied", "words": "Nobody told her"},
        {"reason": "cut_off", "over": 8000, "words": "A little over"},
    ),
    "casework.change_need_act": (
        {"kind": "companion_visit", "minutes": 45},
        {"kind": "escort", "minutes": 30},
    ),
    "casework.change_goal_act": (
        {"words": "시장까지 걷기", "target_on": "2026-12-10", "is_agreed": "no"},
        {"words": "둘레길 걷기", "target_on": "2026-12-20", "is_agreed": "no"},
    ),
    "coordination.change_volunteer_act": (
        {"skills": ["lift", "escort"], "radius_m": 900},
        {"skills": ["papers"], "radius_m": 700},
    ),
    "volunteering.profile_act": (
        {"hours": ["weekend_morning"], "avoids": ["pets"]},
        {"hours": ["weekday_evening"], "avoids": []},
    ),
    "volunteering.away_act": ({"away_until": "2026-12-01"}, {"away_until": "2026-12-24"}),
    "coordination.pause_plan": ({"paused_from": "2026-12-02"}, {"paused_from": "2026-12-03"}),
    "coordination.plan": (
        {"local_time": "11:30", "weekdays": ["mon", "tue"]},
        {"local_time": "16:15", "weekdays": ["fri"]},
    ),
}
"""What the first and the second person write into each form."""
BOTH_SAID = {
    "casework.appointment_act": ("2026-12-01", "2026-12-03", "읍사무소 1층", "읍사무소 2층"),
    "casework.application_paper_act": ("There", "Not needed", "2027-01-05", "주민센터", "구청"),
    "casework.application_step_act": ("Done", "Not taken", "통화함", "원하지 않음"),
    "casework.referral_step_act": ("Done", "Not taken", "전화함", "바라지 않음"),
    "coordination.change_organisation_act": ("가람 복지관", "나루 복지관"),
    "coordination.change_service_act": ("65세 이상", "혼자 사는 분", "09:00-12:00", "Vietnamese"),
    "casework.change_resident_act": ("담비씨", "옥씨"),
    "casework.home_point_act": ("37.721, 127.191", "37.722, 127.192"),
    "casework.workplace_act": ("가람상회", "나루서점"),
    "casework.gap_act": (
        "Never applied",
        "Something was over a limit",
        "Nobody told her",
        "A little over",
        "8000",
        "(empty)",
    ),
    "casework.change_need_act": ("A visit for company", "Going along", "45", "30"),
    "casework.change_goal_act": ("시장까지 걷기", "둘레길 걷기", "2026-12-10", "2026-12-20"),
    "coordination.change_volunteer_act": ("900", "700", "Help with papers", "A lift by car"),
    "volunteering.profile_act": ("Weekend mornings", "Weekday evenings", "Pets", "(empty)"),
    "volunteering.away_act": ("2026-12-01", "2026-12-24"),
    "coordination.plan": ("11:30", "16:15", "Monday, Tuesday", "Friday"),
    "coordination.pause_plan": ("2026-12-02", "2026-12-03"),
}
ACTS = {
    "accounts.reset_password": {"password": "a long new pass phrase"},
    "coordination.end_plan": {},
    "coordination.volunteer_point_act": {"point": "37.721, 127.191"},
    "accounts.close_account": {},
    "casework.end_other_help_act": {},
    "casework.reach_goal_act": {},
    "casework.close_case_act": {"outcome": "need_met", "seen_open": "yes"},
    "casework.settle_turn_act": {"done": "told_them"},
    "casework.approve_closing_act": {},
    "coordination.drop_from_list": {},
    "coordination.put_off": {"when": "next_week", "reason": "no_answer"},
}
"""Forms with a version and no value to compare: the second learns that it stands otherwise."""
TRIED_ELSEWHERE = {
    "casework.give_up_goal_act": "a goal ends once: services/test_goals.py makes it stale",
    "casework.take_back_offer_act": "has no field of a row: test_transfers.py makes it stale",
    "casework.send_back_closing_act": "stands beside the approval: test_closings.py makes it stale",
    "coordination.confirm_list": "ticks no value of a row: test_matching.py makes it stale",
    "coordination.choose_helper": "stands beside who fits: test_matching.py makes it stale",
}
"""Forms with a version that the changes of the others take off the page."""
FILLED_WITHOUT_VERSION = {
    "casework.extend_act": "more time is given once",
    "casework.after_check_act": "a check is recorded once",
    "casework.crisis_help_act": "the first help is recorded once",
    "casework.emergency_act": "a further call that was made",
    "casework.open_crisis_act": "a new crisis, one a case",
    "accounts.add": "a new account",
    "accounts.make_token": "a further token",
    "casework.add_contact": "a further contact",
    "casework.add_need_act": "a new need",
    "casework.add_relative": "a further relation",
    "casework.answer_day_act": "the day is named once, while none runs",
    "casework.last_day_act": "the last day to object is named once",
    "casework.answer_act": "an answer is given once; a question or a not-yet adds to what stands",
    "casework.backup_act": "a row of its own; whoever was backup before is kept as replaced",
    "casework.assess_act": "each assessment is a row of its own beside the earlier ones",
    "casework.open_resident_act": "a new resident",
    "casework.outcome_act": "an outcome is recorded once",
    "casework.other_help_act": "a further body's help",
    "casework.pack_act": "a further pack",
    "casework.record_aid_act": "a further help given",
    "casework.refer_act": "carries the hash of what was seen: test_referral_packets.py changes it",
    "casework.record_consent_act": "a further entry of the ledger",
    "coordination.draft": "a new message to many",
    "coordination.join_act": "a new profile",
    "coordination.new_volunteer_act": "a new volunteer",
    "coordination.volunteer_home_act": "carries the home it was read with: test_volunteer_home.py",
    "volunteering.home_act": "carries the home it was read with: test_volunteer_home.py",
    "coordination.note_capacity_act": "a further word; the one before it is kept as replaced",
    "coordination.leave_act": "a further leave",
    "coordination.put_on_duty": "a further duty period",
    "coordination.send_directory_act": "a further file; taken over is what was seen, by its hash",
    "coordination.set_aside": "a move, which the care path allows once",
    "coordination.settle": "a reply is settled once",
    "coordination.take_report_act": "a new report",
    "coordination.try_to_reach": "a further try",
    "volunteering.visit_act": "a further visit",
}
"""Forms that begin with something in their fields and still change no row that stands."""


@pytest.fixture
def made(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        made = everything(session, centre, an_area(session, covered_by=centre))
        made.ids["account_id"] = a_staff_account(session, centre=centre).id
    return made


@pytest.fixture
def two(database, town_scope, app, made):
    """Two of the staff, and two telephones of the volunteer, by who may open the page."""
    with database.writing(town_scope) as session:
        roles = set(Role) - {Role.VOLUNTEER}
        staff = [a_staff_account(session, roles=roles) for _ in range(2)]
        of_volunteer = select(Account).where(Account.person_id == made.volunteer.id)
        own = [session.scalars(of_volunteer).one()] * 2
    return {
        "staff": [Visitor(app).sign_in(each) for each in staff],
        "volunteer": [Visitor(app).sign_in(each) for each in own],
    }


def forms_of(app, made, two):
    """Every form that writes: its endpoint, who opens it, on which page, its element."""
    seen: dict[str, tuple[str, str, Element]] = {}
    pages = list(filter(None, map(made.path, PAGES)))
    for who, (visitor, _) in two.items():
        for path in pages:
            if (page := visitor.look(path)) is None:
                continue
            for endpoint, form in posts_of(app, page):
                seen.setdefault(endpoint, (who, path, form))
    return seen


def posts_of(app, page):
    """The page's forms that write, by the endpoint they post to."""
    adapter = app.url_map.bind("localhost")
    for form in page.find_all("form"):
        if form.attrib.get("method", "get").lower() == "post":
            yield adapter.match(path_of(form.attrib["action"]), method="POST")[0], form


def action_on(app, page, name):
    """Where the form of this name posts to; a plan that was changed is another row."""
    return path_of(dict(posts_of(app, page))[name].attrib["action"])


def typed(form):
    """What stands beforehand in the fields that people fill in."""
    hidden = {
        each.attrib.get("name")
        for each in form.iter("input")
        if each.attrib.get("type") == "hidden"
    }
    return {k: v for k, v in values_of(form).items() if v.strip() and k not in hidden | OWN}


def test_whoever_comes_second_sees_both_and_overwrites_nothing(app, made, two):
    forms = forms_of(app, made, two)
    every_form_that_edits_carries_the_version_of_its_row(forms)
    faults = {}
    for name in EDITS:
        who, path, _ = forms[name]
        action = action_on(app, two[who][0].get(path), name)
        faults[name] = what_is_wrong(two[who], path, action, name)
    for name, values in ACTS.items():
        who, path, _ = forms[name]
        first, second = two[who]
        action = action_on(app, first.get(path), name)
        late = filled(second.get(path).fields(action), values)
        first.post(action, values, on=path)
        assert "Nothing was overwritten" in second.send(action, late, status=409).text, name
    assert "\n".join(f"{name}: {fault}" for name, fault in faults.items() if fault) == ""


def every_form_that_edits_carries_the_version_of_its_row(forms):
    versioned = {name for name, (_, _, form) in forms.items() if "version" in values_of(form)}
    assert versioned == {*EDITS, *ACTS, *TRIED_ELSEWHERE}
    bare = {n: typed(f) for n, (_, _, f) in forms.items() if n not in versioned and typed(f)}
    assert sorted(set(bare) ^ set(FILLED_WITHOUT_VERSION)) == []


def what_is_wrong(two, path, action, name):
    """Let both open the page, then send one after the other."""
    (first, second), (theirs, mine) = two, EDITS[name]
    late = filled(second.get(path).fields(action), mine)
    first.follow(first.send(action, filled(first.get(path).fields(action), theirs)))
    stands = said_of(first, path, action, name)
    page = second.send(action, late, status=409)
    missing = [each for each in BOTH_SAID[name] if each not in page.main]
    if missing or page.h1 != "Somebody else changed this meanwhile":
        return f"not said: {missing} in {page.main}"
    if said_of(first, path, action, name) != stands:
        return "overwritten"
    # Saved as the page offers it, what the first wrote stands.
    second.send(action, page.fields(action))
    return None if said_of(first, path, action, name) == stands else "the choice was not obeyed"


def said_of(visitor, path, action, name):
    """What stands in the form now, without its keys; that it is gone where it has been done."""
    page = visitor.get(path)
    if name == "coordination.pause_plan":
        return [each for each in page.main.split() if each]
    own = {"csrf_token", "op", "version", "plan_id"}
    return sorted((k, v) for k, v in page.fields(action).items(multi=True) if k not in own)
