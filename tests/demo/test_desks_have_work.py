"""What each of the three who sign in first finds on their pages, and that it is of today."""

from __future__ import annotations

from sqlalchemy import func, select

from hopecare.database import AllTowns
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import ApplicationStatus, CallTaskStatus, ReferralStatus
from hopecare.domain.closing_proposals import ClosingStatus
from hopecare.domain.objections import objection_in
from hopecare.domain.timeline import EntryKind
from hopecare.queries.bridges import asks_for_bridge
from hopecare.queries.decisions_built_on import find_built_on
from hopecare.queries.receiver_links import index_of, token_of
from hopecare.queries.referral_packets import shared_in
from models import (
    Application,
    CallTask,
    Case,
    ClosingProposal,
    Crisis,
    OtherHelp,
    Person,
    ReceiverLink,
    Referral,
    ReferralPacket,
    SharingOverride,
    TimelineEntry,
)
from tests.demo_towns import NOW


def named(session, kind, *conditions):
    """Whom the rows of a case are about."""
    asked = (
        select(Person.full_name)
        .join(Case, Case.resident_id == Person.id)
        .join(kind, kind.case_id == Case.id)
        .where(*conditions)
    )
    return set(session.scalars(asked))


def test_the_north_centre_has_a_crisis_a_closing_and_an_override_to_look_at(cast_loaded):
    with cast_loaded.reading(AllTowns()) as session:
        crises = named(session, Crisis, Crisis.ended_at.is_(None))
        closings = named(session, ClosingProposal, ClosingProposal.status == ClosingStatus.PENDING)
        overridden = named(session, SharingOverride)
        by_override = session.scalars(
            select(Referral.status)
            .join(ReferralPacket, ReferralPacket.referral_id == Referral.id)
            .where(ReferralPacket.override_id.is_not(None))
        ).all()
        others = session.scalar(select(func.count(OtherHelp.id)))
    assert "강노을" in crises
    assert closings == {"송가을"}
    assert overridden == {"강노을"}
    assert by_override == [ReferralStatus.SENT]
    assert others


def test_one_office_holds_a_link_to_one_referral_and_a_link_to_both(cast_loaded):
    with cast_loaded.reading(AllTowns()) as session:
        links = session.scalars(select(ReceiverLink)).all()
        referred = named(session, Referral, Referral.id.in_([each.referral_id for each in links]))
    assert referred == {"유나비"}
    assert sorted(each.referral_id is None for each in links) == [False, True]
    assert all(each.revoked_at is None and each.expires_at > NOW for each in links)
    assert all(each.token_index == index_of(token_of(each.id)) for each in links)


def test_an_application_is_contested_and_a_bridge_runs_out(cast_loaded):
    with cast_loaded.reading(AllTowns()) as session:
        contested = named(
            session,
            Application,
            Application.programme == "housing",
            Application.status == ApplicationStatus.OBJECTED,
        )
        short = session.scalars(
            select(CallTask.due_at).where(
                CallTask.kind == CallTaskKind.BRIDGE_SHORT,
                CallTask.status == CallTaskStatus.OPEN,
            )
        ).all()
    assert contested == {"유나비"}
    assert len(short) == 1


def test_a_letter_is_dated_before_the_day_on_which_it_comes(cast_loaded):
    """And an objection names the day on which the person was told."""
    with cast_loaded.reading(AllTowns()) as session:
        decided = session.scalars(
            select(Application).where(Application.status == ApplicationStatus.DECIDED)
        ).all()
        by_letter = session.scalars(
            select(TimelineEntry).where(
                TimelineEntry.kind.in_((EntryKind.REFERRAL_REFUSED, EntryKind.APPLICATION_DECIDED))
            )
        ).all()
        objections = [
            objection_in(shared_in(packet))
            for packet in session.scalars(select(ReferralPacket).where(ReferralPacket.number > 1))
        ]
    assert decided
    assert all(each.notice_on and each.decided_on for each in decided)
    assert all(str(each.decided_on) < str(each.notice_on) for each in decided)
    days = [
        (str(entry.facts.get("answered_on") or entry.facts["on"]), entry.at.date().isoformat())
        for entry in by_letter
        if entry.facts.get("door", "letter") == "letter"
    ]
    assert days
    assert all(dated < came for dated, came in days)
    assert objections
    for each in objections:
        assert each
        assert each.against.told_on
        assert str(each.against.decided_on) < str(each.against.told_on) <= str(each.on)


def test_a_decided_application_stands_beside_the_contested_one(cast_loaded):
    """So that it is seen how a decision is taken back, and that who helps meanwhile is asked."""
    with cast_loaded.reading(AllTowns()) as session:
        decided = named(session, Application, Application.status == ApplicationStatus.DECIDED)
        asked = named(session, Application, asks_for_bridge())
        granted = session.scalars(
            select(Application).where(Application.status == ApplicationStatus.DECIDED)
        ).all()
        built_on = [find_built_on(session, each) for each in granted]
    assert "유나비" in decided
    assert "유나비" in asked
    assert [] in [list(each) for each in built_on]
