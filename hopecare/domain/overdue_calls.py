"""Calls that cannot wait: when nobody having rung is worth an alert."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

ALARM_GRACE: Final = timedelta(minutes=15)
"""A call for an alarm is due at once: whoever rings needs this long to see it and to dial.

So does whoever takes up a call for help.
"""
GATHER: Final = timedelta(minutes=15)
"""After one alert, calls that fall overdue are gathered for this long and told in one."""
FRESH: Final = timedelta(days=2)
"""What has been overdue for longer stands on the day's page: words about it would be stale."""
