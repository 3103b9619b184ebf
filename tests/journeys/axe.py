"""WCAG 2.2 by axe-core, on a whole page or on what has just opened in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

SOURCE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """([rules, part]) => axe.run(part ? document.querySelector(part) : document, {runOnly: rules}).then(
  done => done.violations.map(broken => `${broken.id}: ${broken.nodes[0].target.join(' ')}`))"""


def let_in(page: Page) -> None:
    """Let axe run beside a page whose content policy keeps strange scripts out; the page is loaded anew."""
    page.context.new_cdp_session(page).send("Page.setBypassCSP", {"enabled": True})
    page.reload()


def violations(page: Page, part: str = "") -> list[str]:
    """What axe finds on the page, or in the part of it that a selector names: each with its first element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SOURCE)
    found: list[str] = page.evaluate(RUN, [RULES, part])
    return found
