/** Copy, cut and paste, to and from Excel, MS Project and the sheet itself. */
import { say } from "../say.ts";
import * as clipboard from "./clipboard.ts";
import { canEdit, type Column } from "./column.ts";
import { allColumns } from "./columns.ts";
import * as commands from "./commands.ts";
import { headings } from "./headings.ts";
import type { Row } from "./outline.ts";
import type { Task } from "./plan.ts";
import { type Explained, explained, mappings, mayBeHeaded } from "./remembered.ts";
import * as select from "./select.ts";
import type { Sheet } from "./sheet.ts";

/** Our own cells as JSON among the clipboard's flavours: numbers to move by, should they be cut and pasted here. */
const OWN = "web application/x-milepost-tasks";
/** More rows than this are imported as a file, not pasted. */
const MOST_ROWS = 5000;

/** Tasks cut and not yet pasted; pasting moves them. */
let cut: number[] = [];

export function listen(sheet: Sheet): void {
  const { element } = sheet.grid;
  element.addEventListener("copy", event => {
    if (isForSheet(event, sheet)) copy(sheet, event, false);
  });
  element.addEventListener("cut", event => {
    if (isForSheet(event, sheet)) copy(sheet, event, true);
  });
  element.addEventListener("paste", event => {
    if (isForSheet(event, sheet)) void paste(sheet, event);
  });
}

function isForSheet(event: Event, sheet: Sheet): boolean {
  return sheet.openCell === null && !(event.target instanceof HTMLInputElement);
}

function copy(sheet: Sheet, event: ClipboardEvent, isCut: boolean): void {
  if (!event.clipboardData) return;
  event.preventDefault();
  const { left, right } = select.range(sheet.selection);
  const rows = select.rowsOf(sheet.selection).flatMap(at => sheet.rows[at] ?? []);
  const columns = sheet.columns.slice(left, right + 1).filter(column => !column.isSign);
  const table = rows.map(row => columns.map(column => textOf(row, column, sheet)));
  event.clipboardData.setData("text/plain", clipboard.writeText(table));
  event.clipboardData.setData("text/html", clipboard.writeHtml(table));
  cut = isCut ? commands.outermost(sheet, sheet.selectedTasks()).map(task => task.number) : [];
  event.clipboardData.setData(OWN, JSON.stringify(cut));
  sheet.announce(isCut ? say("Cut. Paste to move.") : say("{rows} rows copied.", { rows: table.length }));
}

/** As it shows, except that dates carry their year and names their depth. */
function textOf(row: Row, column: Column, sheet: Sheet): string {
  if (row.kind !== "task") return row.kind === "group" && column.key === "name" ? row.label : "";
  const waiting = sheet.pending.get(`${row.task.number}:${column.key}`);
  if (waiting) return waiting.typed;
  if (column.key === "name") return "  ".repeat(row.depth) + row.task.name;
  if (column.editor === "day")
    return (column.write ?? column.show)(row.task, sheet.context)[0] ? dated(row, column, sheet) : "";
  return column.show(row.task, sheet.context).filter(Boolean).join(" ").replaceAll("−", "-");
}

function dated(row: Extract<Row, { kind: "task" }>, column: Column, sheet: Sheet): string {
  const minute = column.order(row.task);
  return typeof minute === "number"
    ? new Date(minute * 60_000).toISOString().slice(0, 10)
    : column.show(row.task, sheet.context)[0];
}

async function paste(sheet: Sheet, event: ClipboardEvent): Promise<void> {
  event.preventDefault();
  if (!sheet.mayEdit(sheet.activeTask)) return sheet.announce(say("You may not change this plan."));
  if (cut.length) return moveCut(sheet);
  const table = read(event.clipboardData);
  if (!table.length) return;
  if (table.length > MOST_ROWS)
    return sheet.refuse(
      new Error(say("{rows} rows are too many to paste. Import them as a file.", { rows: table.length })),
    );
  const { top, bottom, right, ...from } = select.range(sheet.selection);
  // From here on columns are counted among those that hold values.
  const left = valued(sheet).indexOf(sheet.columns[from.left]!);
  if (left < 0) return;
  const isOne = table.length === 1 && table[0]!.length === 1;
  const over =
    isOne && select.isRange(sheet.selection) ? filled(table[0]![0]!, bottom - top + 1, right - from.left + 1) : table;
  const known = await headed(sheet, table);
  if (known || pastesTasks(sheet, over, left)) await pasteTasks(sheet, over, left, known);
  else await pasteCells(sheet, over, top, left);
}

/** The block by its headings: those we know, or those the reader explained for a file before. */
async function headed(sheet: Sheet, table: clipboard.Table): Promise<Explained | null> {
  const keys = headings(table, allColumns(sheet.plan));
  if (keys) return { keys, rows: table.slice(1) };
  return mayBeHeaded(table) ? explained(table, await mappings()) : null;
}

function read(data: DataTransfer | null): clipboard.Table {
  const text = data?.getData("text/plain") ?? "";
  if (text) return clipboard.readText(text);
  const html = data?.getData("text/html") ?? "";
  return (html && clipboard.readHtml(new DOMParser().parseFromString(html, "text/html"))) || [];
}

function filled(text: string, rows: number, columns: number): clipboard.Table {
  return Array.from({ length: rows }, () => Array<string>(columns).fill(text));
}

/** A block whose first column lands on names is new work when it is placed on the empty line at the foot, on a project,
 * or reaches below the last row; anywhere else it is values for the tasks that are there. */
function pastesTasks(sheet: Sheet, table: clipboard.Table, left: number): boolean {
  if (valued(sheet)[left]?.key !== "name") return false;
  const row = sheet.activeRow;
  if (!row || row.kind !== "task" || row.task.kind === "project") return true;
  return (
    select.range(sheet.selection).top + table.length > sheet.rows.length ||
    (table.length > 1 && !select.isRange(sheet.selection))
  );
}

/** A block of rows becomes tasks behind the active one. Headings say which cell is what; without them the cells stand
 * in the sheet's own columns. Leading spaces, or a column of levels, are the outline. */
async function pasteTasks(sheet: Sheet, table: clipboard.Table, left: number, known: Explained | null): Promise<void> {
  const all = allColumns(sheet.plan);
  const keys =
    known?.keys ??
    valued(sheet)
      .slice(left)
      .map(column => column.key);
  const columns = keys.map(key => all.find(column => column.key === key) ?? null);
  const at = keys.indexOf("name");
  const cells = (known?.rows ?? table).filter(row => row[at]?.trim());
  const depths = clipboard.levels(cells.map(row => row[at]!));
  const rows = cells.map((row, place) => {
    const stated = Number(row[keys.indexOf("level")]) || null;
    const id = Number(row[keys.indexOf("number")]) || null;
    return {
      name: row[at]!.trim(),
      level: stated ?? depths[place]! + 1,
      ...(id && { id }),
      ...rowFields(sheet, columns, row),
    };
  });
  if (!rows.length) return;
  const saved = await sheet.save({ method: "POST", path: "/tasks:paste", body: { ...placeForNew(sheet), rows } });
  if (saved) sheet.announce(say("{count} tasks pasted.", { count: rows.length }));
}

function placeForNew(sheet: Sheet): object {
  const task = sheet.activeTask;
  if (task && task.kind !== "project") return { after: task.number };
  return { project: task?.project ?? sheet.plan.projects.find(project => project.canEdit)?.number };
}

function rowFields(sheet: Sheet, columns: readonly (Column | null)[], cells: readonly string[]): object {
  const fields = {};
  columns.forEach((column, at) => {
    const typed = cells[at]?.trim();
    const value = typed && column && column.key !== "name" ? column.read?.(typed, BLANK, sheet.context) : undefined;
    if (typeof value === "object") Object.assign(fields, value);
  });
  return fields;
}

/** What columns need to know of a task that is not there yet. */
const BLANK = {
  kind: "task",
  start: null,
  finish: null,
  constraint: "",
  constraintDate: null,
  deadline: null,
  actualStart: null,
  actualFinish: null,
} as Task;

/** Columns that hold values, in the order shown: signs are neither copied nor pasted. */
function valued(sheet: Sheet): Column[] {
  return sheet.columns.filter(column => !column.isSign);
}

/** Cell by cell over the tasks that are there; what a column cannot read is left out and counted. */
async function pasteCells(sheet: Sheet, table: clipboard.Table, top: number, left: number): Promise<void> {
  const columns = valued(sheet);
  let unread = 0;
  const edits: object[] = [];
  table.forEach((cells, down) => {
    const row = sheet.rows[top + down];
    if (row?.kind !== "task" || !sheet.mayEdit(row.task)) return;
    const edit: Record<string, unknown> = {};
    cells.forEach((cell, across) => {
      const column = columns[left + across];
      if (!column?.read || !canEdit(column, row.task) || (!cell.trim() && !column.canClear)) return;
      const fields = column.read(cell.trim(), row.task, sheet.context);
      if (typeof fields === "object") Object.assign(edit, fields);
      else unread++;
    });
    if (Object.keys(edit).length) edits.push({ task: row.task.number, ...edit });
  });
  if (unread)
    sheet.refuse(
      new Error(say("{count} of the pasted cells could not be read and were left as they are.", { count: unread })),
    );
  if (edits.length) await sheet.save({ method: "POST", path: "/tasks:edit", body: { edits } });
}

async function moveCut(sheet: Sheet): Promise<void> {
  const tasks = cut.flatMap(number => sheet.plan.tasks.get(number) ?? []);
  cut = [];
  const target = sheet.activeTask;
  if (!target || !tasks.length || tasks.includes(target)) return;
  if (target.kind === "project") await commands.move(sheet, tasks, target.number, null);
  else await commands.move(sheet, tasks, target.parent, target.number);
}
