"""What was said and not yet kept: stored at each step, offered again, overwritten by nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import LargeBinary, select, type_coerce

from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.roles import Role
from hopecare.passwords import hash_password
from hopecare.services.merge_residents import MergeWish, merge_residents
from hopecare.services.record_death import record_death
from hopecare.services.undo_merge import undo_merge
from hopecare.services.withdraw_consent import withdraw_consent
from hopecare.web.kept_forms import ONLY_SHOW
from models import AccessLogEntry, Account, Assessment, AssessmentDraft, Person
from tests.blueprints.offices import Office
from tests.factories.cases import BY
from tests.factories.furnished import PASSWORD
from tests.factories.people import a_consent, a_resident, a_staff_account
from tests.factories.towns import NOW, TODAY, a_centre
from tests.plugins.pages import filled, said_by

HOUR = timedelta(hours=1)


class Desk(Office):
    """A social worker who asks one resident."""

    def __init__(self, database, scope, visitor):
        super().__init__(database, scope, visitor)
        self.visitor = visitor
        self.path = f"/residents/{self.resident.id}/assess/questions"
        self.anew = f"{self.path}/begin-anew"

    def say(self, page, *, do="next", status=200, **answers):
        form = page.fields(self.path) | {"do": do}
        form |= {name.replace("__", "-"): value for name, value in answers.items()}
        return self.visitor.send(self.path, form, status=status)

    def begin(self):
        """Say that one lives there; the next question stands open."""
        return self.say(self.visitor.get(self.path), household__size="1")

    def go_on(self, page):
        (link,) = [each for each in page.links if "go_on" in each]
        return self.visitor.get(link)

    def asked(self, page):
        return page.fields(self.path).get("shown", "").split()

    def drafts(self):
        with self.database.reading(self.scope) as session:
            return list(session.scalars(select(AssessmentDraft).order_by(AssessmentDraft.id)))

    def answers(self):
        with self.database.reading(self.scope) as session:
            return list(session.scalars(select(Assessment)))


@pytest.fixture
def desk(database, town_scope, visitor):
    return Desk(database, town_scope, visitor)


def test_looking_stores_nothing_and_each_step_is_stored(desk, visitor):
    visitor.get(desk.path)
    assert desk.drafts() == []
    page = desk.begin()
    (draft,) = desk.drafts()
    assert (draft.person_id, draft.worker_id) == (desk.resident.id, desk.account.person_id)
    assert draft.said["values"]["household-size"] == ["1"]
    desk.say(page, care__needs_help="no")
    (draft,) = desk.drafts()
    assert draft.said["values"]["care-needs_help"] == ["no"]
    assert draft.version == 2


def test_coming_back_it_is_offered_and_goes_on_where_it_was_left(desk, visitor):
    left = desk.say(desk.begin(), care__needs_help="no")
    visitor.clock.advance(HOUR)
    page = visitor.get(desk.path)
    assert "You have begun already" in page.main
    assert "only you see it" in page.main
    again = desk.go_on(page)
    assert desk.asked(again) == desk.asked(left)
    carried, before = (each.fields(desk.path) for each in (again, left))
    ours = {
        name: value for name, value in before.items() if name not in {"op", "was", "csrf_token"}
    }
    assert {name: carried.get(name) for name in ours} == ours
    assert "시작해 둔 것이 있습니다" in visitor.read_in("ko").get(desk.path).main


def test_begun_anew_it_is_erased_once_and_what_is_known_stands_there_again(desk, visitor):
    desk.begin()
    page = visitor.get(desk.path)
    after = visitor.follow(visitor.send(desk.anew, page.fields(desk.anew), status=303))
    assert "What you had begun is erased." in after.text
    assert desk.asked(after) == ["household.size"]
    assert desk.drafts() == []


def test_what_was_said_since_it_was_offered_is_not_erased(desk, visitor):
    page = desk.begin()
    offered = visitor.get(desk.path).fields(desk.anew)
    desk.say(page, care__needs_help="no")
    visitor.send(desk.anew, offered, status=409)
    (draft,) = desk.drafts()
    assert "care-needs_help" in draft.said["values"]


@pytest.mark.parametrize("way", ["questions", "whole page"])
def test_kept_as_an_answer_the_draft_goes(desk, visitor, way):
    page = desk.begin()
    if way == "questions":
        desk.say(page, do="save", status=303)
    else:
        whole = desk.path.removesuffix("/questions")
        shown = visitor.post(whole, page.fields(desk.path) | {"do": "all"}, status=200)
        visitor.send(whole, shown.fields(whole) | {"do": "save"}, status=303)
    assert len(desk.answers()) == 1
    assert desk.drafts() == []


def test_a_double_click_stores_a_step_once(desk, visitor):
    page = desk.begin()
    first = desk.say(page, care__needs_help="no")
    second = desk.say(page, care__needs_help="no")
    assert first.fields(desk.path)["stored"] == second.fields(desk.path)["stored"] == "2"
    assert "on another page since" not in second.main
    assert [each.version for each in desk.drafts()] == [2]


def test_on_the_way_back_nothing_is_overwritten_until_it_is_chosen(desk, visitor):
    page = desk.begin()
    desk.say(page, care__needs_help="no")
    back = desk.say(page, care__needs_help="yes")
    assert "You said something else on another page since." in back.main
    further = desk.say(back, do="unknown")
    assert "You said something else on another page since." in further.main
    (draft,) = desk.drafts()
    assert draft.said["values"]["care-needs_help"] == ["no"]
    chosen = desk.say(further, draft="here")
    assert "on another page since" not in chosen.main
    assert desk.asked(chosen) == desk.asked(further)
    (draft,) = desk.drafts()
    assert draft.said["values"]["care-needs_help"] == ["yes"]
    desk.say(chosen, do="unknown")
    assert (
        "그사이 다른 화면"
        in visitor.read_in("ko")
        .send(desk.path, page.fields(desk.path) | {"do": "unknown"}, status=200)
        .main
    )


def test_keeping_from_an_older_page_leaves_what_was_said_since(desk):
    page = desk.begin()
    desk.say(page, care__needs_help="no")
    desk.say(page, do="save", status=303)
    (draft,) = desk.drafts()
    assert draft.said["values"]["care-needs_help"] == ["no"]


def test_two_workers_have_each_their_own_and_hear_of_the_others_answer(
    desk, visitor, database, town_scope
):
    desk.begin()
    with database.writing(town_scope) as session:
        other = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=desk.centre)
    visitor.sign_in(other)
    assert "You have begun already" not in visitor.get(desk.path).main
    theirs = desk.say(visitor.get(desk.path), household__size="3")
    assert [each.version for each in desk.drafts()] == [1, 1]
    visitor.clock.advance(HOUR)
    desk.say(theirs, do="save", status=303)
    visitor.sign_in(desk.account)
    said_so = visitor.get(desk.path)
    assert "Since then another answer about this person was kept" in said_so.main
    assert desk.go_on(said_so).fields(desk.path)["household-size"] == "1"
    (mine,) = desk.drafts()
    assert mine.worker_id == desk.account.person_id


def test_who_may_not_assess_the_resident_any_more_sees_and_stores_nothing(
    desk, visitor, database, town_scope
):
    page = desk.begin()
    with database.writing(town_scope) as session:
        resident = session.get_one(Person, desk.resident.id)
        resident.centre_id = a_centre(session).id
    visitor.get(desk.path, status=403)
    visitor.get(f"{desk.path}?go_on=yes", status=403)
    form = page.fields(desk.path) | {"do": "next", "care-needs_help": "no"}
    visitor.send(desk.path, form, status=403)
    anew = {"op": "x", "version": "1", "csrf_token": form.get("csrf_token", "")}
    visitor.send(desk.anew, anew, status=403)
    assert [each.version for each in desk.drafts()] == [1]


def test_a_coordinator_does_not_see_it(desk, visitor, database, town_scope):
    desk.begin()
    with database.writing(town_scope) as session:
        reader = a_staff_account(session, roles=(Role.COORDINATOR,), centre=desk.centre)
    visitor.sign_in(reader)
    visitor.get(desk.path, status=403)


def test_without_consent_nothing_is_stored(desk, visitor, database, town_scope):
    with database.writing(town_scope) as session:
        person = session.get_one(Person, desk.resident.id)
        a_consent(session, person, ConsentPurpose.KEEP_RECORD, act=ConsentAct.REFUSED, at=NOW)
    desk.begin()
    assert desk.drafts() == []


def test_it_lies_encrypted_and_looking_is_written_down(desk, visitor, database, town_scope):
    desk.begin()
    visitor.get(desk.path)
    with database.reading(town_scope) as session:
        (stored,) = session.scalars(select(type_coerce(AssessmentDraft.said, LargeBinary)))
        entries = session.scalars(select(AccessLogEntry)).all()
    assert b"household-size" not in stored
    assert all(str(desk.resident.id) in each.person_ids for each in entries)


def test_who_has_died_leaves_no_draft(desk, database, town_scope):
    desk.begin()
    with database.writing(town_scope) as session:
        record_death(session, person_id=desk.resident.id, died_on=TODAY, by=BY, now=NOW + HOUR)
    assert desk.drafts() == []


def test_who_wants_no_record_any_more_leaves_no_draft(desk, database, town_scope):
    desk.begin()
    with database.writing(town_scope) as session:
        person = session.get_one(Person, desk.resident.id)
        withdraw_consent(
            session,
            person,
            purpose=ConsentPurpose.KEEP_RECORD,
            form=ConsentForm.VOICE,
            by=BY,
            now=NOW + HOUR,
        )
    assert desk.drafts() == []


def merged(session, kept, other):
    session.flush()
    people = [session.get_one(Person, each) for each in (kept, other)]
    wish = MergeWish(kept_id=kept, other_id=other, versions=(people[0].version, people[1].version))
    return merge_residents(session, wish, by=BY, now=NOW + HOUR).id


@pytest.fixture
def double(desk, database, town_scope):
    """A second record of the same person."""
    with database.writing(town_scope) as session:
        other = a_resident(session, name="김 다래", centre=None, phone="")
        other.centre_id = desk.centre.id
    return other.id


def test_a_draft_goes_with_a_merge_and_back_with_its_undo(
    desk, double, visitor, database, town_scope
):
    desk.begin()
    with database.writing(town_scope) as session:
        merge_id = merged(session, double, desk.resident.id)
    assert [each.person_id for each in desk.drafts()] == [double]
    assert "You have begun already" in visitor.get(f"/residents/{double}/assess/questions").main
    with database.writing(town_scope) as session:
        undo_merge(session, merge_id=merge_id, by=BY, now=NOW + 2 * HOUR)
    assert [each.person_id for each in desk.drafts()] == [desk.resident.id]


def test_what_was_begun_since_a_merge_keeps_it_from_being_undone_no_more_than_a_call(
    desk, double, database, town_scope
):
    with database.writing(town_scope) as session:
        merge_id = merged(session, desk.resident.id, double)
    desk.begin()
    with database.writing(town_scope) as session:
        undo_merge(session, merge_id=merge_id, by=BY, now=NOW + 2 * HOUR)
    assert [each.person_id for each in desk.drafts()] == [desk.resident.id]


def test_of_two_drafts_of_one_worker_the_one_said_to_last_goes_on(
    desk, double, visitor, database, town_scope
):
    desk.begin()
    visitor.clock.advance(HOUR)
    path = f"/residents/{double}/assess/questions"
    form = visitor.get(path).fields(path) | {"do": "next", "household-size": "2"}
    visitor.send(path, form, status=200)
    with database.writing(town_scope) as session:
        merged(session, desk.resident.id, double)
    (draft,) = desk.drafts()
    assert draft.person_id == desk.resident.id
    assert draft.said["values"]["household-size"] == ["2"]


def test_after_a_lapsed_sign_in_nothing_is_shown_that_nobody_wrote(
    desk, database, town_scope, visitor
):
    with database.writing(town_scope) as session:
        session.get_one(Account, desk.account.id).password_hash = hash_password(PASSWORD)
    form = desk.begin().fields(desk.path) | {"do": "next", "words": "무릎이 아프시대요"}
    assert "=unknown" in form["was"]
    lapsed = visitor.lapse().send(desk.path, form, status=401)
    carried = filled(lapsed.fields("/sign-in"), {ONLY_SHOW: "yes"})
    asked = visitor.send("/sign-in", carried, status=200)
    own = {"name": desk.account.name, "password": PASSWORD}
    kept = visitor.send("/sign-in", filled(asked.fields("/sign-in"), own), status=200)
    shown = " ".join(said_by(each) for each in kept.find_all("p", class_="words"))
    assert shown == "무릎이 아프시대요"
    assert kept.fields(desk.path)["was"] == form["was"]
