"""Doors of the operator to what search makes of words."""

from typing import Any

from litestar import Response, get, put
from litestar.params import JSONBody

from feria.core import http
from feria.core.errors import Forbidden, PreconditionFailed, PreconditionRequired
from feria.core.http import Request
from feria.services.product.actions import synonyms as actions
from feria.services.product.queries import synonyms as queries
from feria.services.product.queries.synonyms import SynonymList
from feria.services.product.schemas.search import SynonymsIn, SynonymsOut, SynonymsSetOut

STAFF: Any = {"tags": ["product"], "guards": [http.operator("moderator")], "security": [{"bearer": []}]}


@get(
    "/api/v1/operator/synonyms",
    cache_control=http.NO_STORE,
    responses=http.problems(Forbidden),
    **STAFF,
)
async def get_synonyms(request: Request) -> Response[SynonymsOut]:
    """The synonyms that search knows."""
    return _answer(await http.read(request, queries.synonym_list))


@put(
    "/api/v1/operator/synonyms",
    cache_control=http.NO_STORE,
    responses=http.problems(Forbidden, PreconditionFailed, PreconditionRequired),
    **STAFF,
)
async def put_synonyms(request: Request, data: JSONBody[SynonymsIn]) -> Response[SynonymsOut]:
    """Replace the list (`If-Match`). Every node searches with it within seconds."""
    await http.write(request, actions.replace_synonyms, data.items, http.if_match(request))
    return _answer(await http.read(request, queries.synonym_list))


def _answer(found: SynonymList) -> Response[SynonymsOut]:
    items = [
        SynonymsSetOut(kind="one_way" if one.means else "equivalent", words=one.words, means=one.means)
        for one in found.sets
    ]
    return Response(
        SynonymsOut(version=found.version, items=items), headers={"ETag": http.etag(found.version)}
    )


routes = [get_synonyms, put_synonyms]
