"""The built scripts, styles and faces under `/assets`: which a page needs, and the files themselves."""

import gzip
import mimetypes
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import msgspec
from litestar import get
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from feria.core.errors import NotFound
from feria.core.http import Request

FOLDER = "assets"
ENTRIES = {"storefront": "apps/storefront/src/main.tsx", "dashboard": "apps/dashboard/src/main.tsx"}
# Begins the storefront where its page was drawn ahead.
START = "apps/storefront/src/start.ts"
VIEWS = "apps/storefront/src/routes/{}.tsx"
# Views to buy and of accounts wait for their texts, which only they have (web/apps/storefront/src/shoppingTexts.ts).
SHOPPING, SHOPPING_TEXTS = "shopping/", "apps/storefront/src/i18n.ts"
# Faces that every page begins with; the others come when a letter of theirs does.
PRELOADED_FACES = ("figtree-latin-wght-normal", "familjen-grotesk-latin-wght-normal")
FOR_EVER = "public, max-age=31536000, immutable"
COMPRESSED = ("text/", "application/json", "image/svg")
FILES_KEPT_MAX = 500


class Entry(msgspec.Struct, frozen=True):
    """What the head of a page names: the module to run, what it and the view import at once, styles and faces.

    `start` runs that module once a page that was drawn ahead has been painted.
    """

    script: str
    start: str
    modules: list[str]
    styles: list[str]
    faces: list[str]


def built() -> bool:
    """Whether the pages have been built."""
    return (files("feria.pages") / FOLDER / ".vite" / "manifest.json").is_file()


@cache
def entry(name: str, view: str = "") -> Entry:
    """An entry as the build has made it, and with it a view of the storefront that its router would fetch next."""
    manifest = msgspec.json.decode((files("feria.pages") / FOLDER / ".vite" / "manifest.json").read_bytes())
    wanted = [VIEWS.format(view)] if view else []
    if view.startswith(SHOPPING):
        wanted.append(SHOPPING_TEXTS)
    whole = _imported(manifest, ENTRIES[name], *wanted)
    faces = [
        file
        for key in whole
        for file in sorted(manifest[key].get("assets", []))
        if file.endswith(".woff2") and any(face in file for face in PRELOADED_FACES)
    ]
    return Entry(
        script=_address(manifest[ENTRIES[name]]["file"]),
        start=_address(manifest[START]["file"]),
        modules=[_address(manifest[key]["file"]) for key in whole[1:]],
        styles=[_address(file) for key in whole for file in manifest[key].get("css", [])],
        faces=[_address(file) for file in dict.fromkeys(faces)],
    )


def _imported(manifest: dict[str, Any], *keys: str) -> list[str]:
    """The chunks and all that they import at once, themselves first."""
    found: dict[str, None] = {}
    waiting = list(keys)
    while waiting:
        one = waiting.pop(0)
        if one not in found:
            found[one] = None
            waiting += manifest[one].get("imports", [])
    return list(found)


def _address(file: str) -> str:
    return f"/{FOLDER}/{file}"


@lru_cache(maxsize=FILES_KEPT_MAX)
def _file(path: str) -> tuple[bytes, bytes | None, str]:
    """A built file, its compressed form where that is worth it, and its type; raises NotFound."""
    parts = path.strip("/").split("/")
    source = files("feria.pages") / FOLDER
    for part in parts:
        if part in ("", ".", "..") or part.startswith(".") or "\\" in part:
            raise NotFound
        source = source / part
    if not source.is_file():
        raise NotFound
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    kind = "font/woff2" if path.endswith(".woff2") else kind
    body = source.read_bytes()
    small = gzip.compress(body, 9, mtime=0) if kind.startswith(COMPRESSED) else None
    return body, small, kind


@get("/assets/{path:path}", include_in_schema=False)
async def asset(request: Request, path: FromPath[str]) -> Response[bytes]:
    """A built file; its name holds a hash of what is inside, so it is good for ever."""
    body, small, kind = _file(path)
    headers = {"cache-control": FOR_EVER, "vary": "accept-encoding"}
    if small is not None and "gzip" in request.headers.get("accept-encoding", ""):
        body = small
        headers["content-encoding"] = "gzip"
    return Response(body, headers=headers, media_type=kind)


routes: list[BaseRouteHandler] = [asset]
