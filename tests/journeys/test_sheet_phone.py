"""The plan in one hand: table or bars, opened by a tap, zoomed by two fingers, nothing moved by accident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.sheet import Sheet

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.journeys.house import House

PLAN = "/p/atlas/plan"
NARROWEST = 40
SMALL = """least => [...document.querySelectorAll(":is(.s-tools, .s-filters, .s-menu) :is(button, input)")]
  .filter(one => one.offsetParent)
  .filter(one => one.offsetWidth < least || one.offsetHeight < least)
  .map(one => one.textContent.trim() || one.ariaLabel)"""
PINCH = """by => {
  const pane = document.querySelector(".s-gantt");
  const send = (kind, reach) => pane.dispatchEvent(new TouchEvent(kind, {
    bubbles: true, cancelable: true,
    touches: [-reach, reach].map((x, identifier) =>
      new Touch({identifier, target: pane, clientX: 195 + x, clientY: 500})),
  }));
  send("touchstart", 40); send("touchmove", 40); send("touchmove", 40 * by); send("touchend", 40 * by);
}"""


def tap(name: Locator, *, at: int | None = None) -> None:
    """Tap a drawn name in its middle, or so many pixels from its left: what is drawn takes no taps."""
    expect(name).to_be_visible()
    box = name.bounding_box()
    assert box is not None
    across = box["width"] / 2 if at is None else at
    name.page.touchscreen.tap(box["x"] + across, box["y"] + box["height"] / 2)


def test_bars_take_the_place_of_the_table_and_a_tap_opens_a_task(house: House) -> None:
    page = house.visit_by_phone("Program manager", f"{PLAN}?words=trial")
    sheet = Sheet(page)
    bars = page.locator(".g-name")
    expect(bars).to_have_count(0)

    page.get_by_role("button", name="Bars").tap()
    name = bars.filter(has_text="Trial migration 2")
    expect(name).to_be_visible()
    expect(page.get_by_role("treegrid")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 390

    tap(name)
    expect(page.get_by_role("heading", name="Trial migration 2")).to_be_visible()
    page.get_by_role("link", name="Close").or_(page.get_by_role("button", name="Close")).first.tap()
    page.get_by_role("button", name="Table").tap()
    expect(sheet.named("Trial migration 2")).to_be_visible()


def test_a_summary_shuts_and_opens_at_its_arrow(house: House) -> None:
    page = house.visit_by_phone("Program manager", PLAN)
    sheet = Sheet(page)
    sheet.named("Landing zone").locator("[data-twist]").tap()
    expect(sheet.named("Guardrail test")).to_have_count(0)
    page.get_by_role("button", name="Bars").tap()

    name = page.locator(".g-name", has_text="Landing zone").first
    expect(page.locator(".g-name", has_text="Guardrail test")).to_have_count(0)
    tap(name, at=6)
    expect(page.locator(".g-name", has_text="Guardrail test")).to_be_visible()


def test_two_fingers_zoom_and_one_moves_nothing(house: House) -> None:
    page = house.visit_by_phone("Program manager", f"{PLAN}?words=dress")
    sheet = Sheet(page)
    start = sheet.named("Dress rehearsal").locator(".c-start").inner_text()
    page.get_by_role("button", name="Bars").tap()
    bar = page.locator(".g-row .bar-g").first
    expect(bar).to_be_attached()
    width = bar.get_attribute("width") or ""

    page.evaluate(PINCH, 2)
    expect(bar).not_to_have_attribute("width", width)
    assert float(bar.get_attribute("width") or 0) > float(width)
    page.evaluate(PINCH, 0.5)
    expect(bar).to_have_attribute("width", width)

    page.get_by_role("button", name="Table").tap()
    expect(sheet.named("Dress rehearsal").locator(".c-start")).to_have_text(start)


def test_everything_that_is_pressed_is_large_enough_for_a_thumb(house: House) -> None:
    page = house.visit_by_phone("Program manager", f"{PLAN}?only=late&where=float%3A..5")
    Sheet(page)
    expect(page.get_by_role("search", name="Filter")).to_be_visible()
    assert page.evaluate(SMALL, NARROWEST) == []

    page.get_by_role("button", name="More", exact=True).tap()
    expect(page.get_by_role("menu", name="More")).to_be_visible()
    assert page.evaluate(SMALL, NARROWEST) == []
    page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
