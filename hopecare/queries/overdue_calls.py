"""Calls nobody has made in time on which somebody's life may hang: of one centre, and how many.

A check-in that could not be asked; a call back somebody rang us for; a reply nobody has read; an
alarm that could not be told; a crisis whose responsible person has left; a call that finds out how
it went once the emergency number was rung, or of whom an alert's end is true; and, once its own
alert tells of it no more, a call for help or about the emergency number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, func, or_, select, true

from hopecare.domain.alert_rules import CANNOT_WAIT
from hopecare.domain.alerts import OF_REPLY, REVIEW, AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus
from hopecare.domain.escalation import PASS_ON_UNTIL
from hopecare.domain.overdue_calls import ALARM_GRACE, ASKED_BACK, FRESH, TO_FIND_OUT, TRIED
from hopecare.domain.timeline import EntryKind
from hopecare.queries.alert_calls import ABOUT, HURRIED, OF_SAME_CAUSE
from hopecare.queries.alert_rules import left_lying_after
from hopecare.queries.fragile import FRAGILE_FIRST, OLDEST_FIRST
from hopecare.queries.untold import UNTOLD
from models import Alert, CallTask, Merge, Person, TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session

ALONE: Final = (CallTaskKind.NOT_ASKED, CallTaskKind.RECORD_DEATH)
"""Nobody else looks at them: somebody nobody has asked, or of whom a death was told by mistake.

But for whom somebody looks already who has taken up the alert of that check-in.
"""
_IS_ALARM: Final = and_(
    CallTask.kind == CallTaskKind.CALL_BACK,
    CallTask.dedup_key.startswith(UNTOLD, autoescape=True),
    # Of all words that did not arrive, only those of an alarm are rung for at once.
    CallTask.due_at <= CallTask.created_at,
)
_RANG_US: Final = and_(
    CallTask.kind == CallTaskKind.CALL_BACK,
    CallTask.dedup_key.startswith(ASKED_BACK, autoescape=True),
)
"""Whoever it was rang us: nobody else may know what it is about."""
_FINDS_OUT: Final = and_(
    CallTask.kind == CallTaskKind.CALL_BACK,
    or_(*(CallTask.dedup_key.startswith(f"{each}:", autoescape=True) for each in TO_FIND_OUT)),
)
"""Nobody knows yet how somebody is, or who has died."""
_IS_UNREAD: Final = CallTask.kind == CallTaskKind.REVIEW_REPLY
"""Words no machine understood: a neighbour may have written what they found at a door."""
_IS_TAKEN: Final = and_(Alert.status == AlertStatus.ACKNOWLEDGED, Alert.kind.in_(CANNOT_WAIT))
_IS_CRISIS_OF_NOBODY: Final = and_(
    CallTask.kind == CallTaskKind.CRISIS_HANDED, CallTask.owner_id.is_(None)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueCalls:
    """What is overdue in one centre: how many calls, and whom the most fragile is about."""

    count: int
    first_about_id: UUID | None


def centres_with_overdue_calls(
    session: Session, *, town_id: UUID, now: datetime
) -> Sequence[UUID | None]:
    """Give the centres of a town where such a call is overdue; None stands for every centre's."""
    mine = select(CallTask.centre_id).where(CallTask.town_id == town_id, *_overdue(now))
    return session.scalars(mine.distinct()).all()


def overdue_calls(  # noqa: PLR0913  of whom, and what else sees to them
    session: Session,
    *,
    town_id: UUID,
    centre_id: UUID | None,
    now: datetime,
    after: datetime | None = None,
    anyhow: bool = False,
    but_about: UUID | None = None,
) -> OverdueCalls:
    """Give what is overdue in a centre now; `after`, only what fell overdue since that moment.

    `anyhow` counts what another alert sees to as well; `but_about` leaves out whoever it names.
    """
    overdue = _overdue(now, anyhow=anyhow)
    here = (CallTask.town_id == town_id, _of(CallTask.centre_id, centre_id), *overdue)
    if after is not None:
        here = (*here, _since(after))
    if but_about is not None:
        here = (*here, ABOUT.is_distinct_from(but_about))
    count = session.scalar(select(func.count(CallTask.id)).where(*here)) or 0
    if not count:
        return OverdueCalls(count=0, first_about_id=None)
    first = (
        select(ABOUT)
        .outerjoin(Person, Person.id == ABOUT)
        .where(*here)
        .order_by(FRAGILE_FIRST, OLDEST_FIRST, CallTask.due_at, CallTask.id)
        .limit(1)
    )
    return OverdueCalls(count=count, first_about_id=session.scalar(first))


def find_last_overdue_alert(
    session: Session, *, town_id: UUID, centre_id: UUID | None
) -> Alert | None:
    """Find the newest alert about a centre's overdue calls, ended or not."""
    return session.scalars(
        select(Alert)
        .where(
            Alert.town_id == town_id,
            Alert.kind == AlertKind.CALL_OVERDUE,
            _of(Alert.centre_id, centre_id),
        )
        .order_by(Alert.raised_at.desc(), Alert.id.desc())
        .limit(1)
    ).first()


def open_overdue_alerts(session: Session, *, town_id: UUID) -> Sequence[Alert]:
    """Give a town's alerts about overdue calls that have not ended."""
    return session.scalars(
        select(Alert).where(
            Alert.town_id == town_id,
            Alert.status != AlertStatus.RESOLVED,
            Alert.kind == AlertKind.CALL_OVERDUE,
        )
    ).all()


def alerts_left_lying(session: Session, *, now: datetime) -> Sequence[UUID]:
    """Name the alerts of danger somebody took up and left lying.

    Nothing was written about it for long, or the call that is owed for it was not made in time.
    """
    silent_since = now - left_lying_after()
    owed = (CallTask.status == CallTaskStatus.OPEN, CallTask.due_at <= now, _is_hurried(now))
    is_owed = (
        select(CallTask.id).where(*owed, CallTask.town_id == Alert.town_id, OF_SAME_CAUSE).exists()
    )
    return session.scalars(
        select(Alert.id)
        .where(
            _IS_TAKEN,
            Alert.acknowledged_at > now - FRESH,
            or_(
                and_(Alert.acknowledged_at <= silent_since, ~_is_written_about(silent_since)),
                and_(Alert.acknowledged_at <= now - ALARM_GRACE, is_owed),
            ),
        )
        .order_by(Alert.acknowledged_at, Alert.id)
    ).all()


def _is_written_about(since: datetime) -> ColumnElement[bool]:
    """Whether a try was written since, by anybody, or anything else by whoever has the alert.

    About the person, in whichever of their records, or the report; of an alert about nobody we
    know, whatever they wrote about such a one. Each is a search of its own, by its index.
    """
    entry = TimelineEntry
    is_of_nobody = and_(Alert.person_id.is_(None), Alert.report_id.is_(None))
    by_taker = entry.by_person_id == Alert.acknowledged_by_id
    writes = entry.kind != EntryKind.ALERT_ACKNOWLEDGED
    works = or_(entry.kind.in_(TRIED), and_(by_taker, writes))
    ways = (
        (entry.person_id == Alert.person_id, works),
        (entry.report_id == Alert.report_id, works),
        (entry.person_id.is_(None), is_of_nobody, by_taker, writes),
    )
    in_merged = (
        select(entry.id)
        .join(Merge, Merge.merged_id == entry.person_id)
        .where(entry.at > since, works, Merge.kept_id == Alert.person_id, Merge.undone_at.is_(None))
    )
    asked = (select(entry.id).where(entry.at > since, *way) for way in ways)
    return or_(*(each.exists() for each in (*asked, in_merged)))


def _overdue(now: datetime, *, anyhow: bool = False) -> tuple[ColumnElement[bool], ...]:
    """Still owed here, and past its hour; not so long ago that words about it would be stale."""
    return (
        or_(CallTask.came_at.is_(None), CallTask.came_at <= now),
        CallTask.status == CallTaskStatus.OPEN,
        CallTask.due_at > now - FRESH,
        CallTask.due_at <= now,
        or_(
            and_(CallTask.kind.in_(ALONE), true() if anyhow else ~_is_in_hands(now)),
            _RANG_US,
            _FINDS_OUT,
            _IS_CRISIS_OF_NOBODY,
            and_(_IS_ALARM, CallTask.due_at <= now - ALARM_GRACE),
            and_(_is_hurried(now), true() if anyhow else ~_is_seen_to(now)),
            and_(_IS_UNREAD, true() if anyhow else ~_is_read_by_alert(now)),
        ),
    )


def _is_hurried(now: datetime) -> ColumnElement[bool]:
    """Somebody asked for help, or nobody knows how they are: that is owed at once."""
    return or_(
        CallTask.kind == CallTaskKind.HELP_ASKED,
        and_(CallTask.kind == CallTaskKind.EMERGENCY, CallTask.due_at <= now - ALARM_GRACE),
    )


def _is_seen_to(now: datetime) -> ColumnElement[bool]:
    """Whether its own alert tells of it: it goes from one to the next still, or is in hands.

    Nobody is alerted twice for one thing: an alert that is left lying goes round once more. Of any
    other kind, whoever takes it up has time to dial.
    """
    stands = or_(
        and_(
            Alert.status == AlertStatus.RAISED,
            func.coalesce(Alert.acknowledged_at, Alert.raised_at) > now - PASS_ON_UNTIL,
        ),
        and_(_IS_TAKEN, Alert.acknowledged_at > now - FRESH),
        Alert.acknowledged_at > now - ALARM_GRACE,
    )
    others = Alert.kind != AlertKind.CALL_OVERDUE
    here = Alert.town_id == CallTask.town_id
    return select(Alert.id).where(here, OF_SAME_CAUSE, others, stands).exists()


def _is_in_hands(now: datetime) -> ColumnElement[bool]:
    """Whether somebody looks for whom nobody could ask: they have the alert of that check-in.

    One that was left lying tells others anew by itself.
    """
    goes_again = and_(
        Alert.status == AlertStatus.RAISED, Alert.acknowledged_at > now - PASS_ON_UNTIL
    )
    taken = or_(and_(_IS_TAKEN, Alert.acknowledged_at > now - FRESH), goes_again)
    of_it = and_(Alert.town_id == CallTask.town_id, Alert.slot_id == CallTask.slot_id)
    in_hands = select(Alert.id).where(of_it, taken).exists()
    return and_(CallTask.kind == CallTaskKind.NOT_ASKED, in_hands)


def _is_read_by_alert(now: datetime) -> ColumnElement[bool]:
    """Whether an alert shows these words: the one they raised themselves, or one of their cause."""
    key = func.replace(CallTask.dedup_key, REVIEW, OF_REPLY)
    raised = select(Alert.id).where(Alert.town_id == CallTask.town_id, Alert.dedup_key == key)
    still = or_(
        Alert.status == AlertStatus.RESOLVED,
        Alert.acknowledged_at > now - FRESH,
        func.coalesce(Alert.acknowledged_at, Alert.raised_at) > now - PASS_ON_UNTIL,
    )
    return or_(raised.where(still).exists(), _is_seen_to(now))


def _since(moment: datetime) -> ColumnElement[bool]:
    """Fell overdue after a moment: by its hour, or since it was owed only then, or came here."""
    return or_(
        CallTask.created_at > moment,
        CallTask.came_at > moment,
        and_(CallTask.kind.in_(ALONE), CallTask.due_at > moment),
        and_(or_(_RANG_US, _FINDS_OUT), CallTask.due_at > moment),
        and_(_IS_ALARM, CallTask.due_at > moment - ALARM_GRACE),
        and_(CallTask.kind == CallTaskKind.HELP_ASKED, CallTask.due_at > moment),
        and_(CallTask.kind == CallTaskKind.EMERGENCY, CallTask.due_at > moment - ALARM_GRACE),
        and_(CallTask.kind.in_(HURRIED), _is_seen_to(moment)),
        and_(_IS_UNREAD, or_(CallTask.due_at > moment, _is_read_by_alert(moment))),
    )


def _of(column: InstrumentedAttribute[UUID | None], centre_id: UUID | None) -> ColumnElement[bool]:
    return column.is_(None) if centre_id is None else column == centre_id
