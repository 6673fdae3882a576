"""What hatchling does besides copying the package: compile the catalogues, pack assets/ into the wheel.

An editable install gets the catalogues compiled in place and no copy: it reads assets/ beside the package.
"""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NOT_PACKED = {".po", ".pot"}


class AssetsHook(BuildHookInterface[Any]):
    """Adds assets/ to a wheel as deviceclerk/_assets."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before a wheel is built; `version` is "standard" or "editable"."""
        assets = Path(self.root, "assets")
        # By its path: a package named "build" that is installed would go before this folder.
        runpy.run_path(str(Path(self.root, "build", "catalogues.py")))["compile_all"](assets / "locale")
        if version == "editable":
            return
        for file in sorted(assets.rglob("*")):
            if file.is_file() and file.suffix not in NOT_PACKED:
                inside = file.relative_to(assets).as_posix()
                build_data["force_include"][str(file)] = f"deviceclerk/_assets/{inside}"
