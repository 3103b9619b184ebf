/** Draws the Gantt: bars, links, the time axis. Decoration to assistive technology: every value is in a cell too.
 *
 * Three drawings lie on each other: the ground, what moves with the rows, the status lines. The middle one is moved as a
 * whole, so that a scroll repaints only the rows that came in. Rows are groups used again; links are six paths for the
 * whole screen. */
import { el, put, svg } from "../../dom.ts";
import { say } from "../../say.ts";
import { HEAD, type Changed, type Window } from "../frame.ts";
import * as layout from "../layout.ts";
import { type Bar, ROW } from "../layout.ts";
import type { Task } from "../plan.ts";
import type { Sheet } from "../sheet.ts";
import { Axis } from "./axis.ts";
import { Links } from "./links.ts";
import { fillBar, fillGround } from "./bars.ts";

/** Bars slide to their new place after an edit, so that the eye can follow. */
const SLIDE_MS = 160;
/** Pixels of time drawn beyond the screen on either side: what a flick of the wheel travels. */
const ROOM = 300;

export class Gantt {
  readonly element: HTMLElement;
  private readonly body = el("div", { class: "g-body" });
  private readonly run = svg("svg", { class: "g-run" });
  /** The lines between rows: a pattern, so that a row that comes in repaints its bar and nothing else. */
  private readonly ruling = el("div", { class: "g-ruling" });
  /** For what a drag shows: ghosts, lines to the pointer. */
  readonly over = svg("g", { class: "g-over" });
  private readonly sheet: Sheet;
  private readonly axis: Axis;
  readonly links: Links;
  /** Behind the links: the selected rows' tint. */
  private readonly grounds = svg("g");
  private readonly rows = svg("g");
  private readonly dots = svg("g");
  private pool: SVGGElement[] = [];
  private drawn: Window = { first: 0, until: 0, offset: 0, left: 0, right: 0 };
  private lastX = new Map<number, number>();
  private hasPlace = false;
  /** Pixels of time that are drawn: the screen and some room on either side. */
  reach: [from: number, to: number] = [0, 0];
  private ringed = -1;

  constructor(element: HTMLElement, sheet: Sheet) {
    this.element = element;
    this.sheet = sheet;
    this.axis = new Axis(sheet);
    this.links = new Links(sheet);
    this.run.append(this.grounds, this.links.element, this.rows, this.dots, this.over);
    this.body.append(this.axis.ground, this.ruling, this.run, this.axis.lines);
    element.append(this.axis.head, this.body);
  }

  draw(window: Window, changed: Changed, slide = false): void {
    const isForced = changed === "all";
    if (!this.hasPlace) this.findPlace(window);
    const before = this.drawn;
    this.drawn = window;
    this.run.style.transform = `translateY(${-window.offset}px)`;
    this.ruling.style.transform = `translateY(${window.first * ROW - window.offset}px)`;
    this.ruling.style.height = `${(window.until - window.first) * ROW}px`;
    if (isForced) {
      for (const part of [this.axis.head, this.body]) part.style.width = `${this.sheet.scale.width}px`;
      this.body.style.height = `${Math.max(0, this.sheet.frame.height - HEAD)}px`;
    }
    this.axis.draw(this.view, isForced);
    const isBeyond = window.left < this.reach[0] || window.right > this.reach[1];
    if (isForced || isBeyond) this.reach = [window.left - ROOM, window.right + ROOM];
    if (isForced || isBeyond || window.first !== before.first || window.until !== before.until) {
      this.drawRows(window, isForced || isBeyond);
      this.links.draw(window, changed);
      if (slide) this.slide(window);
      this.rememberPlaces(window);
    } else if (changed === "selection") this.drawSelection(window);
    this.drawHints(window);
  }

  /** Pixels of time on screen, as last drawn. */
  get view(): [from: number, to: number] {
    return [this.drawn.left, this.drawn.right];
  }

  bar(task: Task): Bar | null {
    return layout.bar(this.sheet.previewed.get(task.number) ?? task, this.sheet.scale);
  }

  /** Open where work is: the status line a little in from the left. */
  private findPlace(window: Window): void {
    this.hasPlace = true;
    const { scale, plan } = this.sheet;
    for (const part of [this.axis.head, this.body]) part.style.width = `${scale.width}px`;
    const status = plan.status ?? plan.today;
    const finish = plan.headline.finish ?? status;
    const at = status > finish || status < (plan.headline.start ?? status) ? (plan.headline.start ?? status) : status;
    this.element.scrollLeft = Math.max(0, scale.x(at) - 80);
    [window.left, window.right] = [this.element.scrollLeft, this.element.scrollLeft + this.sheet.frame.ganttWidth];
  }

  show(task: Task): void {
    const bar = this.bar(task);
    if (bar) this.element.scrollLeft = bar.x - Math.max(40, (this.sheet.frame.ganttWidth - bar.width) / 2);
  }

  /** Zoom, keeping the time under `x` (pixels from the pane's left; its middle unless told) where it is. */
  zoom(step: number, x = this.sheet.frame.ganttWidth / 2): void {
    const { sheet } = this;
    const to = Math.max(0, Math.min(4, (sheet.view.zoom ?? 1) + step));
    if (to === sheet.view.zoom) return;
    const kept = sheet.scale.minute(this.element.scrollLeft + x);
    sheet.look({ zoom: to });
    this.element.scrollLeft = sheet.scale.x(kept) - x;
    sheet.redraw();
  }

  private drawRows(window: Window, isForced: boolean): void {
    this.ringed = this.sheet.selection.active.row;
    const count = window.until - window.first;
    if (this.pool.length < count) {
      this.pool = Array.from({ length: count + 6 }, () => svg("g", { class: "g-row" }));
      this.rows.replaceChildren(...this.pool);
      this.grounds.replaceChildren(...this.pool.map(() => svg("g")));
    }
    for (let at = window.first; at < window.first + this.pool.length; at++) {
      const group = this.pool[at % this.pool.length]!;
      const ground = this.grounds.children[at % this.pool.length]!;
      if (at >= window.until) {
        group.replaceChildren();
        ground.replaceChildren();
        group.dataset.row = "";
      } else if (isForced || group.dataset.row !== String(at)) {
        group.dataset.row = String(at);
        group.setAttribute("transform", `translate(0 ${layout.rowTop(at)})`);
        ground.setAttribute("transform", `translate(0 ${at * ROW})`);
        fillGround(ground, this.sheet, at);
        fillBar(group, this.sheet, at);
      }
    }
  }

  /** The tint of the selected rows, the ring around the active bar, the links that drive it. */
  private drawSelection(window: Window): void {
    const { active } = this.sheet.selection;
    for (let at = window.first; at < window.until; at++) {
      const place = at % this.pool.length;
      fillGround(this.grounds.children[place]!, this.sheet, at);
      if (at === active.row || at === this.ringed) fillBar(this.pool[place]!, this.sheet, at);
    }
    this.ringed = active.row;
    this.links.draw(window, "selection");
  }

  /** At the edge, words for the bars that lie beyond it: "‹ done 31 Jul", "12 Mar ›". */
  private drawHints({ first, until }: Window): void {
    const [from, to] = this.view;
    if (this.sheet.showsBarsAlone) this.keepNames(first, until, from);
    for (let at = first; at < until; at++) {
      const row = this.sheet.rows[at];
      const hint = this.pool[at % this.pool.length]?.lastElementChild;
      if (row?.kind !== "task" || !hint?.classList.contains("hint")) continue;
      const bar = this.bar(row.task);
      const [isLeft, isRight] = [bar !== null && bar.x + bar.width < from + 2, bar !== null && bar.x > to - 2];
      if (!isLeft && !isRight) {
        if (hint.textContent) hint.textContent = "";
        continue;
      }
      const { words } = this.sheet;
      const day = isLeft ? words.finishText(row.task.finish) : words.dayText(row.task.start);
      put(hint, "x", isLeft ? from + 5 : to - 5);
      put(hint, "text-anchor", isLeft ? "start" : "end");
      hint.textContent = isRight ? `${day} ›` : row.task.percent >= 100 ? say("‹ done {day}", { day }) : `‹ ${day}`;
    }
  }

  /** Names stay at the left of the screen, whatever time is on it. */
  private keepNames(first: number, until: number, left: number): void {
    for (let at = first; at < until; at++)
      this.pool[at % this.pool.length]?.querySelector(".g-name")?.setAttribute("transform", `translate(${left} 0)`);
  }

  private slide({ first, until }: Window): void {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (let at = first; at < until; at++) {
      const row = this.sheet.rows[at];
      if (row?.kind !== "task") continue;
      const [before, now] = [this.lastX.get(row.task.number), this.bar(row.task)?.x];
      if (before === undefined || now === undefined || before === now) continue;
      const moving = this.pool[at % this.pool.length]?.querySelector(".g-bar");
      moving?.animate([{ transform: `translateX(${before - now}px)` }, { transform: "none" }], {
        duration: SLIDE_MS,
        easing: "ease-out",
      });
    }
  }

  private rememberPlaces({ first, until }: Window): void {
    this.lastX.clear();
    for (let at = first; at < until; at++) {
      const row = this.sheet.rows[at];
      const x = row?.kind === "task" ? this.bar(row.task)?.x : undefined;
      if (row?.kind === "task" && x !== undefined) this.lastX.set(row.task.number, x);
    }
  }

  /** Dots to link from at both ends of the bar under the pointer. */
  handles(at: { row: number; task: Task } | null): void {
    const bar = at && this.bar(at.task);
    if (!at || !bar) return this.dots.replaceChildren();
    const reach = bar.shape === "milestone" ? 7 : 0;
    const y = layout.rowTop(at.row) + layout.BAR.middle;
    this.dots.replaceChildren(
      ...[bar.x - reach - 7, bar.x + bar.width + reach + 7].map(cx =>
        svg("circle", { class: "g-dot", cx, cy: y, r: 3.5 }),
      ),
    );
  }
}
