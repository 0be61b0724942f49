"""A colleague is asked to take a case over, on their desk and once; nobody's case stands in red."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from hopecare.domain.api_scopes import API_SCOPES
from hopecare.domain.case_transfers import TransferStatus
from hopecare.domain.roles import Role
from hopecare.services.disable_account import disable_account
from hopecare.services.make_api_token import make_api_token
from models import Case, CaseTransfer, Crisis
from tests.factories.cases import a_case
from tests.factories.crises import a_crisis, its_end
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town
from tests.plugins.pages import filled

NOTE = "화요일마다 방문이 있고, 아드님 번호는 지난달에 바뀌었습니다."


def the_staff(session, centre, other):
    worker, coordinator = (Role.SOCIAL_WORKER,), (Role.COORDINATOR,)
    return {
        name: a_staff_account(session, roles=roles, centre=where, full_name=name)
        for name, roles, where in (
            ("가안나", worker, centre),
            ("나보", worker, centre),
            ("마데", coordinator, centre),
            ("라먼", worker, other),
        )
    }


class Office:
    """A social worker with a case, a colleague, a coordinator, and one of another centre."""

    def __init__(self, database, scope, visitor):
        self.database, self.scope, self.visitor = database, scope, visitor
        with self.database.writing(self.scope) as session:
            a_town(session)
            self.centre, self.other = a_centre(session), a_centre(session, name="서부센터")
            resident = a_resident(session, centre=self.centre, name="김다래")
            self.case = a_case(session, resident=resident)
            self.staff = the_staff(session, self.centre, self.other)
            self.case.owner_id = self.staff["가안나"].person_id
        self.page = f"/cases/{self.case.id}/owner"

    def be(self, name):
        self.visitor.sign_in(self.staff[name])
        return self.visitor

    def offer(self, to="나보", status=303, *, is_raw=False):
        path = f"/cases/{self.case.id}/offer"
        chosen = {"to_id": str(self.staff[to].person_id), "words": NOTE}
        if is_raw:
            return self.raw(path, chosen, status)
        return self.visitor.post(path, chosen, on=self.page, status=status)

    def raw(self, path, values, status):
        """Send it from a page that stands open, whether or not it is still offered there."""
        form = self.visitor.get(f"/cases/{self.case.id}/crisis").fields()
        return self.visitor.send(path, filled(form, values), status=status)

    @property
    def row(self):
        with self.database.reading(self.scope) as session:
            return session.scalars(
                select(CaseTransfer).order_by(CaseTransfer.offered_at.desc())
            ).first()

    @property
    def owner(self):
        with self.database.reading(self.scope) as session:
            return session.get_one(Case, self.case.id).owner_id

    def whose(self, name):
        return self.owner == self.staff[name].person_id

    def press(self, what, status=303, **said):
        page = f"/transfers/{self.row.id}"
        return self.visitor.post(f"{page}/{what}", said, on=page, status=status)

    def change(self, act):
        with self.database.writing(self.scope) as session:
            return act(session)


@pytest.fixture
def office(app, database, town_scope, visitor):
    return Office(database, town_scope, visitor)


def test_a_colleague_is_asked_on_their_desk_and_takes_it_over(office, visitor):
    office.be("가안나")
    assert (
        "Offer it to a colleague, here or at another centre"
        in visitor.get(f"/cases/{office.case.id}").main
    )
    page = visitor.follow(office.offer())
    assert "It is offered to a colleague" in page.main
    assert "The case was offered to somebody else" in page.main
    assert NOTE not in page.main
    assert "Your offers nobody has answered" in visitor.get("/desk").main
    office.be("나보")
    desk = visitor.get("/desk")
    assert "1Cases offered to you" in desk.main
    assert "/transfers?which=to_me" in desk.html
    assert "김다래" in visitor.get("/transfers?which=to_me").main
    shown = visitor.get(f"/transfers/{office.row.id}")
    assert NOTE in shown.main
    assert office.whose("가안나")
    office.press("accept")
    assert office.whose("나보")
    assert "Cases offered to you" not in visitor.get("/desk").main
    assert "김다래" in visitor.get("/desk").main


def test_a_no_needs_its_reason_and_is_work_for_whoever_offered_it(office, visitor):
    office.be("가안나")
    office.offer()
    office.be("나보")
    assert set(office.press("decline", status=422).errors) == {"reason"}
    assert set(office.press("decline", status=422, reason="gossip").errors) == {"reason"}
    wordless = office.press("decline", status=422, reason="other")
    assert set(wordless.errors) == {"answer"}
    office.press("decline", reason="too_many_cases", answer="마흔 건을 맡고 있습니다.")
    assert office.whose("가안나")
    office.be("가안나")
    assert "A colleague does not take it over" in visitor.get("/desk").main
    timeline = visitor.get(f"/cases/{office.case.id}").main
    assert "I have too many cases now" in timeline
    assert "마흔" not in timeline
    assert "마흔" in visitor.get(f"/transfers/{office.row.id}").main


def test_pressed_twice_it_is_one_and_a_stale_page_changes_nothing(office, visitor):
    office.be("가안나")
    office.offer()
    office.offer(status=409, is_raw=True)
    office.be("나보")
    stale = {"version": str(office.row.version), "op": "one-press"}
    path = f"/transfers/{office.row.id}/accept"
    form = filled(visitor.get(f"/transfers/{office.row.id}").fields(path), stale)
    visitor.send(path, form, status=303)
    visitor.send(path, form, status=303)
    late = visitor.send(path, filled(form, {"op": "another"}), status=409)
    assert "This offer was answered or taken back meanwhile" in late.main
    late = visitor.read_in("ko").send(path, filled(form, {"op": "a third"}), status=409)
    assert "그 사이 답이 왔거나 철회되었습니다" in late.main
    visitor.read_in("en")
    assert office.whose("나보")
    office.be("가안나")
    office.raw(f"/transfers/{office.row.id}/take-back", stale, 409)
    assert office.row.status is TransferStatus.ACCEPTED


def test_an_offer_too_long_open_comes_back_as_work(office, visitor, app):
    office.be("가안나")
    office.offer()
    assert "A colleague has not answered your offer" in visitor.get("/desk").main
    assert "0Overdue" in visitor.get("/desk").main.replace(" ", "")
    app.extensions["hopecare.desk"].clock.advance(timedelta(days=3, hours=1))
    office.be("가안나")
    assert "1Overdue" in visitor.get("/desk").main.replace(" ", "")
    office.press("take-back")
    assert office.row.status is TransferStatus.TAKEN_BACK


def test_who_cannot_take_it_is_refused_beside_the_field(office, visitor):
    office.be("가안나")
    assert "to_id" in office.offer(to="가안나", status=422).errors
    nobody = visitor.post(f"/cases/{office.case.id}/offer", {}, on=office.page, status=422)
    assert "to_id" in nobody.errors
    office.be("나보")
    office.offer(status=403, is_raw=True)
    assert "Only whoever steers a case" in visitor.get(office.page).main


def test_another_centre_takes_it_with_a_yes_and_sees_no_more_before(office, visitor):
    office.be("가안나")
    assert "East Centre · 라먼" in visitor.get(office.page).main
    office.offer("라먼")
    crisis = office.change(
        lambda session: a_crisis(session, case=session.get_one(Case, office.case.id))
    )
    assert office.whose("가안나")
    office.be("라먼")
    visitor.get(f"/cases/{office.case.id}", status=403)
    assert "김다래" in visitor.get("/transfers").main
    path = f"/transfers/{office.row.id}"
    asked = visitor.get(path)
    assert NOTE in asked.main
    assert "A crisis goes on since" in asked.main
    assert "To the case" not in asked.html
    office.change(lambda session: its_end(session, crisis))
    another = office.change(
        lambda session: a_crisis(session, case=session.get_one(Case, office.case.id))
    )
    unseen = visitor.send(f"{path}/accept", asked.fields(f"{path}/accept"), status=409)
    assert "read it below" in unseen.main
    assert office.whose("가안나")
    visitor.post(f"{path}/accept", on=path, status=303)
    assert office.whose("라먼")
    assert "김다래" in visitor.get(f"/cases/{office.case.id}").main
    held = office.change(lambda session: session.get_one(Crisis, another.id).responsible_id)
    assert held == office.staff["라먼"].person_id
    office.be("가안나")
    visitor.get(f"/cases/{office.case.id}", status=403)


def test_a_no_from_another_centre_shows_them_nothing_any_more(office, visitor):
    office.be("가안나")
    office.offer("라먼")
    office.be("라먼")
    path = f"/transfers/{office.row.id}"
    visitor.post(f"{path}/decline", {"reason": "too_many_cases"}, on=path, status=303)
    visitor.get(path, status=403)
    assert office.whose("가안나")


def test_whose_owner_has_left_it_stands_in_red_until_somebody_has_it(office, visitor):
    office.change(
        lambda session: disable_account(session, account_id=office.staff["가안나"].id, now=NOW)
    )
    office.be("나보")
    desk = visitor.get("/desk")
    assert "Cases nobody steers" in desk.main
    nobodys = visitor.get("/desk?whose=nobody").main
    assert "Nobody steers this case" in nobodys
    assert "김다래" in nobodys
    visitor.post(f"/cases/{office.case.id}/take", {}, on=office.page, status=303)
    assert office.whose("나보")
    assert "김다래" in visitor.get("/desk").main
    office.raw(f"/cases/{office.case.id}/take", {}, 409)


def test_a_coordinator_names_somebody_and_a_social_worker_only_themself(office, visitor):
    office.change(lambda session: setattr(session.get_one(Case, office.case.id), "owner_id", None))
    to_bo = {"to_id": str(office.staff["나보"].person_id)}
    office.be("가안나")
    assert "Name them" not in visitor.get(office.page).main
    office.raw(office.page, to_bo, 403)
    office.be("마데")
    assert "Name them" in visitor.get(office.page).main
    assert "to_id" in visitor.post(office.page, {}, status=422).errors
    visitor.post(office.page, to_bo, status=303)
    assert office.whose("나보")


def test_an_offer_of_another_centre_is_not_shown(office, visitor):
    office.be("가안나")
    office.offer()
    office.be("라먼")
    visitor.get(f"/transfers/{office.row.id}", status=403)
    assert "김다래" not in visitor.get("/transfers?which=all").main


def test_other_systems_do_the_same(office, app, database, town_scope):
    tokens = {
        name: office.change(
            lambda session, name=name: (
                make_api_token(
                    session,
                    office.staff[name],
                    label="system",
                    scopes=tuple(API_SCOPES),
                    lasts_for=timedelta(days=9),
                    now=NOW,
                ).token
            )
        )
        for name in ("가안나", "나보")
    }

    def post(path, body, who):
        head = {"Authorization": f"Bearer {tokens[who]}", "Idempotency-Key": uuid4().hex}
        return app.test_client().post(f"/api/v1{path}", json=body, headers=head)

    to_bo = {"to_id": str(office.staff["나보"].person_id)}
    made = post(f"/cases/{office.case.id}/offer", to_bo, "가안나")
    assert made.status_code == 200, made.text
    offer = f"/transfers/{made.json['id']}"
    head = {"Authorization": f"Bearer {tokens['나보']}"}
    listed = app.test_client().get("/api/v1/transfers", headers=head).json["transfers"]
    assert [each["id"] for each in listed] == [made.json["id"]]
    version = {"version": listed[0]["version"]}
    strange = post(f"{offer}/accept", version, "가안나")
    assert (strange.status_code, strange.json["reason"]) == (403, "not_permitted")
    stale = post(f"{offer}/accept", {"version": 7}, "나보")
    assert (stale.status_code, stale.json["reason"]) == (409, "stale_version")
    assert post(f"{offer}/accept", version, "나보").status_code == 200
    assert office.whose("나보")
    late = post(f"{offer}/withdraw", {"version": office.row.version}, "가안나")
    assert (late.status_code, late.json["reason"]) == (409, "move_not_allowed")


def test_two_take_a_case_nobody_steers_and_the_second_is_told(office, visitor):
    office.change(lambda session: setattr(session.get_one(Case, office.case.id), "owner_id", None))
    office.be("가안나")
    path = f"/cases/{office.case.id}/take"
    form = visitor.get(office.page).fields(path)
    visitor.send(path, form, status=303)
    office.be("나보")
    late = visitor.send(path, filled(form, {"op": "mine"}), status=409)
    assert "Somebody else steers this case since a moment ago" in late.main
    assert office.whose("가안나")
