"""What no file of the project may hold, and what the lists beside the code have to agree with."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib import metadata

import msgspec
import pytest

from feria.core.settings import Settings
from tests.tidy import tree
from tests.tidy.tree import Fault

TYPESCRIPT_LINES_MAX = 250

# Put together from parts, so that this file does not find itself.
_HOSTS = [
    "py" + "pi.org",
    "files.python" + "hosted",
    "registry.npm" + "js",
    "registry.yarn" + "pkg",
    "npmmirror" + ".",
]
_MACHINE_PATH = re.compile(
    r"(?<![\w.~$}/-])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me/\w+|Us" + r"ers/\w+)/(?=[\w.])"
)


def place_faults(path: str, text: str) -> list[Fault]:
    """Names of package registries, and paths of somebody's machine."""
    faults = []
    for number, line in enumerate(text.splitlines(), 1):
        if host := next((host for host in _HOSTS if host in line), None):
            faults.append(Fault(path, number, f"names the registry {host}; every mirror has to do"))
        if found := _MACHINE_PATH.search(line):
            faults.append(Fault(path, number, f"holds a path of one machine: {found[0]}"))
    return faults


def lock_faults(path: str, text: str) -> list[Fault]:
    """A lock file names versions and hashes, never where they come from."""
    return [
        Fault(path, number, "names an address or an option; a lock file holds versions and hashes only")
        for number, line in enumerate(text.splitlines(), 1)
        if "://" in line or re.match(r"\s*--(?!hash=)", line)
    ]


def unpinned(text: str) -> list[str]:
    """Packages of a lock file without a hash."""
    entries = re.findall(r"^[a-zA-Z0-9][^\n]*(?:\n[ ]+[^\n]*)*", text, re.M)
    return [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry or "==" not in entry]


def imported_by(source: str) -> set[str]:
    """Names of the top-level packages that a Python source imports, relative imports left out."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def project_name(requirement: str) -> str:
    """`pyvips[binary]>=3` → `pyvips`."""
    return (
        re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")
    )


def settings_in(example: str) -> set[str]:
    """The names that `.env.example` shows, set or commented out."""
    return set(re.findall(r"^(?:# ?)?(FERIA_[A-Z0-9_]+)=", example, re.M))


def test_no_file_names_a_registry_or_a_machine() -> None:
    faults = [fault for path in tree.files() for fault in place_faults(path, tree.text(path))]
    assert not faults, tree.report(faults)


def test_lock_files_hold_versions_and_hashes_only() -> None:
    locks = [path for path in tree.files() if path.endswith(".lock")]
    assert {"requirements.lock", "requirements-dev.lock", "requirements-uv.lock"} <= set(locks)
    faults = [fault for path in locks for fault in lock_faults(path, tree.text(path))]
    assert not faults, tree.report(faults)
    for path in locks:
        assert unpinned(tree.text(path)) == [], path


def test_the_development_lock_agrees_with_the_other() -> None:
    def pins(path: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9][^\n]*?==[^ ;\\]+", tree.text(path), re.M))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


# `feria gen` and `feria demo pictures` write into the repository, so they may use development's tools.
WORKS_IN_A_CHECKOUT = ("feria/generate.py", "feria/demo/pictures/")


def test_every_package_that_is_imported_is_declared() -> None:
    project = tomllib.loads(tree.text("pyproject.toml"))
    declared = {project_name(requirement) for requirement in project["project"]["dependencies"]}
    tools = {project_name(requirement) for requirement in project["dependency-groups"]["dev"]}
    installed = metadata.packages_distributions()
    for path in tree.files_below("feria/", suffix=".py"):
        wanted = declared | tools if path.startswith(WORKS_IN_A_CHECKOUT) else declared
        for name in imported_by(tree.text(path)) - sys.stdlib_module_names - {"feria"}:
            owners = {project_name(distribution) for distribution in installed.get(name, [name])}
            assert owners & wanted, (
                f"{path} imports {name}, which pyproject.toml does not name among the dependencies"
            )


def test_imports_are_read() -> None:
    source = "import a.b\nfrom c import d\nfrom . import e\ndef f():\n    import g\n"
    assert imported_by(source) == {"a", "c", "g"}
    assert project_name("Py_Vips[binary]>=3 ; x") == "py-vips"


def test_the_example_names_exactly_the_settings() -> None:
    names = {f"FERIA_{field.name.upper()}" for field in msgspec.structs.fields(Settings)}
    assert settings_in(tree.text(".env.example")) == names


def test_typescript_files_keep_the_limit() -> None:
    paths = [*tree.files_below("web/", suffix=".ts"), *tree.files_below("web/", suffix=".tsx")]
    long = {
        path: tree.text(path).count("\n")
        for path in paths
        if ".gen." not in path and "/generated/" not in path
    }
    assert {path: lines for path, lines in long.items() if lines > TYPESCRIPT_LINES_MAX} == {}


def test_generated_files_are_fresh() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", "import feria.cli; feria.cli.main()", "gen", "--check"],
        cwd=tree.ROOT,
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    assert answer.returncode == 0, f"run make gen and commit what it writes\n{answer.stdout}{answer.stderr}"


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://" + "py" + "pi.org/simple",
        "resolved https://registry.npm" + "js.org/a.tgz",
        "cd /wo" + "rk/main",
        "open('/ro" + "ot/.cache')",
        "see /ho" + "me/ana/feria",
    ],
)
def test_a_host_or_machine_path_is_found(line: str) -> None:
    assert place_faults("a.md", line)


@pytest.mark.parametrize(
    "line", ["docs/work/order.md", "`/ho" + "me/` alone", "https://feria.test/work/1", "$R/work/a"]
)
def test_other_paths_pass(line: str) -> None:
    assert place_faults("a.md", line) == []


def test_a_bad_lock_is_found() -> None:
    good = "a==1.0 \\\n    --hash=sha256:00\n    # via b\n"
    assert lock_faults("a.lock", good) == []
    assert unpinned(good) == []
    assert lock_faults("a.lock", "--find-links /opt\n" + good)
    assert lock_faults("a.lock", "a @ https://example.test/a.whl\n")
    assert unpinned(good + "b==1.0\n") == ["b==1.0"]


def test_settings_of_an_example_are_read() -> None:
    assert settings_in("# Port.\n# FERIA_PORT=8000\nFERIA_BIND=\n# see FERIA_HOME\n") == {
        "FERIA_PORT",
        "FERIA_BIND",
    }
