"""What every answer says to browsers: only our own files, no frames, no guessing, no keeping."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.extensions import desk
from hopecare.web.identity import find_current_identity

if TYPE_CHECKING:
    from flask import Flask, Response

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self' data:; "
    "font-src 'self'; "
    "connect-src 'self'; "
    "manifest-src 'self'; "
    "worker-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=(), payment=()",
}
A_YEAR: Final = "max-age=31536000; includeSubDomains"


def secure(app: Flask) -> None:
    """Put the headers on every answer."""
    app.after_request(_headed)


def _headed(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if desk().settings.is_production:
        response.headers.setdefault("Strict-Transport-Security", A_YEAR)
    if "Cache-Control" not in response.headers:
        # Pages show people: no shared computer may keep them after the sign-out.
        is_signed_in = find_current_identity() is not None
        response.headers["Cache-Control"] = "no-store" if is_signed_in else "no-cache, private"
    return response
