"""Log lines hold facts and never a person's words."""

from __future__ import annotations

import json
import logging

import pytest

from hopecare.log import JsonFormatter, PlainFormatter, set_up_logging


def record(**facts) -> logging.LogRecord:
    line = logging.makeLogRecord({"name": "hopecare.jobs", "msg": "offer made", "created": 0.0})
    vars(line).update(facts, levelname="INFO")
    return line


WORDS = ("김순자 010-1234-5678\n  her door code", "박영희")


def refuse(words: str) -> None:
    raise ValueError(words)


def fail() -> None:
    try:
        refuse(WORDS[0])
    except ValueError as error:
        raise KeyError(WORDS[1]) from error


def failed() -> logging.LogRecord:
    with pytest.raises(KeyError) as caught:
        fail()
    error = caught.value
    return record(exc_info=(KeyError, error, error.__traceback__))


def test_a_plain_line_names_the_facts():
    line = PlainFormatter().format(record(offer_id="7"))
    assert line == "1970-01-01T00:00:00.000+00:00 INFO    hopecare.jobs: offer made offer_id=7"


def test_a_json_line_can_be_read_by_a_machine():
    assert json.loads(JsonFormatter().format(record(offer_id=7))) == {
        "at": "1970-01-01T00:00:00.000+00:00",
        "level": "INFO",
        "logger": "hopecare.jobs",
        "message": "offer made",
        "offer_id": "7",
    }


@pytest.mark.parametrize("formatter", [PlainFormatter(), JsonFormatter()], ids=["plain", "json"])
def test_an_error_tells_where_and_what_kind_but_not_whose(formatter):
    line = formatter.format(failed())
    assert "ValueError" in line
    assert "KeyError" in line
    assert "in refuse" in line
    assert not any(word in line for word in ("순자", "5678", "door code", "박영희"))


@pytest.fixture
def root():
    """The root logger, given back as it was."""
    logger = logging.getLogger()
    handlers, level = list(logger.handlers), logger.level
    yield logger
    logger.handlers[:] = handlers
    logger.setLevel(level)


@pytest.mark.parametrize("as_json", [True, False], ids=["json", "plain"])
def test_setting_up_twice_leaves_one_handler(as_json, root):
    set_up_logging(level="INFO", as_json=as_json)
    set_up_logging(level="WARNING", as_json=as_json)
    assert [type(each.formatter) for each in root.handlers] == [
        JsonFormatter if as_json else PlainFormatter
    ]
    assert root.level == logging.WARNING
