/** Links of the rows on screen: those that begin or end there, and of those that pass through the ones that matter.
 *
 * An end inside a shut summary is drawn at the summary. Blue is what drives the selected task; red is critical. */
import { put, svg } from "../../dom.ts";
import type { Changed, Window } from "../frame.ts";
import { isOn, route, type End } from "../layout.ts";
import { drivingPairs, type Link } from "../plan.ts";
import type { Sheet } from "../sheet.ts";

/** Beyond this a screen of passing lines says nothing; those with an end on screen come first. */
const MOST = 400;

interface Placed {
  link: Link;
  from: number;
  to: number;
}

export class Links {
  readonly element = svg("g", { class: "g-links" });
  private readonly sheet: Sheet;
  private readonly paths = new Map<string, SVGPathElement>();
  private placed: Placed[] = [];
  private driving = new Set<string>();
  /** What was drawn, to find what is pressed. */
  private drawn: (Placed & { line: string })[] = [];
  /** The link whose dialog is open. */
  chosen: number | null = null;

  constructor(sheet: Sheet) {
    this.sheet = sheet;
    for (const kind of ["", "crit", "drive", "chosen"]) {
      for (const part of ["", "head"]) {
        const path = svg("path", { class: ["link", kind, part].filter(Boolean).join(" ") });
        this.paths.set(kind + part, path);
        this.element.append(path);
      }
    }
  }

  draw(window: Window, changed: Changed): void {
    if (changed === "all") this.place();
    if (changed !== "window") this.driving = this.drivers();
    const drawn: Record<string, string> = {};
    this.drawn = [];
    for (const placed of this.visible(window)) {
      const kind = this.kind(placed.link);
      // Between names only the links that decide something are told apart.
      if (!kind && this.sheet.showsBarsAlone) continue;
      const path = this.path(placed);
      if (!path) continue;
      this.drawn.push({ ...placed, line: path.line });
      drawn[kind] = (drawn[kind] ?? "") + path.line;
      drawn[`${kind}head`] = (drawn[`${kind}head`] ?? "") + path.head;
    }
    for (const [name, path] of this.paths) put(path, "d", drawn[name] ?? "");
  }

  /** The link whose line is at a place of the drawing; of several the one between the nearest rows. */
  at(x: number, y: number): Link | null {
    const near = this.drawn.filter(({ line }) => isOn(line, x, y));
    near.sort((a, b) => Math.abs(a.to - a.from) - Math.abs(b.to - b.from));
    return near[0]?.link ?? null;
  }

  private place(): void {
    const { plan, view } = this.sheet;
    this.placed = [];
    if (!view.showsLinks) return;
    for (const link of plan.links.values()) {
      const [from, to] = [this.row(link.predecessor), this.row(link.successor)];
      if (from !== null && to !== null && from !== to) this.placed.push({ link, from, to });
    }
  }

  private drivers(): Set<string> {
    const { plan, activeTask } = this.sheet;
    return activeTask ? drivingPairs(plan, activeTask.number) : new Set();
  }

  /** The task's row, or that of the shut summary it is in; null when a filter hides it. */
  private row(number: number): number | null {
    for (let at: number | null = number; at !== null; at = this.sheet.plan.tasks.get(at)?.parent ?? null) {
      const row = this.sheet.rowByKey.get(at);
      if (row === undefined) continue;
      const shown = this.sheet.rows[row];
      return at === number || (shown?.kind === "task" && !shown.isOpen) ? row : null;
    }
    return null;
  }

  private visible({ first, until }: Window): Placed[] {
    const ends: Placed[] = [];
    const passing: Placed[] = [];
    for (const placed of this.placed) {
      const { from, to } = placed;
      if ((from >= first && from < until) || (to >= first && to < until)) ends.push(placed);
      else if (
        Math.min(from, to) < first &&
        Math.max(from, to) >= until &&
        passing.length < MOST &&
        this.kind(placed.link)
      )
        passing.push(placed);
    }
    return ends.length > MOST ? ends.slice(0, MOST) : [...ends, ...passing.slice(0, MOST - ends.length)];
  }

  private kind(link: Link): string {
    if (link.number === this.chosen) return "chosen";
    if (this.driving.has(`${link.predecessor}>${link.successor}`)) return "drive";
    const { tasks } = this.sheet.plan;
    const isCritical = link.driving && tasks.get(link.predecessor)?.critical && tasks.get(link.successor)?.critical;
    return isCritical && this.sheet.view.showsCritical ? "crit" : "";
  }

  private path({ link, from, to }: Placed): { line: string; head: string } | null {
    const [first, last] = [this.end(from), this.end(to)];
    if (!first || !last) return null;
    const [left, right] = this.sheet.gantt.reach;
    const isBeyond = Math.max(first.x + first.width, last.x + last.width) < left || Math.min(first.x, last.x) > right;
    return isBeyond ? null : route(link.type, first, last);
  }

  private end(row: number): End | null {
    const at = this.sheet.rows[row];
    const bar = at?.kind === "task" ? this.sheet.gantt.bar(at.task) : null;
    return bar && { x: bar.x, width: bar.width, shape: bar.shape, row };
  }
}
