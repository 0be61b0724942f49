"""The description as a page: one line of facts for each operation, its problems and an example."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hopecare.extensions import api

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

METHODS: Final = ("get", "post", "put", "patch", "delete")
_EXAMPLE_ID: Final = "01980000-0000-7000-8000-000000000001"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing an operation takes in its path, address or header."""

    name: str
    place: str
    kind: str
    is_required: bool
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation as a reader meets it."""

    name: str
    method: str
    path: str
    summary: str
    says: str
    asked: tuple[Asked, ...]
    body: str | None
    answers: tuple[tuple[str, str], ...]
    curl: str
    answer: str | None


def operations_by_noun(base_url: str) -> dict[str, list[Operation]]:
    """Give every operation, by the noun its path begins with."""
    spec: dict[str, Any] = api.spec.to_dict()
    found: dict[str, list[Operation]] = {}
    for path, methods in sorted(spec["paths"].items()):
        noun = path.removeprefix("/api/v1/").partition("/")[0]
        shared = methods.get("parameters", [])
        for method in METHODS:
            if method in methods:
                told = _Told(spec, path, method, methods[method], shared)
                found.setdefault(noun, []).append(told.operation(base_url))
    return found


@dataclass(frozen=True, slots=True)
class _Told:
    """One operation as the specification tells it."""

    spec: Mapping[str, Any]
    path: str
    method: str
    told: Mapping[str, Any]
    shared: list[Any]

    def operation(self, base_url: str) -> Operation:
        body = self._example(self.told.get("requestBody", {}))
        return Operation(
            name=self.told["operationId"],
            method=self.method.upper(),
            path=self.path,
            summary=self.told.get("summary", ""),
            says=self.told.get("description", ""),
            asked=tuple(self._asked()),
            body=body,
            answers=tuple(self._answers()),
            curl=self._curl(base_url, body),
            answer=next((self._example(each) for each in self._good()), None),
        )

    def _asked(self) -> Iterator[Asked]:
        for each in (*self.shared, *self.told.get("parameters", [])):
            schema = self._found(each.get("schema", {}))
            yield Asked(
                name=each["name"],
                place=each["in"],
                kind=_kind(schema),
                is_required=bool(each.get("required")),
                says=each.get("description", schema.get("description", "")),
            )

    def _answers(self) -> Iterator[tuple[str, str]]:
        for status, answer in self.told["responses"].items():
            yield status, self._found(answer).get("description", "")

    def _good(self) -> Iterator[Mapping[str, Any]]:
        for status, answer in self.told["responses"].items():
            if status.startswith("2"):
                yield answer

    def _curl(self, base_url: str, body: str | None) -> str:
        address = base_url + self.path.replace("{", "").replace("}", "")
        for each in self.shared:
            address = address.replace(each["name"], _EXAMPLE_ID)
        lines = [
            f"curl -X {self.method.upper()} {shlex.quote(address)}",
            '  -H "Authorization: Bearer $TOKEN"',
        ]
        if any(each["in"] == "header" for each in self.told.get("parameters", [])):
            lines.append('  -H "Idempotency-Key: $(uuidgen)"')
        if body is not None:
            flat = json.dumps(json.loads(body), ensure_ascii=False)
            lines += ["  -H 'Content-Type: application/json'", f"  -d {shlex.quote(flat)}"]
        return " \\\n".join(lines)

    def _example(self, part: Mapping[str, Any]) -> str | None:
        body: Mapping[str, Any] = next(iter(part.get("content", {}).values()), {})
        shown = body.get("example")
        return None if shown is None else json.dumps(shown, ensure_ascii=False, indent=2)

    def _found(self, part: Mapping[str, Any]) -> Mapping[str, Any]:
        """Follow one reference into the components."""
        at: Any = self.spec
        if "$ref" not in part:
            return part
        for name in part["$ref"].removeprefix("#/").split("/"):
            at = at[name]
        return at  # type: ignore[no-any-return]


def _kind(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"] if each is not None)
    kind = schema.get("type", "")
    said = " or ".join(kind) if isinstance(kind, list) else str(kind)
    return f"{said} ({schema['format']})" if "format" in schema else said
