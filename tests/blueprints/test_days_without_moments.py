"""The first and the last day of all years have no moments everywhere: refused by name, no fault."""

from __future__ import annotations

import pytest

from tests.blueprints.test_api_webhooks import WISH, doors

__all__ = ["doors"]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_no_such_day_opens_a_list_or_a_replay(doors, day):
    ask, admin, _, _ = doors
    hook = ask(admin, "POST", "/webhooks", json=WISH).json["id"]
    for days in ({"from_on": day}, {"from_on": "2026-11-01", "until_on": day}):
        refused = ask(admin, "POST", f"/webhooks/{hook}/replay", json=days)
        assert (refused.status_code, refused.mimetype) == (422, "application/problem+json")
        assert day in days[next(iter(refused.json["errors"]["json"]))]
    for path in ("/messages?until_on", "/messages?from_on", "/check-ins?on"):
        refused = ask(admin, "GET", f"{path}={day}")
        assert refused.status_code == 422, path
