"""Plain pages from templates: no script, nothing loaded from elsewhere, said so to the browser."""

from functools import cache
from typing import TYPE_CHECKING, Any

from litestar import MediaType
from litestar.response import Response

CSP = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-src 'self' about:; "
    "base-uri 'none'; form-action 'self'"
)

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def _templates() -> "Environment":
    """The templates, whose library is loaded by the first page: most requests are for the API."""
    from jinja2 import Environment, PackageLoader, select_autoescape

    return Environment(
        loader=PackageLoader("feria.pages"),
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def template(name: str, **values: Any) -> str:
    """The rendered template."""
    return _templates().get_template(name).render(**values)


def html(name: str, status: int = 200, **values: Any) -> Response[str]:
    """A plain page as an answer."""
    body = template(name, **values)
    headers = {"content-security-policy": CSP}
    return Response(body, status_code=status, media_type=MediaType.HTML, headers=headers)
