"""How quickly the plan sheet shows a plan and scrolls through it, in a real browser.

    ./run bench sheet --json [--sizes 1000,10000] [--browser PATH]

The island alone, against the small server of `frontend/dev`: what is measured here is the browser's part.
`rows_ms` is from data received to rows drawn; `frame_cpu_ms` is the processor time of the page's process for
one frame while scrolling two rows a frame, `jump_cpu_ms` the same while jumping a screen a frame, painting
without a graphics card included; `blank_cpu_ms` is the same scroll on a page of empty rows, which is what
the browser itself costs on this machine.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

SERVE = Path(__file__).resolve().parents[1] / "frontend" / "dev" / "serve.py"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
REPEATS, FRAMES = 5, 120
SCROLL = """async ([pixels, frames]) => {
  const area = document.querySelector(".s-scroll");
  const took = [];
  for (let n = 0; n < frames; n++) {
    const before = performance.now();
    area.scrollTop += pixels;
    await new Promise(requestAnimationFrame);
    took.push(performance.now() - before);
  }
  return took.sort((a, b) => a - b);
}"""
MARKS = """() => ["sheet:data", "sheet:drawn"].map(name => performance.getEntriesByName(name)[0].startTime)"""


def main() -> None:
    options = _options()
    results = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.browser, args=list(FLAGS))
        for size in options.sizes:
            with _served(size) as address:
                results.append(_measured(browser, address, size))
        browser.close()
    document = {"machine": {"processor": platform.machine(), "cores": os.cpu_count()}, "results": results}
    print(json.dumps(document, indent=2) if options.json else _table(results))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--sizes", type=lambda text: [int(one) for one in text.split(",")], default=[1000, 10000]
    )
    parser.add_argument("--browser", help="a Chromium; Playwright's own unless told")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


@contextmanager
def _served(tasks: int) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(SERVE), "--port", str(port), "--tasks", str(tasks)]
    server = subprocess.Popen(command, cwd=SERVE.parent, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("The sheet's development server did not start.")


def _measured(browser: Browser, address: str, size: int) -> dict[str, Any]:
    with urllib.request.urlopen(f"{address}/api/v1/programs/atlas/sheet") as reply:
        data = reply.read()
    rows_ms, page = [], browser.new_page(viewport={"width": 1440, "height": 900})
    for _ in range(REPEATS):
        page.goto(f"{address}/")
        page.wait_for_selector("[data-ready]")
        received, drawn = page.evaluate(MARKS)
        rows_ms.append(drawn - received)
    scrolled = _frame_cpu(browser, page, pixels=54)
    jumped = _frame_cpu(browser, page, pixels=900)
    page.evaluate("document.querySelectorAll('.s-run, .g-body').forEach(part => part.remove())")
    blank = _frame_cpu(browser, page, pixels=54)
    page.close()
    return {
        "name": "sheet",
        "tasks": size,
        "data_bytes_gz": len(gzip.compress(data)),
        "rows_ms": round(median(rows_ms), 1),
        "frame_cpu_ms": scrolled,
        "jump_cpu_ms": jumped,
        "blank_cpu_ms": blank,
    }


def _frame_cpu(browser: Browser, page: Page, *, pixels: int) -> float:
    """Milliseconds of processor time per frame: script, style, layout, paint."""
    page.evaluate("document.querySelector('.s-scroll').scrollTop = 0")
    page.wait_for_timeout(300)
    session = browser.new_browser_cdp_session()
    before = _renderer_seconds(session)
    page.evaluate(SCROLL, [pixels, FRAMES])
    seconds = _renderer_seconds(session) - before
    session.detach()
    return round(seconds * 1000 / FRAMES, 2)


def _renderer_seconds(session: CDPSession) -> float:
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    return sum(float(one["cpuTime"]) for one in processes if one["type"] == "renderer")


def _table(results: list[dict[str, Any]]) -> str:
    return "\n".join("  ".join(f"{name} {value}" for name, value in result.items()) for result in results)


if __name__ == "__main__":
    main()
