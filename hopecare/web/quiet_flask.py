"""Flask whose log of a failure names the rule, not the path: a path may hold somebody's link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import Flask, request

if TYPE_CHECKING:
    from types import TracebackType

    ExcInfo = tuple[type, BaseException, TracebackType] | tuple[None, None, None]

NO_RULE: Final = "an address without a rule"


class QuietFlask(Flask):
    """The application, silent about what stands in an address."""

    def log_exception(self, exc_info: ExcInfo) -> None:
        """Log a failure with its trace, by the rule of its address."""
        facts: dict[str, Any] = {"rule": request.url_rule or NO_RULE, "method": request.method}
        self.logger.error("a request failed", extra=facts, exc_info=exc_info)
