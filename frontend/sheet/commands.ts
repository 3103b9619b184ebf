/** What the commands do. A key, a button and a menu entry all end here, so each drag has its twin. */
import { say } from "../say.ts";
import { canEdit } from "./column.ts";
import { insert } from "./drafts.ts";
import type { Operation } from "./edit.ts";
import { openEditor } from "./editor.ts";
import { fillDown } from "./fill.ts";
import type { Command } from "./keys.ts";
import { find, openContextMenu, openHeadMenu, showFilter, tellStep } from "./later.ts";
import { inOutlineOrder } from "./outline.ts";
import type { Task } from "./plan.ts";
import * as select from "./select.ts";
import type { Sheet } from "./sheet.ts";
import { isParent } from "./draw.ts";

export function run(sheet: Sheet, command: Command, extend = false): void {
  const { active } = sheet.selection;
  const go = (row: number, column: number): void =>
    sheet.select(
      extend ? select.extended(sheet.selection, row, column, sheet.bounds) : select.at(row, column, sheet.bounds),
    );
  const { rows, columns } = sheet.bounds;
  switch (command) {
    case "up":
      return go(active.row - 1, active.column);
    case "down":
      return go(active.row + 1, active.column);
    case "left":
      return go(active.row, active.column - 1);
    case "right":
      return go(active.row, active.column + 1);
    case "pageUp":
      return go(active.row - sheet.frame.page, active.column);
    case "pageDown":
      return go(active.row + sheet.frame.page, active.column);
    case "rowStart":
      return go(active.row, 0);
    case "rowEnd":
      return go(active.row, columns - 1);
    case "first":
      return go(0, active.column);
    case "last":
      return go(rows - 1, active.column);
    case "next":
      return go(active.row, active.column + 1);
    case "previous":
      return go(active.row, active.column - 1);
    case "selectAll":
      return sheet.select(select.wholeSheet(sheet.selection, sheet.bounds), false);
    case "selectRow":
      return sheet.select(
        {
          ...sheet.selection,
          active: { ...active, column: columns - 1 },
          anchor: { ...sheet.selection.anchor, column: 0 },
        },
        false,
      );
    case "selectColumn":
      return sheet.select(
        { ...sheet.selection, active: { ...active, row: rows - 1 }, anchor: { ...sheet.selection.anchor, row: 0 } },
        false,
      );
    case "edit":
      return openEditor(sheet);
    case "clear":
      return clear(sheet);
    case "insert":
      if (insert(sheet)) openEditor(sheet);
      return;
    case "remove":
      return void remove(sheet);
    case "indent":
      return void restructure(sheet, "indent");
    case "outdent":
      return void restructure(sheet, "outdent");
    case "moveUp":
      return void shift(sheet, -1);
    case "moveDown":
      return void shift(sheet, 1);
    case "link":
      return void link(sheet, "link");
    case "unlink":
      return void link(sheet, "unlink");
    case "fillDown":
      return fillDown(sheet);
    case "undo":
      return void step(sheet, "undo");
    case "redo":
      return void step(sheet, "redo");
    case "expand":
      return toggle(sheet, true);
    case "collapse":
      return toggle(sheet, false);
    case "toggle":
      return toggle(sheet);
    case "expandAll":
      return sheet.look({ shut: new Set() });
    case "collapseAll":
      return collapseAll(sheet);
    case "zoomIn":
      return sheet.gantt.zoom(1);
    case "zoomOut":
      return sheet.gantt.zoom(-1);
    case "showBar":
      return sheet.activeTask && sheet.gantt.show(sheet.activeTask);
    case "open":
      return open(sheet);
    case "menu":
      return openContextMenu(sheet);
    case "columnMenu":
      return openHeadMenu(sheet, active.column, { left: sheet.grid.left(active.column), top: 44 });
    case "find":
    case "findNext":
      return find(sheet, command === "findNext");
    case "filter":
      return showFilter(sheet, true);
    case "escape":
      return escape(sheet);
  }
}

/** Delete: in the name or the number column the task goes; elsewhere what is in the cells does. */
export function clear(sheet: Sheet): void {
  const { top, bottom, left, right } = select.range(sheet.selection);
  const columns = sheet.columns.slice(left, right + 1);
  if (columns.some(column => column.key === "name") || columns.every(column => column.editor === null))
    return void remove(sheet);
  const edits = [];
  for (const row of sheet.rows.slice(top, bottom + 1)) {
    if (row.kind !== "task") continue;
    const fields = columns
      .filter(column => column.canClear && canEdit(column, row.task))
      .map(column => column.read?.("", row.task, sheet.context));
    const cleared = Object.assign({}, ...fields.filter(field => typeof field === "object")) as object;
    if (Object.keys(cleared).length) edits.push({ task: row.task.number, ...cleared });
  }
  if (edits.length) void sheet.save({ method: "POST", path: "/tasks:edit", body: { edits } });
}

export async function remove(sheet: Sheet): Promise<void> {
  const tasks = outermost(sheet, sheet.selectedTasks());
  if (!tasks.length) return;
  const saved = await sheet.save({
    method: "POST",
    path: "/tasks:remove",
    body: { tasks: tasks.map(task => task.number) },
  });
  if (!saved) return;
  sheet.announce(
    say("{count} tasks removed. Ctrl+Z brings them back.", { count: saved.changes.removed.length || tasks.length }),
  );
}

export async function restructure(sheet: Sheet, verb: "indent" | "outdent"): Promise<void> {
  const tasks = outermost(sheet, sheet.selectedTasks());
  if (tasks.length)
    await sheet.save({ method: "POST", path: `/tasks:${verb}`, body: { tasks: tasks.map(task => task.number) } });
}

/** Move the selected tasks past their neighbour above or below: the one there is when the move's turn comes. */
export async function shift(sheet: Sheet, by: -1 | 1): Promise<void> {
  const numbers = outermost(sheet, sheet.selectedTasks()).map(task => task.number);
  await sheet.save(() => {
    const tasks = numbers.flatMap(number => sheet.plan.tasks.get(number) ?? []);
    const [first, last] = [tasks[0], tasks.at(-1)];
    if (!first || !last) return null;
    const siblings = inOutlineOrder(sheet.plan).filter(task => task.parent === first.parent);
    if (siblings.at(by < 0 ? 0 : -1) === (by < 0 ? first : last)) return null;
    const after = by < 0 ? siblings[siblings.indexOf(first) - 2] : siblings[siblings.indexOf(last) + 1];
    return movement(sheet, tasks, first.parent, after?.number ?? null);
  });
}

export async function move(
  sheet: Sheet,
  tasks: readonly Task[],
  parent: number | null,
  after: number | null,
): Promise<void> {
  await sheet.save(movement(sheet, tasks, parent, after));
}

function movement(sheet: Sheet, moved: readonly Task[], parent: number | null, after: number | null): Operation {
  const project = parent === null ? null : parent < 0 ? -parent : (sheet.plan.tasks.get(parent)?.project ?? null);
  const tasks = moved.map(task => task.number);
  const place = after !== null ? { after } : parent !== null && parent > 0 ? { parent } : { project };
  return { method: "POST", path: "/tasks:move", body: { tasks, ...place } };
}

/** Link the selected tasks finish to start, from top to bottom; or take the links between them away. */
export async function link(sheet: Sheet, verb: "link" | "unlink"): Promise<void> {
  const tasks = sheet.selectedTasks();
  if (tasks.length < (verb === "link" ? 2 : 1))
    return sheet.announce(say("Select the tasks to link first, with Shift or Ctrl."));
  await sheet.save({ method: "POST", path: `/tasks:${verb}`, body: { tasks: tasks.map(task => task.number) } });
}

export async function step(sheet: Sheet, verb: "undo" | "redo"): Promise<void> {
  if (await sheet.save({ method: "POST", path: `:${verb}` })) tellStep(sheet, verb);
}

export function open(sheet: Sheet): void {
  const task = sheet.activeTask;
  if (task)
    sheet.root.dispatchEvent(new CustomEvent("plan:opened", { bubbles: true, detail: { number: task.number } }));
}

function toggle(sheet: Sheet, wanted?: boolean): void {
  const row = sheet.activeRow;
  if (row && isParent(row)) sheet.toggle(row.key as number | string, wanted);
}

function collapseAll(sheet: Sheet): void {
  sheet.look({ shut: new Set(sheet.rows.filter(row => isParent(row) && row.depth > 0).map(row => row.key)) });
}

function escape(sheet: Sheet): void {
  const { active } = sheet.selection;
  sheet.select(select.at(active.row, active.column, sheet.bounds), false);
}

/** Without the tasks whose summary is selected too: they go where it goes. */
export function outermost(sheet: Sheet, tasks: readonly Task[]): Task[] {
  const numbers = new Set(tasks.map(task => task.number));
  return tasks.filter(task => {
    for (let up = task.parent; up !== null; up = sheet.plan.tasks.get(up)?.parent ?? null)
      if (numbers.has(up)) return false;
    return true;
  });
}
