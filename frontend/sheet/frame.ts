/** The frame both panes hang in: one vertical scroll, a sideways scroll for each pane, a splitter between.
 *
 * The scroller is as tall as all rows and holds a stage that sticks to its top. On the stage, rows are moved by one
 * transform a frame. So grid and Gantt can never tear apart, each pane has its own sideways scroll bar at its foot, and
 * no element is ever taller than the screen. */
import { el, put } from "../dom.ts";
import { say } from "../say.ts";
import { ROW } from "./layout.ts";
import type { Sheet } from "./sheet.ts";
import { drags } from "./drag.ts";

export const HEAD = 44;
/** Below this there is no room for two panes. */
const NARROW = 768;
const NARROWEST_GRID = 160;
const NARROWEST_GANTT = 200;
const SPARE_ROWS = 4;

/** What is on screen: rows from `first` up to, not with, `until`, with `offset` pixels of the plan above them; pixels of
 * time from `left` to `right`. Measured once a frame, before anything is written: a measure between writes would make
 * the browser lay out the page each time. */
export interface Window {
  first: number;
  until: number;
  offset: number;
  left: number;
  right: number;
}

/** What has to be drawn anew: everything, the selection, or only what came into the window. */
export type Changed = "all" | "selection" | "window";

export class Frame {
  readonly scroller = el("div", { class: "s-scroll" });
  readonly grid = el("div", { class: "s-grid" });
  readonly gantt = el("div", { class: "s-gantt", "aria-hidden": "true" });
  readonly live = el("p", { class: "vh", role: "status" });
  private readonly size = el("div", { class: "s-size" });
  private readonly stage = el("div", { class: "s-stage" });
  private readonly splitter = el("div", {
    class: "s-split",
    role: "separator",
    "aria-orientation": "vertical",
    tabindex: 0,
    "aria-label": say("Width of the table"),
  });
  private readonly sheet: Sheet;
  private isQueued = false;
  private fitted = "";
  /** Measured when the sheet changes size. */
  height = 0;
  width = 0;
  ganttWidth = 0;

  constructor(root: HTMLElement, sheet: Sheet) {
    this.sheet = sheet;
    this.stage.append(this.grid, this.splitter, this.gantt);
    this.size.append(this.stage);
    this.scroller.append(this.size);
    root.append(this.scroller, this.live);
    this.scroller.addEventListener("scroll", () => this.queue(), { passive: true });
    this.gantt.addEventListener("scroll", () => this.queue(), { passive: true });
    new ResizeObserver(() => this.refit()).observe(this.scroller);
    this.listenToSplitter();
  }

  /** Rows that fit on the stage below the heads. */
  get page(): number {
    return Math.max(1, Math.floor((this.height - HEAD) / ROW) - 1);
  }

  /** The scroller's extent follows the number of rows; one row's room is left below the last. */
  resize(): void {
    this.size.style.height = `${HEAD + (this.sheet.rows.length + 1) * ROW + 16}px`;
  }

  /** Share the space between the panes; false when there is no other space than before. */
  fit(): boolean {
    [this.width, this.height] = [this.scroller.clientWidth, this.scroller.clientHeight];
    const alone = this.sheet.showsBarsAlone;
    const shows = alone || (this.sheet.view.showsGantt && !this.isNarrow);
    const split = alone
      ? 0
      : shows
        ? Math.max(
            NARROWEST_GRID,
            Math.min(this.sheet.view.split ?? this.sheet.grid.firstScreenWidth, this.width - NARROWEST_GANTT),
          )
        : this.width;
    const fitted = `${shows} ${split} ${this.width} ${this.height}`;
    if (fitted === this.fitted) return false;
    this.fitted = fitted;
    this.ganttWidth = shows ? this.width - split - (alone ? 0 : 1) : 0;
    this.stage.style.height = `${this.height}px`;
    this.gantt.hidden = !shows;
    this.grid.hidden = alone;
    this.splitter.hidden = alone || !shows;
    this.grid.style.width = `${split}px`;
    for (const [name, value] of [
      ["valuenow", split],
      ["valuemin", NARROWEST_GRID],
      ["valuemax", this.width - NARROWEST_GANTT],
    ] as const)
      put(this.splitter, `aria-${name}`, Math.round(value));
    return true;
  }

  private queue(): void {
    if (this.isQueued) return;
    this.isQueued = true;
    requestAnimationFrame(() => {
      this.isQueued = false;
      this.draw("window");
    });
  }

  window(): Window {
    const offset = this.scroller.scrollTop;
    const left = this.gantt.hidden ? 0 : this.gantt.scrollLeft;
    const first = Math.max(0, Math.floor(offset / ROW) - SPARE_ROWS);
    const until = Math.min(this.sheet.rows.length, Math.ceil((offset + this.height) / ROW) + SPARE_ROWS);
    return { first, until, offset, left, right: left + this.ganttWidth };
  }

  draw(changed: Changed, slide = false): void {
    if (!this.sheet.isStarted) return;
    const window = this.window();
    if (!this.grid.hidden) this.sheet.grid.draw(window, changed !== "window");
    if (!this.gantt.hidden) this.sheet.gantt.draw(window, changed, slide);
    this.sheet.openCell?.follow();
  }

  /** Scroll as little as makes the cell visible; a row from far away comes to the middle, with what surrounds it. */
  reveal(row: number, column: number): void {
    const room = this.height - HEAD - 18;
    const [top, bottom] = [row * ROW, (row + 1) * ROW - room];
    const from = this.scroller.scrollTop;
    const away = Math.max(top < from ? from - top : 0, bottom > from ? bottom - from : 0);
    if (away > room / 2) this.scroller.scrollTop = top - room / 2;
    else if (top < from) this.scroller.scrollTop = top;
    else if (bottom > from) this.scroller.scrollTop = bottom;
    this.sheet.grid.revealColumn(column);
  }

  /** Where a cell is on screen, relative to the sheet: for editors and notices. */
  place(element: Element): { left: number; top: number; width: number; height: number } {
    const [cell, root] = [element.getBoundingClientRect(), this.sheet.root.getBoundingClientRect()];
    return { left: cell.left - root.left, top: cell.top - root.top, width: cell.width, height: cell.height };
  }

  private listenToSplitter(): void {
    drags(this.splitter, () => {
      const width = this.grid.clientWidth;
      return {
        move: by => this.setSplit(width + by.x),
        done: by => this.sheet.look({ split: Math.round(width + by.x) }),
      };
    });
    this.splitter.addEventListener("dblclick", () => {
      this.sheet.look({ split: null });
    });
    this.splitter.addEventListener("keydown", pressed => {
      const by = pressed.key === "ArrowLeft" ? -24 : pressed.key === "ArrowRight" ? 24 : 0;
      if (!by) return;
      pressed.preventDefault();
      this.sheet.look({ split: this.grid.clientWidth + by });
    });
  }

  private setSplit(width: number): void {
    this.sheet.view.split = width;
    this.refit();
  }

  get isNarrow(): boolean {
    return this.width > 0 && this.width < NARROW;
  }

  private refit(): void {
    const wasNarrow = this.isNarrow;
    if (!this.fit()) return;
    if (wasNarrow === this.isNarrow) this.draw("all");
    else this.sheet.arrangeColumns();
  }
}
