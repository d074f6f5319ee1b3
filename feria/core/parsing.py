"""Strict reading of JSON bodies.

What msgspec lets through (NUL, lone surrogates, duplicate keys, deep nesting) ends here.
"""

import json
import re
from functools import lru_cache
from typing import Any

import msgspec

from feria.core.errors import FieldError, Invalid, Malformed

_SURROGATE = re.compile("[\ud800-\udfff]")
DEPTH_MAX = 64


class _DuplicateKey(ValueError):
    pass


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _DuplicateKey
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


_strict = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_refuse_constant)


def check(body: bytes) -> None:
    """Refuse a body that is not plain JSON text; raises Malformed with a sentence."""
    try:
        text = body.decode()
        if "\\u" in text and _forbidden(_strict.decode(text), DEPTH_MAX):
            raise Malformed("The text holds a NUL character or half of a surrogate pair.")
        if "\\u" not in text:
            _strict.decode(text)
    except _DuplicateKey:
        raise Malformed("An object names the same field twice.") from None
    except RecursionError:
        raise Malformed("The body is nested too deeply.") from None
    except ValueError:  # JSONDecodeError, UnicodeDecodeError and over-long integers alike
        raise Malformed("The body is not valid JSON in UTF-8.") from None


def _forbidden(value: Any, depth: int) -> bool:
    if depth == 0:
        raise RecursionError
    if isinstance(value, str):
        return "\x00" in value or _SURROGATE.search(value) is not None
    if isinstance(value, dict):
        return any(_forbidden(key, depth - 1) or _forbidden(item, depth - 1) for key, item in value.items())
    return isinstance(value, list) and any(_forbidden(item, depth - 1) for item in value)


@lru_cache(maxsize=500)
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def decode(body: bytes, kind: Any) -> Any:
    """The body as `kind` (a Struct); raises Malformed (400) or Invalid (422) naming the field."""
    check(body)
    try:
        return _decoder(kind).decode(body)
    except msgspec.ValidationError as error:
        raise invalid_from(error) from None
    except (msgspec.DecodeError, RecursionError):
        raise Malformed("The body is not valid JSON in UTF-8.") from None


def invalid_from(error: msgspec.ValidationError) -> Invalid:
    """msgspec's first fault as an Invalid with the field's path."""
    reason, _, path = str(error).partition(" - at `$")
    if match := re.search(r"Object contains unknown field `(.*)`", reason):
        prefix = path.rstrip("`").lstrip(".")
        return Invalid(
            errors=[FieldError(".".join(filter(None, [prefix, match[1]])), "is not a field of this request")]
        )
    if match := re.search(r"Object missing required field `(.*)`", reason):
        prefix = path.rstrip("`").lstrip(".")
        return Invalid(errors=[FieldError(".".join(filter(None, [prefix, match[1]])), "is required")])
    return Invalid(errors=[FieldError(path.rstrip("`").lstrip("."), reason)])
