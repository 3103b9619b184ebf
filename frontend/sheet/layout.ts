/** Where bars and links lie: values in, positions out. Pure; drawing is elsewhere, dates are the server's. */
import type { LinkType, Task } from "./plan.ts";
import type { Scale } from "./scale.ts";

export const ROW = 27;
export const BAR = { top: 6, height: 11, middle: 11.5 };
export const GHOST = { top: 20, height: 3 };
export const SUMMARY = { top: 9, height: 4, hook: 4 };
const DIAMOND = 6;
/** A task of no visible width is still to be seen and grasped. */
const NARROWEST = 3;

export interface Span {
  x: number;
  width: number;
}

export interface Bar extends Span {
  shape: "task" | "summary" | "milestone";
  /** Width of the part that is done. */
  done: number;
  ghost: Span | null;
  /** Where the float ends, in the direction of time; null for none. */
  floatTo: number | null;
  deadline: number | null;
  isDeadlineMissed: boolean;
}

/** Null when the server could not date the task: it then has no bar. */
export function bar(task: Task, scale: Scale): Bar | null {
  if (task.start === null || task.finish === null) return null;
  const shape = task.kind === "milestone" ? "milestone" : task.kind === "task" ? "task" : "summary";
  const x = scale.x(task.start);
  const width = shape === "milestone" ? 0 : Math.max(NARROWEST, scale.x(task.finish) - x);
  const isDone = task.percent >= 100;
  return {
    shape,
    x,
    width,
    done: (width * Math.min(100, task.percent)) / 100,
    ghost: ghost(task, scale),
    floatTo:
      !isDone &&
      shape !== "summary" &&
      task.lateFinish !== null &&
      task.lateFinish > task.finish &&
      (task.totalFloat ?? 0) > 0
        ? scale.x(task.lateFinish)
        : null,
    deadline: task.deadline === null ? null : scale.x(task.deadline),
    isDeadlineMissed: task.deadline !== null && task.finish > task.deadline,
  };
}

function ghost(task: Task, scale: Scale): Span | null {
  if (task.baselineStart === null || task.baselineFinish === null) return null;
  const x = scale.x(task.baselineStart);
  return { x, width: task.kind === "milestone" ? 0 : Math.max(NARROWEST, scale.x(task.baselineFinish) - x) };
}

/** One end of a link: the bar it leaves or enters, and its row. Rows above or below the window are fine. */
export interface End extends Span {
  shape: Bar["shape"];
  row: number;
}

export interface Route {
  line: string;
  head: string;
}

/** The line of a link and its arrow head.
 *
 * Finish to start drops straight onto the successor when there is room, as on paper; every other link, and one that
 * leads back in time, enters from the side it means. */
export function route(type: LinkType, from: End, to: End): Route {
  const leavesRight = type === "FS" || type === "FF";
  const entersLeft = type === "FS" || type === "SS";
  const down = to.row >= from.row;
  const x1 = leavesRight ? right(from) : left(from);
  const y1 = from.row * ROW + BAR.middle;
  const drop = Math.max(x1 + 3, to.shape === "milestone" ? to.x : to.x + 3);
  const fits = drop <= to.x + (to.shape === "milestone" ? DIAMOND : Math.max(4, to.width));
  if (type === "FS" && fits && to.row !== from.row) return dropped(x1, y1, drop, to, down);
  return sideways(x1, y1, leavesRight, entersLeft, to, down);
}

function dropped(x1: number, y1: number, x: number, to: End, down: boolean): Route {
  const edge = to.shape === "milestone" ? DIAMOND - (x - to.x) : BAR.middle - BAR.top;
  const middle = to.row * ROW + (to.shape === "milestone" ? ROW / 2 : BAR.middle);
  const y = middle + (down ? -edge : edge);
  const back = down ? -4 : 4;
  return { line: `M${x1} ${y1}H${x}V${y + back / 2}`, head: `M${x - 3} ${y + back}h6l-3 ${-back}z` };
}

function sideways(x1: number, y1: number, leavesRight: boolean, entersLeft: boolean, to: End, down: boolean): Route {
  const x2 = entersLeft ? left(to) : right(to);
  const y2 = to.row * ROW + BAR.middle;
  const out = leavesRight ? 1 : -1;
  const tip = entersLeft ? -1 : 1;
  const head = `M${x2 + tip * 4} ${y2 - 3}v6l${-tip * 4} -3z`;
  if (leavesRight !== entersLeft) {
    // Both ends face the same way: one elbow beyond the farther of the two.
    const x = (leavesRight ? Math.max(x1, x2) : Math.min(x1, x2)) + out * 7;
    return { line: `M${x1} ${y1}H${x}V${y2}H${x2 + tip * 2}`, head };
  }
  const clear = leavesRight ? x2 - x1 >= 10 : x1 - x2 >= 10;
  if (clear) return { line: `M${x1} ${y1}h${out * 4}V${y2}H${x2 + tip * 2}`, head };
  const between = y1 + (down ? 1 : -1) * (ROW / 2 + 1.5);
  return { line: `M${x1} ${y1}h${out * 4}V${between}H${x2 + tip * 8}V${y2}H${x2 + tip * 2}`, head };
}

function left(end: End): number {
  return end.shape === "milestone" ? end.x - DIAMOND : end.x;
}

function right(end: End): number {
  return end.shape === "milestone" ? end.x + DIAMOND : end.x + end.width;
}

export function diamond(x: number, radius = DIAMOND): string {
  return `M${x} ${13.5 - radius}l${radius} ${radius}-${radius} ${radius}-${radius}-${radius}z`;
}

/** A summary's bracket: a thin bar with a hook at each end, unless it is too short for two. */
export function bracket(x: number, width: number): string {
  const { top, height, hook } = SUMMARY;
  if (width < 2 * hook) return `M${x} ${top}h${width}v${height}h${-width}z`;
  return `M${x} ${top}h${width}v${height + hook}l${-hook} ${-hook}h${2 * hook - width}l${-hook} ${hook}z`;
}

/** How many whole working days lie from one day to another, both included: what a dragged bar end asks for. */
export function workingDays(
  from: number,
  until: number,
  nonworking: readonly (readonly [number, number])[],
  day = 1440,
): number {
  const [first, last] = [Math.floor(from / day), Math.floor(until / day)];
  let days = last - first + 1;
  for (const [off, on] of nonworking) {
    const overlap = Math.min(last + 1, Math.floor(on / day)) - Math.max(first, Math.floor(off / day));
    if (overlap > 0) days -= overlap;
  }
  return Math.max(0, days);
}
