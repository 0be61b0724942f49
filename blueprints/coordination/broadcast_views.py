"""A message to many on its page: whom it reaches, who is left out, what it says to whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from hopecare.domain.broadcasts import BroadcastState, SeenGroup, seen_group
from hopecare.domain.channel_profiles import segments_of
from hopecare.domain.charsets import bytes_of
from hopecare.domain.message_cost import MINUTE_S
from hopecare.extensions import desk
from hopecare.queries.broadcasts import people_by_id, people_left_out
from hopecare.queries.town_days import local_day
from hopecare.services.find_landlines import find_landlines
from hopecare.services.preview_broadcast import preview_broadcast
from notifications.broadcast_costs import cost_of_broadcast
from notifications.town_channels import profile_of_town
from notifications.written_words import written_body

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.broadcast_cost import BroadcastCost
    from hopecare.domain.broadcasts import LeftOut, Recipient
    from hopecare.domain.channel_profiles import ChannelProfile
    from hopecare.domain.delivery import HoldReason
    from hopecare.domain.identity import Identity
    from models import Broadcast, Person, Run, Town

STILL_AFTER: Final = timedelta(minutes=2)
"""The worker looks every quarter of a minute: after so long something is wrong."""
MOST_NAMED: Final = 100
"""Names of one kind on the page; the number says how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bodies:
    """What is said in one language, how long it is, and to how many."""

    language: str
    body: str
    bytes: int | None
    parts: int
    readers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Some people, the first of them by name."""

    number: int
    people: Sequence[Person]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Whom it would reach now."""

    reached: Named
    left_out: Mapping[LeftOut | HoldReason, Named]
    bodies: Sequence[Bodies]
    waiting: int
    """How many may be disturbed again only later."""
    until: datetime | None
    """When the last of them may."""
    cost: BroadcastCost
    minutes: int
    """How long the sender's telephone takes for all of it, once it begins."""
    seal: str
    to_ring: int
    """How many have a landline only, may be rung, and are not on the list of calls."""

    @property
    def shown(self) -> list[UUID]:
        """Whose name stands on the page."""
        named = [self.reached, *self.left_out.values()]
        return [person.id for each in named for person in each.people]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the work in the background is."""

    moves: bool
    """It is not at its end yet."""
    still_since: datetime | None
    """Since when nothing moved, where that is too long."""
    never: int
    """How many messages were not written when somebody stopped it."""


def progress_of(broadcast: Broadcast, run: Run | None) -> Progress | None:
    """Say how far it is; None where no run of it is known."""
    if run is None:
        return None
    moves = broadcast.state is BroadcastState.UNDER_WAY
    moved_at = run.advanced_at or run.started_at
    is_still = moves and desk().clock() - moved_at > STILL_AFTER
    return Progress(
        moves=moves,
        still_since=moved_at if is_still else None,
        never=run.total - run.done if broadcast.stopped_at else 0,
    )


def preview_of(
    session: Session, broadcast: Broadcast, town: Town, *, identity: Identity
) -> Preview:
    """Ask the gate ahead, and read the names that stand on the page."""
    now = desk().clock()
    people = preview_broadcast(session, broadcast, by=identity, now=now)
    groups: dict[LeftOut | HoldReason | None, list[UUID]] = defaultdict(list)
    for each in people:
        groups[each.left_out].append(each.person_id)
    reached = [each for each in people if each.left_out is None]
    waits = [each.waits_until for each in reached if each.waits_until is not None]
    today = local_day(session, town.id, now)
    profile = profile_of_town(session, town, on=today)
    bodies = _bodies(broadcast, profile, reached)
    cost = cost_of_broadcast(session, broadcast, people, town=town, on=today, now=now)
    named = _named(session, groups)
    return Preview(
        reached=named.get(None, Named(number=0, people=())),
        left_out={reason: each for reason, each in named.items() if reason is not None},
        bodies=bodies,
        waiting=len(waits),
        until=max(waits, default=None),
        cost=cost,
        to_ring=len(find_landlines(session, broadcast, by=identity, now=now, people=people)),
        minutes=-(-cost.parts // (profile.rate.segments_per_second * MINUTE_S)),
        seal=seal(seen_group(broadcast.id, broadcast.version, people)),
    )


def left_out_of(
    session: Session, broadcast: Broadcast, *, identity: Identity
) -> dict[LeftOut, Named]:
    """Give who was not written to, by the reason."""
    groups: dict[LeftOut, list[Person]] = defaultdict(list)
    for reason, person in people_left_out(session, broadcast.id, identity=identity):
        groups[reason].append(person)
    return {
        reason: Named(number=len(people), people=people[:MOST_NAMED])
        for reason, people in groups.items()
    }


def seal(seen: SeenGroup) -> str:
    """Vouch that this preview was shown."""
    return _sealer().dumps([str(seen.broadcast_id), seen.version, seen.people])


def opened(token: str) -> SeenGroup | None:
    """Give what the seal vouches for; nothing where it is not ours."""
    try:
        broadcast_id, version, people = _sealer().loads(token)
    except BadSignature:
        return None
    return SeenGroup(broadcast_id=UUID(broadcast_id), version=version, people=people)


def _sealer() -> URLSafeSerializer:
    return URLSafeSerializer(desk().settings.secret_key, salt="broadcast previewed")


def _bodies(
    broadcast: Broadcast, profile: ChannelProfile, reached: Sequence[Recipient]
) -> list[Bodies]:
    return [
        Bodies(
            language=language,
            body=body,
            bytes=bytes_of(body, profile.charset),
            parts=segments_of(body, profile),
            readers=sum(each.language == language for each in reached),
        )
        for language, words in cast("Mapping[str, str]", broadcast.words).items()
        for body in [written_body(words, profile, language=language)]
    ]


def _named(session: Session, groups: Mapping[Any, list[UUID]]) -> dict[Any, Named]:
    wanted = [person_id for ids in groups.values() for person_id in ids[:MOST_NAMED]]
    known = people_by_id(session, wanted)
    return {
        reason: Named(number=len(ids), people=[known[each] for each in ids[:MOST_NAMED]])
        for reason, ids in groups.items()
    }
