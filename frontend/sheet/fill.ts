/** Values carried on to further rows: Ctrl+D, and the handle at the corner of the selection.
 *
 * What is carried is read when its turn comes: a value typed a moment ago is saved by then. */
import { say } from "../say.ts";
import { canEdit } from "./column.ts";
import type { Operation } from "./edit.ts";
import type { Task } from "./plan.ts";
import * as select from "./select.ts";
import type { Sheet } from "./sheet.ts";

/** The topmost row of the range into those below it, in one entry. */
export function fillDown(sheet: Sheet): void {
  const { top, bottom } = select.range(sheet.selection);
  fill(sheet, [top, top], [top + 1, bottom]);
}

/** The rows `from` (first and last), over and over, into the rows `into`, in the selected columns. */
export function fill(sheet: Sheet, from: readonly [number, number], into: readonly [number, number]): void {
  const { left, right } = select.range(sheet.selection);
  const columns = sheet.columns.slice(left, right + 1).filter(column => column.read);
  const sources = numbers(sheet, from);
  const targets = numbers(sheet, into);
  if (!sources.length || !targets.length) return;
  // Upwards the block is repeated from its foot, so that it meets the selection as it stands there.
  const offset = into[0] < from[0] ? sources.length - (targets.length % sources.length) : 0;
  void sheet.save(() => {
    const edits = targets.flatMap((number, at) => {
      const source = sheet.plan.tasks.get(sources[(at + offset) % sources.length]!);
      const task = sheet.plan.tasks.get(number);
      const fields = source && task ? carried(sheet, columns, source, task) : {};
      return Object.keys(fields).length ? [{ task: number, ...fields }] : [];
    });
    if (!edits.length) sheet.announce(say("Nothing here can be filled."));
    return edits.length ? ({ method: "POST", path: "/tasks:edit", body: { edits } } satisfies Operation) : null;
  });
}

function numbers(sheet: Sheet, [first, last]: readonly [number, number]): number[] {
  return sheet.rows.slice(first, last + 1).flatMap(row => (row.kind === "task" ? [row.task.number] : []));
}

function carried(sheet: Sheet, columns: Sheet["columns"], source: Task, task: Task): object {
  const fields = {};
  for (const column of columns) {
    if (!canEdit(column, task) || !sheet.mayEdit(task)) continue;
    const value = column.write?.(source, sheet.context) ?? column.show(source, sheet.context)[0];
    const read = column.read!(value, task, sheet.context);
    if (typeof read === "object") Object.assign(fields, read);
  }
  return fields;
}
