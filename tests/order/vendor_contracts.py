"""The carriers' own OpenAPI files as judges of what our clients send. They lie beside the project and are not ours."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import yaml

SPECS = Path(__file__).parents[3] / "shared" / "vendor-specs"
# Where each path is described, and what the file's own paths lack in front.
_FILES = {
    "/security/v1/oauth/token": ("ups-OAuthClientCredentials.yaml", ""),
    "/api/rating/": ("ups-Rating.yaml", "/api"),
    "/api/shipments/": ("ups-Shipping.yaml", "/api"),
    "/api/labels/": ("ups-Shipping.yaml", "/api"),
    "/api/track/": ("ups-Tracking.yaml", "/api"),
    "/rate/v1/": ("fedex-rate-api.json", ""),
    "/ship/v1/": ("fedex-ship-api.json", ""),
    "/track/v1/": ("fedex-track.json", ""),
}
# Where UPS's file contradicts its own texts: service codes have two digits, not three; formats of labels three letters,
# not four; and recovery by reference would want the numbers of another company's parcels.
QUIRKS = (
    re.compile(r'^RateRequest\.Shipment\.Service\.Code: "\d\d" is shorter than 3 characters$'),
    re.compile(
        r'^LabelRecoveryRequest\.LabelSpecification\.LabelImageFormat\.Code: "(PDF|ZPL)" is shorter than 4'
    ),
    re.compile(r'^LabelRecoveryRequest: "TrackingNumbers" is a required property$'),
)


class Recorder(httpx.AsyncBaseTransport):
    """Passes requests on, and keeps them."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self.seen: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self.seen.append(request)
        return await self._inner.handle_async_request(request)


@cache
def _file(name: str) -> dict[str, Any]:
    text = (SPECS / name).read_text()
    loaded = (
        json.loads(text) if name.endswith(".json") else yaml.load(text.replace("\t", "  "), yaml.CSafeLoader)
    )
    return dict(_plain(loaded, loose_choices=name.startswith("fedex")))


def _plain(value: Any, *, loose_choices: bool) -> Any:
    """OpenAPI 3.0 as JSON Schema: `nullable` becomes a type; FedEx's alternatives overlap, so one or more may fit."""
    if isinstance(value, list):
        return [_plain(one, loose_choices=loose_choices) for one in value]
    if not isinstance(value, dict):
        return value
    found = {str(key): _plain(one, loose_choices=loose_choices) for key, one in value.items()}
    if loose_choices and "oneOf" in found:
        found["anyOf"] = found.pop("oneOf")
    if found.pop("nullable", False) is True and isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
    for name in ("example", "examples"):
        if name in found and "type" in found:
            found.pop(name)
    if isinstance(found.get("minimum"), int) and found.get("type") == "string":
        found.pop("minimum")
    return found


def faults(request: httpx.Request) -> list[str]:
    """What the vendor's file has against this request; empty when it is as described."""
    described = next((value for start, value in _FILES.items() if request.url.path.startswith(start)), None)
    if described is None:
        return []  # FedEx describes its tokens in no file
    name, before = described
    whole = _file(name)
    path = request.url.path.removeprefix(before)
    operation, values = _operation(whole, path, request.method.lower())
    found = list(_missing(whole, operation, values, request))
    schema = _body_schema(operation)
    if schema is not None and request.headers["content-type"] == "application/json":
        for error in _judge(name, json.dumps(schema)).iter_errors(json.loads(request.content)):
            found.append(f"{'.'.join(map(str, error.instance_path))}: {error.message}"[:300])
    return [fault for fault in found if not any(quirk.match(fault) for quirk in QUIRKS)]


@cache
def _judge(name: str, schema: str) -> Any:
    return jsonschema_rs.Draft202012Validator({**json.loads(schema), "components": _file(name)["components"]})


def _operation(whole: Mapping[str, Any], path: str, method: str) -> tuple[dict[str, Any], dict[str, str]]:
    parts = path.split("/")
    for template, operations in whole["paths"].items():
        wanted = template.split("/")
        if len(wanted) == len(parts) and method in operations:
            pairs = list(zip(wanted, parts, strict=True))
            if all(one == two or one.startswith("{") for one, two in pairs):
                return operations[method], {one[1:-1]: two for one, two in pairs if one.startswith("{")}
    raise AssertionError(f"the vendor's file has no {method} {path}")


def _missing(
    whole: Mapping[str, Any], operation: Mapping[str, Any], values: Mapping[str, str], request: httpx.Request
) -> Iterator[str]:
    given = {"path": values, "query": dict(request.url.params), "header": request.headers}
    for listed in operation.get("parameters", []):
        one = (
            whole["components"]["parameters"][listed["$ref"].rpartition("/")[2]]
            if "$ref" in listed
            else listed
        )
        value = given[one["in"]].get(one["name"])
        if one.get("required") and not value:
            yield f"{one['in']} {one['name']} is missing"
        longest = one.get("schema", {}).get("maxLength")
        if value and longest and len(value) > longest:
            yield f"{one['in']} {one['name']} is too long"


def _body_schema(operation: Mapping[str, Any]) -> dict[str, Any] | None:
    found = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return None if found is None else dict(found)
