"""Completes the framework's description of the API with what holds for many routes and stands in no handler.

Headers that the core reads itself, the answers to a body of the wrong size or type, closed request bodies.
"""

from collections.abc import Iterator
from typing import Any

from feria.core import http, idempotency
from feria.core.errors import MEDIA_TYPE, PreconditionRequired, Problem

REF = "#/components/schemas/"
JSON = "application/json"
WITHOUT_BODY = {"204", "304"}
OF_BODIES: tuple[type[Problem], ...] = (http.TooLarge, http.UnsupportedMediaType)


def complete(document: dict[str, Any]) -> dict[str, Any]:
    """Fill in the document in place, and return it."""
    open_bodies: list[Any] = []
    for operations in document["paths"].values():
        for operation in operations.values():
            _summarise(operation)
            parameters = operation.setdefault("parameters", [])
            for parameter in parameters:
                parameter["schema"] = _without_null(parameter["schema"])
            known = {parameter["name"].lower() for parameter in parameters}
            parameters.extend(one for one in _headers(operation) if one["name"].lower() not in known)
            for status in WITHOUT_BODY & operation["responses"].keys():
                operation["responses"][status].pop("content", None)
            if body := operation.get("requestBody"):
                _tell_of_bodies(operation)
                schema = body["content"].get(JSON, {}).get("schema", {})
                body["required"] = _without_null(schema) == schema
                open_bodies.append(schema)
    _close(document["components"]["schemas"], open_bodies)
    return document


def _summarise(operation: dict[str, Any]) -> None:
    """The first sentence of the handler's docstring heads the operation, the rest explains it."""
    text = " ".join(operation.get("description", "").split())
    first, stop, rest = text.partition(". ")
    operation["summary"] = first if stop else text.removesuffix(".")
    operation["description"] = rest
    if not rest:
        del operation["description"]


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter is there or not; there is no way to write null into an address."""
    kinds = [kind for kind in schema.get("oneOf", []) if kind != {"type": "null"}]
    if len(kinds) == 1:
        return {**{name: value for name, value in schema.items() if name != "oneOf"}, **kinds[0]}
    if isinstance(schema.get("type"), list) and "null" in schema["type"]:
        (kind,) = (kind for kind in schema["type"] if kind != "null")
        return {**schema, "type": kind, "enum": [value for value in schema["enum"] if value is not None]}
    return schema


def _headers(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The headers that an operation heeds, told by the answers that it may give."""
    answers = operation["responses"]
    if "412" in answers:
        # Where it is asked for only sometimes, a problem with another title says when.
        always = PreconditionRequired.title in answers.get("428", {}).get("description", "")
        yield _header("If-Match", "The ETag of what was read, or `*`.", required=always)
    if "304" in answers:
        yield _header("If-None-Match", "The ETag of what the caller has; 304 if it is still that.")
    if idempotency.KeyReused.slug in answers.get("422", {}).get("description", ""):
        always = idempotency.KeyMissing.slug in answers["400"]["description"]
        yield _header(
            "Idempotency-Key", "A repeated call finds the effect of the first one.", required=always
        )
    if operation["tags"] == ["cart"] or operation["operationId"] == "place_order":
        yield _header("X-Cart-Token", "The secret of a guest's cart.")


def _header(name: str, description: str, *, required: bool = False) -> dict[str, Any]:
    schema = {"type": "string"} | ({"pattern": "^[!-~]{1,255}$"} if required else {})
    return {"name": name, "in": "header", "description": description, "required": required, "schema": schema}


def _tell_of_bodies(operation: dict[str, Any]) -> None:
    for kind in OF_BODIES:
        operation["responses"].setdefault(
            str(kind.status),
            {
                "description": f"`{kind.slug}`: {kind.title}",
                "content": {MEDIA_TYPE: {"schema": {"$ref": f"{REF}ProblemOut"}}},
            },
        )


def _close(schemas: dict[str, Any], bodies: list[Any]) -> None:
    """Say of every object that a JSON body may hold that it takes no other fields: all of them are `types.Closed`."""
    waiting, seen = list(bodies), set()
    while waiting:  # each schema is walked once
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            name = str(value.get("$ref", "")).removeprefix(REF)
            if name and name not in seen:
                seen.add(name)
                schemas[name]["additionalProperties"] = False
                waiting.append(schemas[name])
            waiting.extend(one for one in value.values() if isinstance(one, (dict, list)))
