"""The description of the API: every operation with its name, its problems and an example."""

from __future__ import annotations

from typing import Any, Final

from flask_smorest import Blueprint

from blueprints.api.examples import example_of
from blueprints.api.field_words import described
from blueprints.api.problems import REASONS, problem_response

TOKEN: Final = "token"  # noqa: S105  the name of a scheme
READING: Final = (401, 403, 404, 409, 422, 429)
WRITING: Final = (400, 401, 403, 404, 409, 413, 415, 422, 429)
_FIRST_PROBLEM: Final = 400

SPEC_OPTIONS: Final[dict[str, Any]] = {
    "info": {
        "description": (
            "What the pages can read and do, other systems can, by the same services and the same "
            "permissions. Every refusal is a problem (RFC 9457) with a stable `reason`. Every "
            "write carries an `Idempotency-Key`: the same request under the same key is done once."
        ),
    },
    "components": {
        "securitySchemes": {
            TOKEN: {
                "type": "http",
                "scheme": "bearer",
                "description": "A token an administrator made; it carries scopes and an end.",
            }
        }
    },
    "security": [{TOKEN: []}],
    "servers": [{"url": "/", "description": "This installation."}],
}


class DescribedBlueprint(Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    """A blueprint that completes what is said of each of its operations."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  flask-smorest's own
        """Complete each operation after the library has written what it knows."""
        super().__init__(*args, **kwargs)
        self._prepare_doc_cbks.append(_complete)

    def register_views_in_doc(self, api: Any, app: Any, spec: Any, **options: Any) -> None:  # noqa: ANN401
        """Describe our own fields and the problems first: every operation points at them."""
        api.ma_plugin.converter.add_attribute_function(described)
        for status in REASONS:
            spec.components.response(f"Problem{status}", problem_response(status))
        super().register_views_in_doc(api, app, spec, **options)

    def _store_endpoint_docs(
        self,
        endpoint: str,
        obj: object,
        parameters: object,
        tags: object,
        **options: Any,  # noqa: ANN401
    ) -> None:
        """Name each operation after its view: stable, whatever its path becomes."""
        super()._store_endpoint_docs(endpoint, obj, parameters, tags, **options)
        for method, told in self._docs[endpoint].items():
            if method != "parameters":
                told.setdefault("manual_doc", {}).setdefault("operationId", endpoint)


def _complete(doc: dict[str, Any], told: dict[str, Any], **options: Any) -> dict[str, Any]:  # noqa: ANN401
    """Say which problems may come, and show what is sent and answered."""
    del told
    answers = {
        str(int(status)): _with_example(answer)
        for status, answer in doc.get("responses", {}).items()
        if str(status) != "default" and int(status) < _FIRST_PROBLEM
    }
    statuses = READING if options["method"] == "get" else WRITING
    doc["responses"] = answers | {str(status): f"Problem{status}" for status in statuses}
    if "requestBody" in doc:
        _with_example(doc["requestBody"])
    return doc


def _with_example(part: dict[str, Any]) -> dict[str, Any]:
    """Show an example of a body, made from its schema, where none is written by hand."""
    for body in part.get("content", {}).values():
        if "example" not in body and not isinstance(body.get("schema"), dict):
            body["example"] = example_of(body["schema"])
    return part
