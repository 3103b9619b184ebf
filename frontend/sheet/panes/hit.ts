/** What of the Gantt lies under the pointer: a bar's body, its end, a dot to link from, a word at the edge. */
import { BAR, ROW, rowTop } from "../layout.ts";
import { isLeaf, type Task } from "../plan.ts";
import { HEAD } from "../frame.ts";
import type { Sheet } from "../sheet.ts";

export type Part = "body" | "end" | "fromStart" | "fromFinish" | "hint" | "row";

export interface Hit {
  row: number;
  task: Task;
  part: Part;
  /** Pixels along the time axis, and from the top of the first row. */
  x: number;
  y: number;
}

/** How far a bar's end and the dots beside it can be grasped. */
const END = 5;
const DOT = { from: 2, to: 14 };

export function hit(sheet: Sheet, clientX: number, clientY: number): Hit | null {
  const { gantt, frame } = sheet;
  const box = gantt.element.getBoundingClientRect();
  const y = clientY - box.top - HEAD + frame.scroller.scrollTop;
  const x = clientX - box.left + gantt.element.scrollLeft;
  const row = Math.floor(y / ROW);
  const at = sheet.rows[row];
  if (clientY < box.top + HEAD || at?.kind !== "task") return null;
  return { row, task: at.task, part: partAt(sheet, at.task, x, y - rowTop(row)), x, y };
}

function partAt(sheet: Sheet, task: Task, x: number, y: number): Part {
  const bar = sheet.gantt.bar(task);
  if (!bar) return "row";
  const [from, to] = sheet.gantt.view;
  if ((bar.x + bar.width < from && x < from + 90) || (bar.x > to && x > to - 60)) return "hint";
  if (!isLeaf(task) || y < BAR.top - 4 || y > BAR.top + BAR.height + 4) return "row";
  const reach = bar.shape === "milestone" ? 7 : 0;
  const [left, right] = [bar.x - reach, bar.x + bar.width + reach];
  if (x >= right + DOT.from && x <= right + DOT.to) return "fromFinish";
  if (x <= left - DOT.from && x >= left - DOT.to) return "fromStart";
  if (x < left - 2 || x > right + 2) return "row";
  return bar.shape === "task" && x > right - END ? "end" : "body";
}
