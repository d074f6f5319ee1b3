"""The measure of all ratios: an ASGI application that answers constant bytes, `/N` with a body of N bytes."""

from typing import Any

BODIES: dict[str, bytes] = {}


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answers GET /<size> and POST /<size> with that many bytes."""
    path = scope["path"]
    body = BODIES.get(path)
    if body is None:
        body = BODIES[path] = b'"' + b"x" * (int(path[1:]) - 2) + b'"'
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
