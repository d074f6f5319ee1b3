"""The import contracts of our own find what they are for, on small graphs."""

import grimp

from tests.tidy.import_contracts import Link, imports_outside, imports_past_the_doors


def graph_of(*links: tuple[str, str]) -> grimp.ImportGraph:
    graph = grimp.ImportGraph()
    for importer, imported in links:
        for module in (importer, imported):
            graph.add_module(module)
        graph.add_import(importer=importer, imported=imported)
    return graph


def test_a_library_outside_its_place_is_found() -> None:
    graph = graph_of(
        ("feria.services.order.routes", "litestar"),
        ("feria.services.order.routes.refunds", "litestar"),
        ("feria.core.http", "litestar"),
        ("feria.services.order.actions", "litestar"),
    )
    allowed = ["feria.services.*.routes", "feria.core", "feria.pages"]
    assert imports_outside(graph, ["litestar", "stripe"], allowed) == [
        Link("feria.services.order.actions", "litestar")
    ]


def test_a_way_past_the_contract_is_found() -> None:
    graph = graph_of(
        ("feria.services.order.actions", "feria.services.product.contract"),
        ("feria.services.order.consumers", "feria.services.payment.events"),
        ("feria.services.product.contract", "feria.services.product.queries"),
        ("feria.app", "feria.services.product.routes"),
        ("feria.pages.product", "feria.services.product.contract"),
        ("feria.services.order.actions", "feria.services.product.queries.stock"),
        ("feria.pages.product", "feria.services.product.queries"),
        ("feria.services.order.rules", "feria.services.product"),
    )
    found = imports_past_the_doors(graph, "feria.services", ["contract", "events"], ["feria.pages"])
    assert found == [
        Link("feria.pages.product", "feria.services.product.queries"),
        Link("feria.services.order.actions", "feria.services.product.queries.stock"),
        Link("feria.services.order.rules", "feria.services.product"),
    ]
