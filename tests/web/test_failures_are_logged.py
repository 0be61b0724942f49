"""A failure is logged by the rule of its address, never with the link that stood in it."""

from __future__ import annotations

import logging

import pytest

TOKEN = "abcdefghjkmnpqrstuvwxyz23"


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        (f"/o/{TOKEN}", "/o/<token>"),
        (f"/r/{TOKEN}", "/r/<token>"),
        (f"/calendar/{TOKEN}.ics", "/calendar/<token>.ics"),
    ],
)
def test_a_link_that_fails_is_not_written_down(app, caplog, path, rule):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.test_request_context(path), caplog.at_level(logging.ERROR):
        answer = app.handle_exception(ZeroDivisionError(path))
    (line,) = [each for each in caplog.records if each.name == app.logger.name]
    assert answer.status_code == 500
    assert str(vars(line)["rule"]) == rule
    assert line.exc_info is not None
    assert TOKEN not in line.getMessage() + str(vars(line)["rule"])
