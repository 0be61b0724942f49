"""Help every week through the doors: a missed day, a backup by one press or by staff, an end."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import MissedWeekStatus, OfferStatus, TaskStatus
from hopecare.domain.roles import Role
from hopecare.domain.weekly import BackupEnd, BackupOrigin, MissReason
from hopecare.queries.volunteers import profile_of
from hopecare.services.answer_offer import answer_offer
from models import Account, Backup, Household, MissedWeek, Need, Offer, Task
from tests.factories.cases import BY, a_case
from tests.factories.offers import NO, YES, a_task, an_offer
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town, an_area
from tests.factories.volunteers import neighbours
from tests.factories.weekly import DAY, a_backup, a_missed_week, a_weekly_need

SECRET = ("김다래", "가람로", "초인종")


@pytest.fixture
def weekly(database, town_scope):
    """A weekly task, its case, three volunteers and a social worker."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        resident = a_resident(session, centre=centre, area=area)
        session.scalars(select(Household)).one().door_notes = "초인종이 고장났어요"
        case = a_case(session, resident=resident, centre=centre)
        people = neighbours(session, 3, centre=centre, area=area)
        task = a_task(session, a_weekly_need(session, case=case), people[0])
        worker = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
    return task, people, worker


def sign_in(database, scope, visitor, helper):
    with database.reading(scope) as session:
        account = session.scalars(select(Account).where(Account.person_id == helper.id)).one()
    return visitor.sign_in(account)


def rows(database, scope, kind, *conditions):
    with database.reading(scope) as session:
        return session.scalars(select(kind).where(*conditions)).all()


def test_a_helper_says_that_they_cannot_come_once(database, town_scope, visitor, weekly):
    task, people, _ = weekly
    with database.writing(town_scope) as session:
        a_backup(session, task.need_id, people[1])
    sign_in(database, town_scope, visitor, people[0])
    path = f"/my/tasks/{task.id}/missed-week"
    assert path in visitor.get(f"/my/tasks/{task.id}").links
    assert visitor.post(path, {}, status=422).errors
    form = visitor.get(path).fields(path)
    form["on_date"], form["reason"] = DAY.isoformat(), "ill"
    visitor.send(path, form)
    page = visitor.follow(visitor.send(path, form))
    assert "Fri 27 Nov" in page.main
    assert "The backup is asked" in page.main
    [missed] = rows(database, town_scope, MissedWeek)
    assert (missed.reason, missed.status) == (MissReason.ILL, MissedWeekStatus.ASKED_BACKUP)
    assert DAY.isoformat() not in visitor.get(path).html


@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-28", "2027-03-05", "morgen", ""])
def test_a_day_it_does_not_fall_on_is_refused_beside_the_field(
    database, town_scope, visitor, weekly, day
):
    task, people, worker = weekly
    sign_in(database, town_scope, visitor, people[0])
    path = f"/my/tasks/{task.id}/missed-week"
    assert "on_date" in visitor.post(path, {"on_date": day}, status=422).errors
    visitor.sign_in(worker)
    path = f"/tasks/{task.id}/missed-week"
    assert "on_date" in visitor.post(path, {"on_date": day}, status=422).errors
    assert rows(database, town_scope, MissedWeek) == []


def test_nobody_says_it_for_another_helper(database, town_scope, visitor, weekly):
    task, people, _ = weekly
    sign_in(database, town_scope, visitor, people[0])
    path = f"/my/tasks/{task.id}/missed-week"
    visitor.get(path)
    with database.writing(town_scope) as session:
        a_task(session, a_weekly_need(session), people[1])
    [own] = rows(database, town_scope, Task, Task.helper_id == people[1].id)
    sign_in(database, town_scope, visitor, people[1])
    visitor.get(path, status=403)
    on = f"/my/tasks/{own.id}/missed-week"
    form = visitor.get(on).fields(on)
    form["on_date"] = DAY.isoformat()
    visitor.send(path, form, status=403)
    assert rows(database, town_scope, MissedWeek) == []


def test_the_backup_sees_who_usually_comes_and_no_address_until_they_take_it(
    database, town_scope, visitor, weekly
):
    task, people, _ = weekly
    with database.writing(town_scope) as session:
        a_backup(session, task.need_id, people[1])
    sign_in(database, town_scope, visitor, people[1])
    home = visitor.get("/my/")
    assert "Where I step in" in home.main
    assert "Every week on Tue and Fri" in home.main
    assert not any(word in home.html for word in SECRET)
    with database.writing(town_scope) as session:
        a_missed_week(session, task)
    [offer] = rows(database, town_scope, Offer, Offer.helper_id == people[1].id)
    page = visitor.get(f"/my/offers/{offer.id}")
    assert people[0].called in page.main
    assert "Only on this one day" in page.main
    assert not any(word in page.html for word in SECRET)
    path = f"/my/offers/{offer.id}/answer"
    taken = visitor.follow(visitor.post(path, {"answer": "yes"}, on="/my/"))
    assert all(word in taken.html for word in SECRET)
    assert "Only on Fri 27 Nov" in taken.main


def test_others_do_not_learn_who_usually_comes(database, town_scope, visitor, weekly):
    task, people, _ = weekly
    with database.writing(town_scope) as session:
        a_missed_week(session, task)
    sign_in(database, town_scope, visitor, people[1])
    page = visitor.get("/my/")
    assert "Only on this one day" in page.main
    assert people[0].called not in page.html


def late(database, scope, visitor, people, case):
    """Another weekly need that people[0] took before people[1] said yes."""
    with database.writing(scope) as session:
        need = a_weekly_need(session, case=case)
        offers = [an_offer(session, need, person) for person in people[:2]]
        answer_offer(session, offer_id=offers[0].id, answer=YES, by=BY, now=NOW)
        answer_offer(session, offer_id=offers[1].id, answer=YES, by=BY, now=NOW)
    sign_in(database, scope, visitor, people[1])
    return need, offers[1]


@pytest.fixture
def too_late(database, town_scope, visitor):
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        resident = a_resident(session, centre=centre, area=an_area(session, covered_by=centre))
        case = a_case(session, resident=resident, centre=centre)
        people = neighbours(session, 3)
    need, offer = late(database, town_scope, visitor, people, case)
    return need, offer, people


def test_a_late_yes_becomes_backup_by_one_press(database, town_scope, visitor, too_late):
    need, offer, people = too_late
    path = f"/my/offers/{offer.id}/step-in"
    assert "Would you step in" in visitor.get(f"/my/offers/{offer.id}/late").main
    home = visitor.get("/my/")
    form = home.fields(path)
    visitor.send(path, form)
    page = visitor.follow(visitor.send(path, form))
    [backup] = rows(database, town_scope, Backup)
    assert (backup.need_id, backup.helper_id) == (need.id, people[1].id)
    assert backup.origin is BackupOrigin.SAID_YES_LATE
    assert "We ask you first" in page.text
    assert path not in page.html
    end = f"/my/backups/{backup.id}/end"
    visitor.post(end, {}, on="/my/")
    [backup] = rows(database, town_scope, Backup)
    assert backup.ended_as is BackupEnd.BY_THEMSELF
    visitor.get("/my/")


def test_a_press_after_somebody_else_became_backup_is_answered_truly(
    database, town_scope, visitor, too_late
):
    need, offer, people = too_late
    path = f"/my/offers/{offer.id}/step-in"
    form = visitor.get("/my/").fields(path)
    with database.writing(town_scope) as session:
        a_backup(session, need.id, people[2])
    page = visitor.follow(visitor.send(path, form))
    assert "Somebody else steps in there already" in page.text
    [backup] = rows(database, town_scope, Backup)
    assert backup.helper_id == people[2].id


def test_staff_name_and_end_a_backup_on_the_case(database, town_scope, visitor, weekly):
    task, people, worker = weekly
    visitor.sign_in(worker)
    path, page = f"/needs/{task.need_id}/backup", f"/cases/{task.case_id}"
    assert path in visitor.get(page).links
    choices = visitor.get(path).html
    assert str(people[1].id) in choices
    assert str(people[0].id) not in choices
    refused = {"helper_id": str(people[0].id), "origin": "asked_by_staff"}
    assert "helper_id" in visitor.post(path, refused, status=422).errors
    visitor.post(path, {"helper_id": str(people[1].id), "origin": "offered_themself"})
    shown = visitor.get(page)
    assert f"Backup: {people[1].full_name}" in shown.main
    assert "Offered it themself" in shown.main
    [backup] = rows(database, town_scope, Backup)
    visitor.post(f"/backups/{backup.id}/end", {}, on=page)
    assert "Nobody is backup." in visitor.get(page).main
    assert "Ended by staff" in visitor.get(page).main


def test_the_case_says_of_a_backup_who_could_not_step_in_now(database, town_scope, visitor, weekly):
    task, people, worker = weekly
    with database.writing(town_scope) as session:
        a_backup(session, task.need_id, people[1])
    visitor.sign_in(worker)
    case, backup = f"/cases/{task.case_id}", f"/needs/{task.need_id}/backup"
    said = "Could not step in now"
    assert said not in visitor.get(case).main + visitor.get(backup).main
    with database.writing(town_scope) as session:
        profile = profile_of(session, people[1].id)
        profile.is_on_duty, profile.radius_m = False, 100
    for page in (case, backup):
        shown = visitor.get(page).main
        assert said in shown
        assert "Does not take requests now" in shown


def test_staff_write_down_a_missed_day_and_see_what_became_of_it(
    database, town_scope, visitor, weekly
):
    task, _, worker = weekly
    visitor.sign_in(worker)
    path, page = f"/tasks/{task.id}/missed-week", f"/cases/{task.case_id}"
    assert path in visitor.get(page).links
    visitor.post(path, {"on_date": DAY.isoformat(), "reason": "away"})
    shown = visitor.get(page).main
    assert "Cannot come on" in shown
    assert "Neighbours are being asked" in shown
    assert "in place of" in shown
    [missed] = rows(database, town_scope, MissedWeek)
    visitor.post(f"/needs/{missed.cover_need_id}/end", {}, on=page)
    [missed] = rows(database, town_scope, MissedWeek)
    assert missed.status is MissedWeekStatus.CALLED_OFF
    [task] = rows(database, town_scope, Task)
    assert task.status is TaskStatus.ACTIVE
    assert len(rows(database, town_scope, Need)) == 2


def test_staff_write_down_that_the_helper_comes_after_all(database, town_scope, visitor, weekly):
    task, people, worker = weekly
    with database.writing(town_scope) as session:
        a_backup(session, task.need_id, people[1])
        missed = a_missed_week(session, task)
    page, path = f"/cases/{task.case_id}", f"/missed-weeks/{missed.id}/take-back"
    visitor.sign_in(worker)
    assert "They can come after all" in visitor.get(page).main
    form = visitor.get(page).fields(path)
    visitor.send(path, form)
    shown = visitor.follow(visitor.send(path, form))
    assert "they go on that day as always" in shown.text
    assert path not in shown.html
    [missed] = rows(database, town_scope, MissedWeek)
    assert missed.status is MissedWeekStatus.CALLED_OFF
    [offer] = rows(database, town_scope, Offer, Offer.helper_id == people[1].id)
    assert offer.status is OfferStatus.STOOD_DOWN


def test_who_said_yes_meanwhile_goes_whatever_staff_press(database, town_scope, visitor, weekly):
    task, people, worker = weekly
    with database.writing(town_scope) as session:
        a_backup(session, task.need_id, people[1])
        missed = a_missed_week(session, task)
    page, path = f"/cases/{task.case_id}", f"/missed-weeks/{missed.id}/take-back"
    visitor.sign_in(worker)
    form = visitor.get(page).fields(path)
    [offer] = rows(database, town_scope, Offer, Offer.helper_id == people[1].id)
    with database.writing(town_scope) as session:
        answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=NOW)
    visitor.send(path, form, status=409)
    [missed] = rows(database, town_scope, MissedWeek)
    assert missed.status is MissedWeekStatus.TAKEN


def test_what_a_helper_leaves_behind_is_read_by_the_successor_alone(
    database, town_scope, visitor, weekly
):
    task, people, worker = weekly
    sign_in(database, town_scope, visitor, people[0])
    path = f"/my/tasks/{task.id}/hand-back"
    visitor.post(path, {"reason": "away", "introduction": "꽃 이야기를 좋아하세요"})
    [offer, *_] = rows(database, town_scope, Offer, Offer.helper_id == people[1].id)
    sign_in(database, town_scope, visitor, people[1])
    assert "꽃 이야기" not in visitor.get(f"/my/offers/{offer.id}").html
    answer = f"/my/offers/{offer.id}/answer"
    page = visitor.follow(visitor.post(answer, {"answer": "yes"}, on="/my/"))
    assert "꽃 이야기를 좋아하세요" in page.main
    visitor.sign_in(worker)
    assert "꽃 이야기" not in visitor.get(f"/cases/{task.case_id}").html
    sign_in(database, town_scope, visitor, people[0])
    assert "꽃 이야기" not in visitor.get(f"/my/tasks/{task.id}").html


def test_whoever_takes_their_late_yes_back_is_no_backup_by_an_old_press(
    database, town_scope, visitor, too_late
):
    _, offer, _ = too_late
    path = f"/my/offers/{offer.id}/step-in"
    form = visitor.get("/my/").fields(path)
    with database.writing(town_scope) as session:
        answer_offer(session, offer_id=offer.id, answer=NO, by=BY, now=NOW)
    visitor.send(path, form, status=409)
    assert rows(database, town_scope, Backup) == []
