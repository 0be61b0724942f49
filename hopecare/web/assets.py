"""Styles, scripts and pictures: read at start, named by their content, cached for ever.

Files of others come out of installed wheels and are compared with their makers' own release, so a
swapped byte stops the application. Nothing is copied into the repository, nothing is bundled.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

import brotli
from flask import Blueprint, Response, abort, request

from hopecare.web.permits import public

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

OWN: Final = Path(__file__).parent / "static"
WHEELS: Final = {
    "bootstrap.min.css": (
        "flask_bootstrap",
        "static/bootstrap5/css/bootstrap.min.css",
        "d85327d99c7a3ee1f9b5d0500d1370acea3ad2db39c163c2f51f232baedbdede",
    ),
}
FOR_EVER: Final = "public, max-age=31536000, immutable"
_TEXTS: Final = ("text/", "application/json", "image/svg+xml")
_ENCODINGS: Final = ("br", "gzip")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file."""

    body: bytes
    media_type: str

    def encoded(self, accepted: str) -> tuple[bytes, str | None]:
        """Give the file in the best encoding the browser takes."""
        if self.media_type.startswith(_TEXTS):
            for name in _ENCODINGS:
                if name in accepted:
                    return _pack(self.body, name), name
        return self.body, None


@dataclass(frozen=True, slots=True)
class Group:
    """Files that may point at each other; their address changes when any of them does."""

    prefix: str
    members: Mapping[str, Asset]


class Assets:
    """Every file there is, by group: `lib` of others, `app` our own."""

    def __init__(self) -> None:
        """Read and check everything."""
        self._groups: Final = {"lib": _group("lib", _of_wheels()), "app": _group("app", _own())}

    def url(self, path: str) -> str:
        """Give the address of `lib/name` or `app/name`; a wrong name fails at once."""
        group, _, name = path.partition("/")
        if name not in self._groups[group].members:
            raise KeyError(path)
        return f"/a/{self._groups[group].prefix}/{name}"

    def find(self, prefix: str, name: str) -> Asset | None:
        """Find a file by its address."""
        group = self._groups.get(prefix.partition("-")[0])
        return group.members.get(name) if group and group.prefix == prefix else None


@cache
def assets() -> Assets:
    """Give the assets, read once for each process."""
    return Assets()


def serve_assets(app: Flask) -> None:
    """Serve the files and let templates name them."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset"] = assets().url


blueprint = Blueprint("assets", __name__)


@blueprint.get("/a/<prefix>/<path:name>")
@public
def asset(prefix: str, name: str) -> Response:
    """Serve one file."""
    found = assets().find(prefix, name)
    if found is None:
        abort(404)
    body, encoding = found.encoded(request.headers.get("Accept-Encoding", ""))
    answer = Response(body, mimetype=found.media_type)
    answer.headers["Cache-Control"] = FOR_EVER
    answer.headers["Vary"] = "Accept-Encoding"
    if encoding:
        answer.headers["Content-Encoding"] = encoding
    return answer


@cache
def _pack(body: bytes, encoding: str) -> bytes:
    """Compress once for each process, however many applications the tests make."""
    packed: bytes = (
        brotli.compress(body, quality=11) if encoding == "br" else gzip.compress(body, 9, mtime=0)
    )
    return packed


def _of_wheels() -> dict[str, bytes]:
    found = {}
    for name, (package, path, digest) in WHEELS.items():
        body = files(package).joinpath(path).read_bytes()
        if hashlib.sha256(body).hexdigest() != digest:
            raise RuntimeError(f"{package}:{path} is not its maker's release")
        found[name] = body
    return found


def _own() -> dict[str, bytes]:
    paths = sorted(path for path in OWN.rglob("*") if path.is_file())
    return {path.relative_to(OWN).as_posix(): path.read_bytes() for path in paths}


def _group(name: str, bodies: Mapping[str, bytes]) -> Group:
    digest = hashlib.sha256()
    for path in sorted(bodies):
        digest.update(path.encode() + b"\0" + bodies[path])
    members = {path: Asset(body, _media_type(path)) for path, body in bodies.items()}
    return Group(f"{name}-{digest.hexdigest()[:10]}", members)


def _media_type(path: str) -> str:
    if path.endswith(".js"):
        return "text/javascript"
    return mimetypes.guess_type(path)[0] or "application/octet-stream"
