"""Contracts of our own for import-linter, where the built-in ones cannot say what `docs/architecture.md` asks.

They are named in `pyproject.toml` and judge direct imports only.
"""

from dataclasses import dataclass

import grimp
from importlinter import Contract, ContractCheck, fields, output


@dataclass(frozen=True, order=True)
class Link:
    """One forbidden import."""

    importer: str
    imported: str


def within(module: str, pattern: str) -> bool:
    """True when `module` is what `pattern` names, or lies inside it; `*` stands for one part of the name."""
    parts, wanted = module.split("."), pattern.split(".")
    return len(parts) >= len(wanted) and all(
        want in {"*", part} for part, want in zip(parts, wanted, strict=False)
    )


def imports_outside(graph: grimp.ImportGraph, libraries: list[str], allowed: list[str]) -> list[Link]:
    """Imports of `libraries` by modules that are none of `allowed`."""
    return sorted(
        Link(importer, module)
        for module in graph.modules
        if any(within(module, library) for library in libraries)
        for importer in graph.find_modules_that_directly_import(module)
        if not any(within(importer, pattern) for pattern in [*allowed, *libraries])
    )


def imports_past_the_doors(
    graph: grimp.ImportGraph, container: str, open_modules: list[str], outside: list[str]
) -> list[Link]:
    """Imports that reach into a child of `container` from a sibling, or from `outside`, past `open_modules`."""
    depth = len(container.split("."))

    def child_of(module: str) -> str | None:
        return ".".join(module.split(".")[: depth + 1]) if within(module, f"{container}.*") else None

    return sorted(
        Link(importer, module)
        for module in graph.modules
        if (owner := child_of(module)) and not any(within(module, f"{owner}.{door}") for door in open_modules)
        for importer in graph.find_modules_that_directly_import(module)
        if child_of(importer) not in {None, owner} or any(within(importer, pattern) for pattern in outside)
    )


def _names(field: object) -> list[str]:
    assert isinstance(field, list)  # import-linter replaces the declared field by what it parsed
    return [str(name) for name in field]


class _LinkContract(Contract):
    def _answer(self, links: list[Link]) -> ContractCheck:
        return ContractCheck(kept=not links, metadata={"links": links})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for link in check.metadata["links"]:
            output.print_error(f"{link.importer} may not import {link.imported}", bold=False)
        output.new_line()


class OnlyIn(_LinkContract):
    """Libraries that only some modules may import. Neither side has to exist yet."""

    type_name = "only_in"
    libraries = fields.ListField(subfield=fields.StringField())
    allowed_importers = fields.ListField(subfield=fields.StringField())

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        return self._answer(imports_outside(graph, _names(self.libraries), _names(self.allowed_importers)))


class OnlyThrough(_LinkContract):
    """Children of a package see of each other only the open modules."""

    type_name = "only_through"
    container = fields.StringField()
    open_modules = fields.ListField(subfield=fields.StringField())
    outside_importers = fields.ListField(subfield=fields.StringField())

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        return self._answer(
            imports_past_the_doors(
                graph, str(self.container), _names(self.open_modules), _names(self.outside_importers)
            )
        )
