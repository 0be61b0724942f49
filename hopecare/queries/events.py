"""Events as other systems read them: entries that have a place and a public name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from hopecare.domain.events import EVENTS
from hopecare.domain.weighed import without_weighed
from hopecare.queries.visibility import visible
from models import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Select

    from hopecare.domain.identity import Identity

_LINKS: Final = {"report_id": "reports", "case_id": "cases", "person_id": "residents"}


def events_visible(identity: Identity, names: Collection[str] | None = None) -> Select[Any]:
    """Select the events this person may read, of these names or of every one."""
    kinds = [kind for kind, name in EVENTS.items() if names is None or name in names]
    return select(TimelineEntry).where(
        visible("timeline.read", identity, TimelineEntry),
        TimelineEntry.place.is_not(None),
        TimelineEntry.kind.in_(kinds),
    )


def told_of(entry: TimelineEntry, base_url: str) -> dict[str, Any]:
    """Say one event: its name, ids, codes, times and where to read more; nothing personal."""
    ids = {name: getattr(entry, name) for name in (*_LINKS, "subject_id")}
    return {
        "type": EVENTS[entry.kind].value,
        "timestamp": entry.at.isoformat(),
        "data": {
            "id": str(entry.id),
            "place": entry.place,
            **{name: None if found is None else str(found) for name, found in ids.items()},
            "facts": without_weighed(entry.facts),
            "links": [
                f"{base_url}/api/v1/{path}/{ids[name]}"
                for name, path in _LINKS.items()
                if ids[name] is not None
            ],
        },
    }
