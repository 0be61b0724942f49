"""What leaves with a referral: chosen, kept as it was, and never without a right."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from hopecare.domain.aid import NoteMark
from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.offers import VisitResult
from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from hopecare.domain.packets import (
    Mark,
    OverrideReason,
    PacketChoice,
    PacketItem,
    digest_of,
)
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError, MoveNotAllowedError, NoConsentError
from hopecare.queries.referral_packets import observations_of, packets_of, right_to_share, shared_in
from hopecare.services.answer_consents import answer_consents
from hopecare.services.answer_referral import answer_referral
from hopecare.services.compose_packet import compose_packet
from hopecare.services.follow_consent_end import follow_consent_end
from hopecare.services.miss_referral_answer import miss_referral_answer
from hopecare.services.object_to_referral import object_to_referral
from hopecare.services.override_sharing import Override
from hopecare.services.record_consent import ConsentSaid
from hopecare.services.refer import Sending, refer
from hopecare.services.see_referral import see_referral
from hopecare.services.withdraw_consent import withdraw_consent
from models import (
    CallTask,
    Person,
    Referral,
    ReferralPacket,
    SharingOverride,
    TimelineEntry,
    Visit,
    Worry,
)
from tests.factories.assessments import an_assessment
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import a_task
from tests.factories.people import a_consent, a_resident, a_staff_account, a_volunteer, an_identity
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW, TODAY, a_centre, a_town

pytestmark = pytest.mark.both_databases

LATER = NOW + timedelta(days=40)
NO_SHARING = (ConsentPurpose.KEEP_RECORD,)


@pytest.fixture
def town(database, town_scope):
    """A town with one writing session a call."""
    with database.writing(town_scope) as session:
        a_town(session)
    return lambda: database.writing(town_scope)


def sent(session, case, choice, **given):
    return refer(
        session,
        case_id=case.id,
        service_id=given.pop("service", None) or a_service(session, programme="housing").id,
        choice=choice,
        by=given.pop("by", BY),
        now=NOW,
        **given,
    )


def status_of(referral):
    """How it stands; a call, so that the type is not narrowed."""
    return referral.status


def find_packet(session, referral_id):
    """What was sent last."""
    return packets_of(session, referral_id)[0]


def someone(session, **given):
    return a_resident(session, centre=a_centre(session), **given)


def a_worry(session, case, words="냉장고가 비어 있었습니다."):
    helper = someone(session, name="남온새")
    row = Worry(
        town_id=case.town_id, case_id=case.id, raised_by_id=helper.id, raised_at=NOW,
        is_crisis=False, words=words,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def test_what_is_shared_is_kept_as_it_was(town):
    with town() as session:
        resident = someone(session, phone="+821000000123")
        referral = a_referral(session, case=a_case(session, resident=resident))
        packet = find_packet(session, referral.id)
        said = shared_in(packet)
        person = session.get_one(Person, resident.id)
        person.full_name = "새 이름"
        session.flush()
        kept = shared_in(find_packet(session, referral.id))
    assert kept == said
    assert kept["name"] == "김다래"
    assert kept["telephone"] == ["+821000000123"]
    assert packet.digest == digest_of(kept)
    assert packet.number == 1
    assert packet.consent_entry_id == referral.consent_entry_id


def test_only_what_was_chosen_leaves(town):
    with town() as session:
        resident = someone(session, phone="+821000000123")
        case = a_case(session, resident=resident)
        a_need(session, case=case)
        bare = sent(session, case, PacketChoice(items=frozenset()))
        full = sent(session, case, PacketChoice(items=frozenset({PacketItem.NEEDS})))
        said = shared_in(find_packet(session, bare.id))
        more = shared_in(find_packet(session, full.id))
        items = find_packet(session, full.id).items
    assert set(said) == {"service_id", "organisation_id", "name", "words", "is_unsafe", "right"}
    assert set(more) == {*said, "needs"}
    assert items == ["needs"]


def test_a_packet_says_only_the_programme_asked_for(town):
    with town() as session:
        resident = someone(session)
        case, kept = a_case(session, resident=resident), an_assessment(session, resident)
        items = frozenset({PacketItem.REASONS})
        referral = sent(session, case, PacketChoice(items=items, assessment_id=kept.id))
        packet = find_packet(session, referral.id)
        said = shared_in(packet)
    assert said["reasons"]["programme"] == "housing"
    assert set(said["reasons"]["said"]) == {"en", "ko"}
    assert "other_findings" not in said
    plain = str(said)
    assert not any(other in plain for other in ("livelihood", "생계급여", "medical", "의료급여"))
    assert packet.findings == []


def test_another_finding_leaves_by_the_residents_choice_alone(town):
    with town() as session:
        resident = someone(session)
        case, kept = a_case(session, resident=resident), an_assessment(session, resident)
        chosen = PacketChoice(assessment_id=kept.id, findings=("livelihood",))
        with pytest.raises(InvalidInputError) as refused:
            sent(session, case, chosen)
        by = an_identity(session, a_staff_account(session))
        referral = sent(session, case, replace(chosen, findings_chosen_on=TODAY), by=by)
        packet = find_packet(session, referral.id)
        (finding,) = shared_in(packet)["other_findings"]
    assert refused.value.fields == {"findings_chosen_on": ["choice_needed"]}
    assert finding["programme"] == "livelihood"
    assert set(finding) == {"programme", "names", "verdict", "receipt"}
    assert (packet.findings_chosen_on, packet.findings_asked_by_id) == (TODAY, by.person_id)


def test_what_helpers_saw_goes_along_with_its_mark_and_without_their_name(town):
    with town() as session:
        case = a_case(session, resident=someone(session))
        worry = a_worry(session, case)
        referral = sent(session, case, PacketChoice(observations={worry.id: Mark.IMPRESSION}))
        said = shared_in(find_packet(session, referral.id))
    (seen,) = said["observations"]
    assert (seen["mark"], seen["words"]) == ("impression", "냉장고가 비어 있었습니다.")
    assert "남온새" not in str(said)


@pytest.mark.parametrize(
    ("said", "sent_as", "goes"),
    [
        (NoteMark.IMPRESSION, Mark.FACT, False),
        (NoteMark.IMPRESSION, Mark.IMPRESSION, True),
        (NoteMark.FACT, Mark.IMPRESSION, True),
        (None, Mark.FACT, True),
    ],
)
def test_what_a_helper_calls_an_impression_never_leaves_as_a_fact(town, said, sent_as, goes):
    with town() as session:
        case = a_case(session, resident=someone(session))
        need = a_need(session, case=case)
        task = a_task(session, need, a_volunteer(session))
        visit = Visit(
            town_id=case.town_id, task_id=task.id, case_id=case.id, helper_id=task.helper_id,
            visited_at=NOW, logged_at=NOW, minutes=30, result=VisitResult.MET,
            words="기운이 없어 보이셨습니다.", words_as=said,
        )  # fmt: skip
        session.add(visit)
        session.flush()
        (seen,) = observations_of(session, case.id)
        assert seen.said_as == said
        choice = PacketChoice(observations={visit.id: sent_as})
        if goes:
            packet = find_packet(session, sent(session, case, choice).id)
            assert shared_in(packet)["observations"][0]["mark"] == sent_as
            return
        with pytest.raises(InvalidInputError) as refused:
            sent(session, case, choice)
    assert refused.value.fields == {"observations": ["said_as_impression"]}


def test_what_was_seen_in_another_case_is_refused(town):
    with town() as session:
        case = a_case(session, resident=someone(session))
        other = a_worry(session, a_case(session, resident=someone(session, name="이가람")))
        with pytest.raises(InvalidInputError) as refused:
            sent(session, case, PacketChoice(observations={other.id: Mark.FACT}))
    assert refused.value.fields == {"observations": ["not_a_choice"]}


@pytest.mark.parametrize(
    ("seen", "code"), [("0" * 64, "changed_since_seen"), ("", "share_not_seen")]
)
def test_what_changed_between_looking_and_sending_is_not_sent(town, seen, code):
    with town() as session:
        case = a_case(session, resident=someone(session))
        with pytest.raises(InvalidInputError) as refused:
            sent(session, case, PacketChoice(), sending=Sending(seen_digest=seen))
        found = session.scalars(select(ReferralPacket)).all()
    assert refused.value.fields == {"_seen": [code]}
    assert found == []


def test_what_was_seen_for_one_office_is_not_sent_to_another(town):
    with town() as session:
        case = a_case(session, resident=someone(session))
        one = a_service(session, programme="housing")
        other = a_service(session, programme="housing")
        seen = compose_packet(
            session, case_id=case.id, service_id=one.id, choice=PacketChoice(), on=TODAY
        ).digest
        sending = Sending(seen_digest=seen)
        with pytest.raises(InvalidInputError) as refused:
            sent(session, case, PacketChoice(), service=other.id, sending=sending)
        referral = sent(session, case, PacketChoice(), service=one.id, sending=sending)
    assert refused.value.fields == {"_seen": ["changed_since_seen"]}
    assert referral.service_id == one.id


def test_without_a_consent_only_a_written_reason_lets_anything_leave(town):
    with town() as session:
        case = a_case(session, resident=someone(session, consents=NO_SHARING))
        silent = Override(reason=OverrideReason.DANGER_TO_LIFE, words=None)
        with pytest.raises(NoConsentError):
            sent(session, case, PacketChoice())
        with pytest.raises(InvalidInputError) as refused:
            sent(session, case, PacketChoice(), sending=Sending(override=silent))
        said = Override(reason=OverrideReason.DANGER_TO_LIFE, words="의식이 없었습니다.")
        referral = sent(session, case, PacketChoice(), sending=Sending(override=said))
        packet = find_packet(session, referral.id)
        listed = session.scalars(select(SharingOverride)).one()
        noted = session.scalars(
            select(TimelineEntry).where(TimelineEntry.kind == EntryKind.SHARING_OVERRIDDEN)
        ).one()
        right = right_to_share(session, referral, packet, on=TODAY)
    assert refused.value.fields == {"override_words": ["reason_needed"]}
    assert referral.consent_entry_id is None
    assert packet.override_id == listed.id
    assert shared_in(packet)["right"] == {"override": "danger_to_life"}
    assert noted.facts == {"reason": "danger_to_life"}
    assert right.holds


@pytest.mark.parametrize(
    ("reason", "stands"),
    [(OverrideReason.CANNOT_BE_ASKED, "withdrawn"), (OverrideReason.DANGER_TO_LIFE, "sent")],
)
def test_a_no_takes_back_what_left_because_they_could_not_be_asked(town, reason, stands):
    with town() as session:
        resident = someone(session, consents=NO_SHARING)
        said = Override(reason=reason, words="의식이 없었습니다.")
        referral = sent(
            session, a_case(session, resident=resident), PacketChoice(),
            sending=Sending(override=said),
        )  # fmt: skip
        packet = find_packet(session, referral.id)
        no = ConsentSaid(
            purpose=ConsentPurpose.SHARE_WITH_AGENCY,
            form=ConsentForm.VOICE,
            act=ConsentAct.REFUSED,
        )
        later = NOW + timedelta(hours=1)
        answer_consents(session, resident, [no], by=BY, now=later)
        is_back = stands == "withdrawn"
        assert status_of(referral).value == stands
        assert right_to_share(session, referral, packet, on=TODAY).holds is not is_back
        told = [each.kind.value for each in session.scalars(select(CallTask))]
    assert told == (["tell_office"] if is_back else [])


AGAINST_A_NO = [
    OverrideReason.CHILD_AT_RISK,
    OverrideReason.LEGAL_DUTY,
    OverrideReason.DANGER_TO_LIFE,
]


@pytest.mark.parametrize("purpose", [ConsentPurpose.SHARE_WITH_AGENCY, ConsentPurpose.KEEP_RECORD])
@pytest.mark.parametrize("reason", [*AGAINST_A_NO, OverrideReason.CANNOT_BE_ASKED])
def test_a_yes_in_between_weakens_no_right_that_holds_against_a_no(town, reason, purpose):
    """They agree for another office and take that back: the child is at risk as before."""
    with town() as session:
        resident = someone(session, consents=NO_SHARING)
        case = a_case(session, resident=resident)
        sending = Sending(override=Override(reason=reason, words="아이가 혼자 있습니다."))
        referral = sent(session, case, PacketChoice(), sending=sending)
        later = NOW + timedelta(hours=1)
        a_consent(session, resident, ConsentPurpose.SHARE_WITH_AGENCY, at=later)
        withdraw_consent(
            session, resident, purpose=purpose, form=ConsentForm.VOICE, by=BY,
            now=later + timedelta(hours=1),
        )  # fmt: skip
        holds = reason in AGAINST_A_NO and purpose is ConsentPurpose.SHARE_WITH_AGENCY
        assert status_of(referral).value == ("sent" if holds else "withdrawn")
        right = right_to_share(session, referral, find_packet(session, referral.id), on=TODAY)
        assert right.holds is holds


def test_a_yes_that_runs_out_takes_back_only_what_rests_on_it(town):
    with town() as session:
        resident = someone(session, consents=NO_SHARING)
        case = a_case(session, resident=resident)
        said = Override(reason=OverrideReason.CHILD_AT_RISK, words="아이가 혼자 있습니다.")
        child = sent(session, case, PacketChoice(), sending=Sending(override=said))
        a_consent(
            session,
            resident,
            ConsentPurpose.SHARE_WITH_AGENCY,
            at=NOW,
            expires_on=TODAY + timedelta(days=1),
        )
        agreed = a_referral(session, case=case, service=a_service(session, name="다른 창구"))
        follow_consent_end(session, person_id=resident.id, by=BY, now=NOW + timedelta(days=1))
        assert (status_of(child).value, status_of(agreed).value) == ("sent", "withdrawn")


def test_no_packet_can_be_kept_without_a_right(town):
    with town() as session:
        a_referral(session)
    with pytest.raises(IntegrityError), town() as session:
        session.execute(update(ReferralPacket).values(consent_entry_id=None))


def test_an_override_is_not_written_where_they_agreed(town):
    with town() as session:
        case = a_case(session, resident=someone(session))
        said = Override(reason=OverrideReason.LEGAL_DUTY, words="신고 의무")
        referral = sent(session, case, PacketChoice(), sending=Sending(override=said))
        assert session.scalars(select(SharingOverride)).all() == []
        assert find_packet(session, referral.id).override_id is None


def test_an_objection_sends_the_same_parts_again_with_its_words(town):
    with town() as session:
        referral = a_referral(session)
        answer_referral(
            session, referral_id=referral.id, refusal=RefusalReason.OBLIGOR,
            door=AnswerDoor.LETTER, answered_on=TODAY, words=None, by=BY, now=NOW,
        )  # fmt: skip
        object_to_referral(session, referral_id=referral.id, by=BY, now=NOW, words="연락 없음")
        newest, first = packets_of(session, referral.id)
        said, before = shared_in(newest), shared_in(first)
    assert (newest.number, first.number) == (2, 1)
    assert said.pop("objection")["words"] == "연락 없음"
    assert said == before
    assert newest.digest != first.digest


def test_the_first_reading_alone_moves_it_and_a_late_answer_counts(town):
    with town() as session:
        referral = a_referral(session)
        see_referral(session, referral, by=BY, now=NOW)
        assert (status_of(referral), referral.seen_at) == (ReferralStatus.SEEN, NOW)
        see_referral(session, referral, by=BY, now=LATER)
        assert referral.seen_at == NOW
        miss_referral_answer(session, referral_id=referral.id, by=BY, now=LATER)
        assert status_of(referral) is ReferralStatus.NO_ANSWER
        answer_referral(
            session, referral_id=referral.id, refusal=None, door=AnswerDoor.PHONE,
            answered_on=LATER.date(), words=None, by=BY, now=LATER,
        )  # fmt: skip
        assert status_of(referral) is ReferralStatus.ACCEPTED
        kinds = session.scalars(
            select(TimelineEntry.kind).where(TimelineEntry.subject_id == referral.id)
        ).all()
        owed = session.scalars(select(CallTask)).one()
    assert kinds.count(EntryKind.REFERRAL_SEEN) == 1
    assert EntryKind.REFERRAL_NOT_ANSWERED in kinds
    assert owed.kind.value == "referral_silent"
    assert referral.code in owed.words


def test_no_answer_is_not_said_before_its_day_nor_after_an_answer(town):
    with town() as session:
        referral = a_referral(session)
        with pytest.raises(InvalidInputError):
            miss_referral_answer(session, referral_id=referral.id, by=BY, now=NOW)
        answer_referral(
            session, referral_id=referral.id, refusal=None, door=AnswerDoor.PHONE,
            answered_on=TODAY, words=None, by=BY, now=NOW,
        )  # fmt: skip
        with pytest.raises(MoveNotAllowedError):
            miss_referral_answer(session, referral_id=referral.id, by=BY, now=LATER)


@pytest.mark.parametrize("status", ["seen", "no_answer"])
def test_one_is_open_a_case_and_service_however_it_waits(town, status):
    with town() as session:
        referral = a_referral(session)
        referral.status = ReferralStatus(status)
        session.flush()
        twin = {
            each.key: getattr(referral, each.key)
            for each in Referral.__mapper__.column_attrs
            if each.key not in {"id", "version"}
        }
    with pytest.raises(IntegrityError), town() as session:
        session.add(Referral(**{**twin, "code": "AAAAAAAA"}))
