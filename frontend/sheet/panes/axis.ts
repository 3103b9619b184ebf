/** The time axis: its head, the ground behind the bars (non-working time, month lines), the status and today lines.
 *
 * Only what is near the screen is drawn; three years of weekends are not. */
import { put, svg } from "../../dom.ts";
import type { Sheet } from "../sheet.ts";

/** Shading narrower than this is a flicker, not a weekend. */
const NARROWEST_SHADE = 6;

export class Axis {
  readonly head = svg("svg", { class: "g-head", height: 44 });
  readonly ground = svg("svg", { class: "g-ground" });
  readonly lines = svg("svg", { class: "g-lines" });
  private readonly sheet: Sheet;
  private drawn: [number, number] = [0, 0];
  private months: { label: SVGTextElement; x: number }[] = [];

  constructor(sheet: Sheet) {
    this.sheet = sheet;
  }

  draw([from, to]: [number, number], isForced: boolean): void {
    if (!isForced && from >= this.drawn[0] && to <= this.drawn[1]) return this.stick(from);
    const room = to - from || 800;
    this.drawn = [Math.max(0, from - room), Math.min(this.sheet.scale.width, to + room)];
    this.drawHead(...this.drawn);
    this.drawGround(...this.drawn);
    this.drawLines();
    this.stick(from);
  }

  /** The month that is cut by the left edge keeps its name in sight, as long as there is any of it. */
  private stick(from: number): void {
    this.months.forEach(({ label, x }, at) => {
      const end = (this.months[at + 1]?.x ?? Infinity) - (label.textContent?.length ?? 0) * 6.5 - 6;
      put(label, "x", x < from ? Math.max(x + 5, Math.min(from + 5, end)) : x + 5);
    });
  }

  private drawHead(x0: number, x1: number): void {
    const { scale, words } = this.sheet;
    const parts: SVGElement[] = this.shades(x0, x1).map(([x, width]) =>
      svg("rect", { class: "freeze", x, y: 22, width, height: 22 }),
    );
    this.months = scale
      .upper(x0, x1, minute => words.monthName(minute))
      .map(({ x, label }) => ({ x, label: svg("text", { class: "b", x: x + 5, y: 16 }, label) }));
    for (const { x, label } of this.months) parts.push(svg("path", { class: "grid", d: `M${x} 4V44` }), label);
    for (const tick of scale.lower(x0, x1)) {
      parts.push(svg("path", { class: "grid", d: `M${tick.x} 40v4` }));
      if (tick.label && !this.isUnderFlag(tick.x)) parts.push(svg("text", { x: tick.x + 2, y: 36 }, tick.label));
    }
    parts.push(...this.flags());
    this.head.replaceChildren(...parts);
  }

  /** Where the two lines are, in days: the status line to its left, today to its right. */
  private flags(): SVGElement[] {
    const { scale, plan, words } = this.sheet;
    const parts: SVGElement[] = [];
    if (plan.status !== null) {
      const [x, text] = [scale.x(plan.status), words.day(plan.status)[0]];
      const width = 8 + text.length * 5.8;
      parts.push(
        svg("path", { class: "status-line", d: `M${x} 26v18` }),
        svg("rect", { class: "flag-s", x: x - width, y: 25, width, height: 14, rx: 2 }),
        svg("text", { class: "inv", x: x - width / 2, y: 36, "text-anchor": "middle" }, text),
      );
    }
    const [x, text] = [scale.x(plan.today), String(new Date(plan.today * 60_000).getUTCDate())];
    parts.push(
      svg("path", { class: "today-line", d: `M${x} 26v18` }),
      svg("rect", { class: "flag-t", x, y: 25, width: 20, height: 14, rx: 2 }),
      svg("text", { class: "on", x: x + 10, y: 36, "text-anchor": "middle" }, text),
    );
    return parts;
  }

  /** Whether the day written at a tick would run into one of the flags. */
  private isUnderFlag(x: number): boolean {
    const { scale, plan } = this.sheet;
    const [today, status] = [scale.x(plan.today), plan.status === null ? -Infinity : scale.x(plan.status)];
    return (x > today - 17 && x < today + 20) || (x > status - 62 && x < status);
  }

  private drawGround(x0: number, x1: number): void {
    const { scale, words } = this.sheet;
    const parts: SVGElement[] = this.shades(x0, x1).map(([x, width]) =>
      svg("rect", { class: "freeze", x, width, height: "100%" }),
    );
    const months = scale.upper(x0, x1, minute => words.monthName(minute));
    for (const { x } of months) parts.push(svg("line", { class: "grid", x1: x, x2: x, y1: 0, y2: "100%" }));
    this.ground.replaceChildren(...parts);
  }

  private drawLines(): void {
    const { scale, plan } = this.sheet;
    const line = (name: string, minute: number): SVGElement =>
      svg("line", { class: name, x1: scale.x(minute), x2: scale.x(minute), y1: 0, y2: "100%" });
    this.lines.replaceChildren(
      ...(plan.status === null ? [] : [line("status-line", plan.status)]),
      line("today-line", plan.today),
    );
  }

  private shades(x0: number, x1: number): [x: number, width: number][] {
    const { scale, plan } = this.sheet;
    const shades: [number, number][] = [];
    for (const [from, until] of plan.nonworking) {
      const [x, end] = [scale.x(from), scale.x(until)];
      if (end < x0) continue;
      if (x > x1) break;
      if (end - x >= NARROWEST_SHADE) shades.push([x, end - x]);
    }
    return shades;
  }
}
