"""The journeys of `web/e2e` in Chromium, on a marketplace started as a newcomer starts it.

Skipped where Chromium is not; with FERIA_BROWSER=required that is a failure.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration import processes

WEB = Path(__file__).parents[2] / "web"
PLAYWRIGHT = WEB / "node_modules" / "@playwright" / "test" / "cli.js"
# The first has no windows of its own to draw.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
JOURNEYS_SECONDS_MAX = 900
SHOWN_MAX = 3

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> dict[str, str]:
    """Where Node and Chromium are."""
    node = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    chromium = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if node is None or chromium is None or not PLAYWRIGHT.is_file():
        if os.environ.get("FERIA_BROWSER") == "required":
            pytest.fail("Chromium, Node and web/node_modules have to be there")
        pytest.skip("Chromium, Node or web/node_modules is not there")
    return {"node": node, "chromium": chromium}


@pytest.fixture(scope="module")
def marketplace(browser: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a seeded marketplace of its own."""
    folder = tmp_path_factory.mktemp("browser")
    address = f"http://localhost:{(port := processes.free_port())}"
    environment = {"FERIA_HOME": str(folder / "home"), "FERIA_PORT": str(port), "FERIA_LOG_LEVEL": "warning"}
    log = folder / "feria.log"
    with processes.process("feria up", [*processes.FERIA, "up"], environment, log):
        processes.wait_ready(f"{address}/readyz", log)
        yield address


def test_journeys_in_a_real_browser(browser: dict[str, str], marketplace: str) -> None:
    try:
        done = subprocess.run(
            [browser["node"], str(PLAYWRIGHT), "test", "--config", "e2e/playwright.config.ts"],
            cwd=WEB,
            env={**os.environ, "CHROMIUM": browser["chromium"], "FERIA_URL": marketplace, "CI": "true"},
            capture_output=True,
            text=True,
            timeout=JOURNEYS_SECONDS_MAX,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        output = (late.stdout or b"").decode()
        pytest.fail(
            f"not done after {JOURNEYS_SECONDS_MAX} s; {output.count('✓')} went well\n{_told(output)}"
        )
    assert done.returncode == 0, _told(done.stdout) + done.stderr[-5_000:] + _seen_by_failed()


def _told(output: str) -> str:
    """What is to be read of the output: all but the journeys that went well."""
    return "\n".join(line for line in output.splitlines() if "✓" not in line)[-10_000:]


def _seen_by_failed() -> str:
    """What journeys that failed saw at the end, in words: pictures do not come along with the output of a CI."""
    files = sorted((WEB / "e2e" / "results").rglob("error-context.md"))
    pages = [one.read_text("utf-8").partition("# Error details")[2] for one in files[:SHOWN_MAX]]
    return "\n".join(page.partition("# Test source")[0] for page in pages)
