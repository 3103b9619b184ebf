"""The plan sheet as a hand finds it: rows by the name of their task, cells by their column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

SAVED = re.compile(r"^All changes saved \d")
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const pasted = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.querySelector("[role=treegrid]").dispatchEvent(pasted);
}"""
BAR = """row => {
  const drawn = [...document.querySelectorAll(".g-row")].find(one => one.dataset.row === row);
  const {x, y, width, height} = drawn.querySelector(".bar-g").getBoundingClientRect();
  return {x, y, width, height};
}"""


LINK = """row => {
  const drawn = [...document.querySelectorAll(".g-row")].find(one => one.dataset.row === row);
  const {right, top} = drawn.querySelector(".bar-g").getBoundingClientRect();
  return {x: right + 3, y: top + 18};
}"""


class Sheet:
    """The sheet on a page that shows a plan."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.wait_for_selector("[data-sheet][data-ready]")

    above = re.compile(r"\bunmatched\b")
    """Of a row that is only there to show where a match belongs."""

    @property
    def count(self) -> Locator:
        """How many tasks there are, or are kept by the filter."""
        return self.page.locator(".s-tools .end > .n")

    def counted(self) -> str:
        """The number of tasks in words, once they are counted."""
        expect(self.count).to_contain_text("tasks")
        return self.count.inner_text()

    @property
    def filter(self) -> Locator:
        """The row that says what the plan is narrowed to."""
        return self.page.get_by_role("search", name="Filter")

    def named(self, name: str) -> Locator:
        """The row of a task among those on screen, wherever the selection is."""
        return self.page.locator(".s-row:not([hidden])").filter(
            has=self.page.locator(".c-name", has_text=re.compile(rf"^\s*{re.escape(name)}\s*$"))
        )

    def row(self, name: str) -> Locator:
        """The row of a task, scrolled to and selected."""
        row = self.named(name)
        if not row.count():
            self.press("Control+f")
            self.page.keyboard.type(name)
            self.page.keyboard.press("Enter")
            self.page.keyboard.press("Escape")
        return row.first

    def cell(self, name: str, column: str) -> Locator:
        return self.row(name).locator(f".c-{column}")

    def says(self, name: str, column: str) -> str:
        return self.cell(name, column).inner_text().strip()

    def type(self, name: str, column: str, text: str) -> None:
        """Type over a cell and leave it with Enter, once it is saved."""
        self.cell(name, column).click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        self.saved()

    def press(self, *keys: str) -> None:
        self.page.locator("[role=treegrid]").focus()
        for key in keys:
            self.page.keyboard.press(key)

    def paste(self, text: str) -> None:
        self.page.evaluate(PASTE, text)
        self.saved()

    def saved(self) -> None:
        expect(self.page.locator(".s-foot .end")).to_have_text(SAVED, timeout=20_000)

    def headline(self) -> str:
        return self.page.locator(".s-foot .s-finish").inner_text()

    def bar(self, name: str) -> dict[str, float]:
        """Where the bar of a task is on screen, after its row and its time are scrolled to."""
        self.cell(name, "wbs").click()
        self.press("Control+Shift+F5")
        box: dict[str, float] = self.page.evaluate(BAR, self.row(name).get_attribute("data-row"))
        return box

    def link_below(self, name: str) -> tuple[float, float]:
        """A place on the line that drops from the end of a task's bar to the task below it."""
        self.bar(name)
        place = self.page.evaluate(LINK, self.row(name).get_attribute("data-row"))
        return place["x"], place["y"]
