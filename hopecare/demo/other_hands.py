"""What others bring in the stories: a parish whose days meet ours, and aid of several sources."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hopecare.domain.aid import AidKind, ToldBy
from hopecare.domain.needs import NeedKind
from hopecare.services.note_other_help import HelpSeen, note_other_help
from hopecare.services.record_aid import Aid, record_aid

if TYPE_CHECKING:
    from hopecare.demo.stage import Stage
    from hopecare.domain.identity import Identity
    from models import Case


def a_parish_comes_too(stage: Stage, case: Case, *, by: Identity) -> None:
    """Side dishes on a day on which ours come as well, and a welfare centre on another."""
    parish = HelpSeen(
        kind=NeedKind.SIDE_DISHES,
        who="느티나무 성당 나눔회",
        weekdays=("wed",),
        from_on=stage.today - timedelta(days=90),
        told_by=ToldBy.RESIDENT,
        told_on=stage.today,
    )
    centre = HelpSeen(
        kind=NeedKind.COMPANION_VISIT,
        who="옆 동네 복지관",
        weekdays=("mon",),
        from_on=stage.today - timedelta(days=30),
        told_by=ToldBy.THE_BODY,
        told_on=stage.today,
    )
    for seen in (parish, centre):
        note_other_help(stage.session, case_id=case.id, seen=seen, by=by, now=stage.now)


def aid_of_several(stage: Stage, case: Case, *, by: Identity) -> None:
    """Things, money and a group's hands, each with where it came from."""
    given = (
        Aid(
            kind=AidKind.GOODS,
            given_on=stage.today,
            what="전기장판",
            source="센터 물품",
            value_minor=58_000,
        ),
        Aid(
            kind=AidKind.MONEY,
            given_on=stage.today,
            what="난방비",
            source="이웃돕기 성금",
            value_minor=150_000,
        ),
        Aid(
            kind=AidKind.GROUP,
            given_on=stage.today,
            what="김장 김치 나누기",
            source="은행나무 봉사단",
        ),
    )
    for aid in given:
        record_aid(stage.session, case_id=case.id, aid=aid, by=by, now=stage.now)
