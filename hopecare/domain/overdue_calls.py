"""Calls that cannot wait: when nobody having rung is worth an alert."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from hopecare.domain.alerts import ABOUT_WHOM
from hopecare.domain.timeline import EntryKind

ALARM_GRACE: Final = timedelta(minutes=15)
"""A call for an alarm is due at once: whoever rings needs this long to see it and to dial.

So does whoever takes up a call for help.
"""
ASKED_BACK: Final = "rang_us"
"""Begins the key of the call that is owed to somebody who rang us and asked for it."""
HOW_IT_WENT: Final = "how_it_went"
"""Begins the key of the call that finds out how it went after the emergency number was rung."""
TO_FIND_OUT: Final = (HOW_IT_WENT, ABOUT_WHOM)
"""Nobody knows what became of somebody, and no alert asks any more: the call is all there is."""
GATHER: Final = timedelta(minutes=15)
"""After one alert, calls that fall overdue are gathered for this long and told in one."""
FRESH: Final = timedelta(days=2)
"""What has been overdue for longer stands on the day's page: words about it would be stale."""
TRIED: Final = frozenset(
    {
        EntryKind.REACH_TRIED,
        EntryKind.CALL_LOGGED,
        EntryKind.CALL_TASK_DONE,
        EntryKind.EMERGENCY_CALLED,
    }
)
"""Entries by which somebody tried to reach the person: an alert about them is not left lying.

Of whoever has the alert, any other entry about them says the same; but not that it was taken up.
"""
