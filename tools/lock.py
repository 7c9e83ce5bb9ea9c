"""`make lock`: renews the locked lists, with hashes and without addresses, for every platform at once. Needs uv at hand."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LISTS = {
    "requirements/runtime.in": "src/requirements.txt",
    "requirements/dev.in": "requirements/dev.txt",
    "requirements/ministack.in": "requirements/ministack.txt",
}
COMPILE = (
    *("pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-header", "--no-annotate", "--quiet", "--upgrade"),  # addresses are left out unless asked for
)


def main() -> int:
    uv = shutil.which("uv")
    if uv is None:
        print("make lock needs uv on the path (pip install uv).", file=sys.stderr)
        return 1
    for source, target in LISTS.items():
        # From the list's own folder: the lists name each other by relative paths.
        subprocess.run(
            [uv, *COMPILE, Path(source).name, "-o", str(ROOT / target)], cwd=(ROOT / source).parent, check=True
        )
        print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
