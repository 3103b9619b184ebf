/** Where bars and links lie: values in, positions out. Pure; drawing is elsewhere, dates are the server's. */
import type { LinkType, Task } from "./plan.ts";
import type { Scale } from "./scale.ts";

/** Height of a row, and by how much of its drawing's margin a low row makes do with less; a high one has more. */
export let ROW = 27;
let lift = 0;

/** Rows of the usual height; lower ones, a third more on a screen; high enough for a thumb; and with a name above the
 * bar. */
export type Room = "usual" | "dense" | "touch" | "named";
const ROOMS: Record<Room, [height: number, lift: number]> = {
  usual: [27, 0],
  dense: [21, 4],
  touch: [44, -8.5],
  named: [50, -20],
};

/** The whole sheet draws by it. */
export function makeRoom(room: Room): void {
  [ROW, lift] = ROOMS[room];
}

/** Where the drawing of a row begins: every height below is counted from here. */
export function rowTop(row: number): number {
  return row * ROW - lift;
}

export const BAR = { top: 6, height: 11, middle: 11.5 };
export const GHOST = { top: 20, height: 3 };
export const SUMMARY = { top: 9, height: 4, hook: 4 };
/** Of a row's drawing: where diamonds sit. */
const CENTRE = 13.5;
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
    ghost: ghostOf(task.baselineStart, task.baselineFinish, task.kind === "milestone", scale),
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

/** Where a baseline promised something; null when it did not. */
export function ghostOf(start: number | null, finish: number | null, isMilestone: boolean, scale: Scale): Span | null {
  if (start === null || finish === null) return null;
  const x = scale.x(start);
  return { x, width: isMilestone ? 0 : Math.max(NARROWEST, scale.x(finish) - x) };
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
  const y1 = rowTop(from.row) + BAR.middle;
  const drop = Math.max(x1 + 3, to.shape === "milestone" ? to.x : to.x + 3);
  const fits = drop <= to.x + (to.shape === "milestone" ? DIAMOND : Math.max(4, to.width));
  if (type === "FS" && fits && to.row !== from.row) return dropped(x1, y1, drop, to, down);
  return sideways(x1, y1, leavesRight, entersLeft, to, down);
}

function dropped(x1: number, y1: number, x: number, to: End, down: boolean): Route {
  const edge = to.shape === "milestone" ? DIAMOND - (x - to.x) : BAR.middle - BAR.top;
  const middle = rowTop(to.row) + (to.shape === "milestone" ? CENTRE : BAR.middle);
  const y = middle + (down ? -edge : edge);
  const back = down ? -4 : 4;
  return { line: `M${x1} ${y1}H${x}V${y + back / 2}`, head: `M${x - 3} ${y + back}h6l-3 ${-back}z` };
}

function sideways(x1: number, y1: number, leavesRight: boolean, entersLeft: boolean, to: End, down: boolean): Route {
  const x2 = entersLeft ? left(to) : right(to);
  const y2 = rowTop(to.row) + BAR.middle;
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

/** Whether a place is on a link's line, as drawn by `route`, give or take `reach` pixels. */
export function isOn(line: string, x: number, y: number, reach = 4): boolean {
  let [fromX, fromY] = [0, 0];
  for (const [, step, first, second] of line.matchAll(/([MHVhv])(-?[\d.]+)(?: (-?[\d.]+))?/g)) {
    const by = Number(first);
    const toX = step === "h" ? fromX + by : step === "H" || step === "M" ? by : fromX;
    const toY = step === "v" ? fromY + by : step === "V" ? by : step === "M" ? Number(second) : fromY;
    const isNear =
      x >= Math.min(fromX, toX) - reach &&
      x <= Math.max(fromX, toX) + reach &&
      y >= Math.min(fromY, toY) - reach &&
      y <= Math.max(fromY, toY) + reach;
    if (step !== "M" && isNear) return true;
    [fromX, fromY] = [toX, toY];
  }
  return false;
}

function left(end: End): number {
  return end.shape === "milestone" ? end.x - DIAMOND : end.x;
}

function right(end: End): number {
  return end.shape === "milestone" ? end.x + DIAMOND : end.x + end.width;
}

export function diamond(x: number, radius = DIAMOND): string {
  return `M${x} ${CENTRE - radius}l${radius} ${radius}-${radius} ${radius}-${radius}-${radius}z`;
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
