"""Log lines: facts, never people."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Final

_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def set_up_logging(*, level: str, as_json: bool) -> None:
    """Write every log line of this process to standard error, plain or as JSON."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter() if as_json else PlainFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)


def extra_facts(record: logging.LogRecord) -> dict[str, str]:
    """Give what was passed as `extra=`: ids, codes and numbers."""
    given = {name: value for name, value in vars(record).items() if name not in _STANDARD}
    return {name: str(value) for name, value in given.items()}


class PlainFormatter(logging.Formatter):
    """A line for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Write time, level, logger, message and facts."""
        facts = "".join(f" {name}={value}" for name, value in extra_facts(record).items())
        line = f"{_time(record)} {record.levelname:<7} {record.name}: {record.getMessage()}{facts}"
        return line + _trace(record)


class JsonFormatter(logging.Formatter):
    """A line for a machine: one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Write time, level, logger, message, facts and the trace of an error."""
        line = {
            "at": _time(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **extra_facts(record),
        }
        trace = _trace(record)
        return json.dumps(line | ({"trace": trace.strip()} if trace else {}), ensure_ascii=False)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _trace(record: logging.LogRecord) -> str:
    """Write where an error came from, without its message, which may quote a person's words."""
    error = record.exc_info[1] if record.exc_info else None
    parts: list[str] = []
    while error is not None:
        frames = "".join(traceback.format_tb(error.__traceback__))
        parts.append(f"{frames}{type(error).__name__}")
        error = error.__cause__ or error.__context__
    return "\n" + "\n".join(reversed(parts)) if parts else ""
