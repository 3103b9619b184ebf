/** The pointer on the grid: selecting, opening, resizing and moving columns, carrying rows to another place. */
import { el, put } from "../dom.ts";
import * as commands from "./commands.ts";
import { autoscroll, drags, type By, type Drag } from "./drag.ts";
import { openEditor } from "./editor.ts";
import { fill } from "./fill.ts";
import { HEAD } from "./frame.ts";
import { openContextMenu, openHeadMenu } from "./later.ts";
import { ROW } from "./layout.ts";
import type { TaskRow } from "./outline.ts";
import * as select from "./select.ts";
import type { Sheet } from "./sheet.ts";

const NARROWEST_COLUMN = 16;
/** How near its cell's corner the handle can be grasped. */
const HANDLE = 8;

export function listen(sheet: Sheet): void {
  const { element, head } = sheet.grid;
  drags(element, event => press(sheet, event));
  element.addEventListener("dblclick", event => {
    if (head.contains(event.target as Node)) fitColumn(sheet, event);
    else if (cellAt(event)) openEditor(sheet);
  });
  element.addEventListener("pointerover", event => tell(event.target as HTMLElement));
  element.addEventListener("contextmenu", event => context(sheet, event));
}

/** The arrow of a summary, the sign that opens a task. */
export function pressSign(sheet: Sheet, event: MouseEvent, at: select.Cell): boolean {
  const target = event.target as Element;
  const row = sheet.rows[at.row];
  const isTwist = target.closest("[data-twist]") && row;
  if (isTwist) sheet.toggle(row.key as number | string);
  else if (target.closest("[data-open]")) {
    sheet.select(select.at(at.row, at.column, sheet.bounds), false);
    commands.open(sheet);
  } else return false;
  return true;
}

function press(sheet: Sheet, event: PointerEvent): Drag | null {
  const target = event.target as Element;
  if (target instanceof HTMLInputElement || event.pointerType === "touch") return null;
  const headCell = target.closest<HTMLElement>(".s-th");
  if (headCell) return target.closest(".s-grip") ? resizes(sheet, headCell) : movesColumn(sheet, headCell, event);
  const at = cellAt(event);
  if (!at) return null;
  const row = sheet.rows[at.row];
  if (pressSign(sheet, event, at)) return null;
  if (isHandle(event)) return draws(sheet);
  const isCarried =
    row?.kind === "task" &&
    sheet.columns[at.column]?.key === "wbs" &&
    select.hasRow(sheet.selection, at.row) &&
    !event.ctrlKey &&
    !event.shiftKey;
  if (!isCarried) choose(sheet, at, event);
  return sheet.columns[at.column]?.key === "wbs" && row?.kind === "task" && row.task.kind !== "project"
    ? carries(sheet, row, at)
    : sweeps(sheet, at);
}

function choose(sheet: Sheet, at: select.Cell, event: PointerEvent): void {
  if (event.shiftKey) sheet.select(select.extended(sheet.selection, at.row, at.column, sheet.bounds), false);
  else if (event.ctrlKey || event.metaKey) sheet.select(select.toggled(sheet.selection, at.row, at.column), false);
  else sheet.select(select.at(at.row, at.column, sheet.bounds), false);
}

/** The small square in the last cell of the range. */
function isHandle(event: PointerEvent): boolean {
  const corner = (event.target as Element).closest(".s-cell.corner")?.getBoundingClientRect();
  return corner !== undefined && corner.right - event.clientX <= HANDLE && corner.bottom - event.clientY <= HANDLE;
}

/** From the handle the range is drawn on, down or up; what was in it is filled into the rows it comes to. */
function draws(sheet: Sheet): Drag {
  const from = sheet.selection;
  const { top, bottom, left, right } = select.range(from);
  let to = bottom;
  const show = (first: number, last: number): void =>
    sheet.select(
      { active: { row: first, column: left }, anchor: { row: last, column: right }, also: new Set() },
      false,
    );
  return {
    move: ({ event }) => {
      to = rowAt(sheet, event.clientY);
      show(Math.min(top, to), Math.max(bottom, to));
    },
    done: () => {
      if (to > bottom) fill(sheet, [top, bottom], [bottom + 1, to]);
      else if (to < top) fill(sheet, [top, bottom], [to, top - 1]);
    },
    cancel: () => sheet.select(from, false),
  };
}

/** Press and sweep: the range follows, and scrolls at the edges. */
function sweeps(sheet: Sheet, from: select.Cell): Drag {
  const over = new AbortController();
  let pointer = { x: 0, y: 0 };
  let isScrolling = false;
  const follow = (): void => {
    const row = rowAt(sheet, pointer.y);
    const under = document.elementFromPoint(pointer.x, pointer.y)?.closest<HTMLElement>(".s-cell");
    const column = under ? Number(under.dataset.column) : sheet.selection.active.column;
    const next = select.extended({ ...sheet.selection, anchor: from }, row, column, sheet.bounds);
    if (next.active.row !== sheet.selection.active.row || next.active.column !== sheet.selection.active.column)
      sheet.select(next, false);
  };
  return {
    move: by => {
      pointer = { x: by.event.clientX, y: by.event.clientY };
      if (!isScrolling)
        autoscroll(
          sheet.grid.element,
          { x: sheet.grid.element, y: sheet.frame.scroller },
          () => pointer,
          follow,
          over.signal,
        );
      isScrolling = true;
      follow();
    },
    done: () => over.abort(),
    cancel: () => over.abort(),
  };
}

/** Rows are carried by their number column to before another row, or into the summary the line is indented under. */
function carries(sheet: Sheet, row: TaskRow, at: select.Cell): Drag {
  const mark = el("div", { class: "s-drop" });
  const over = new AbortController();
  let pointer = { x: 0, y: 0 };
  let place: Drop | null = null;
  const follow = (): void => {
    place = dropAt(sheet, pointer, row);
    if (!place) return mark.remove();
    Object.assign(mark.style, {
      top: `${HEAD + place.row * ROW - sheet.frame.scroller.scrollTop}px`,
      left: `${sheet.grid.left(1) + place.depth * 8}px`,
      width: `${sheet.grid.element.clientWidth - sheet.grid.left(1) - place.depth * 8}px`,
    });
    sheet.grid.element.parentElement?.append(mark);
  };
  const end = (): void => {
    over.abort();
    mark.remove();
  };
  return {
    move: ({ event }: By) => {
      if (!mark.isConnected && !over.signal.aborted)
        autoscroll(sheet.grid.element, { x: mark, y: sheet.frame.scroller }, () => pointer, follow, over.signal);
      pointer = { x: event.clientX, y: event.clientY };
      follow();
    },
    done: () => {
      end();
      if (place) void commands.move(sheet, commands.outermost(sheet, sheet.selectedTasks()), place.parent, place.after);
    },
    cancel: () => {
      end();
      choose(sheet, at, new PointerEvent("pointerup"));
    },
  };
}

interface Drop {
  row: number;
  depth: number;
  parent: number | null;
  after: number | null;
}

/** Between which rows, and at which depth: under the row above when it is open, beside it else. */
function dropAt(sheet: Sheet, pointer: { x: number; y: number }, carried: TaskRow): Drop | null {
  const y = pointer.y - sheet.frame.scroller.getBoundingClientRect().top - HEAD + sheet.frame.scroller.scrollTop;
  const row = Math.max(1, Math.min(sheet.rows.length, Math.round(y / ROW)));
  const above = sheet.rows[row - 1];
  if (
    above?.kind !== "task" ||
    isInside(
      sheet,
      above.task.number,
      sheet.selectedTasks().map(task => task.number),
    )
  )
    return null;
  if ((above.isParent && above.isOpen) || above.task.kind === "project")
    return { row, depth: above.depth + 1, parent: above.task.number, after: null };
  if (above.task === carried.task) return null;
  return { row, depth: above.depth, parent: above.task.parent, after: above.task.number };
}

function isInside(sheet: Sheet, number: number, summaries: readonly number[]): boolean {
  for (let up: number | null = number; up !== null; up = sheet.plan.tasks.get(up)?.parent ?? null)
    if (summaries.includes(up)) return true;
  return false;
}

function resizes(sheet: Sheet, head: HTMLElement): Drag {
  const column = sheet.columns[Number(head.dataset.column)]!;
  const before = column.width;
  const set = (width: number): void =>
    sheet.look({ widths: { ...sheet.view.widths, [column.key]: Math.max(NARROWEST_COLUMN, Math.round(width)) } });
  return { move: by => set(before + by.x), done: by => set(before + by.x), cancel: () => set(before) };
}

/** A press on a head opens its menu; a drag carries the column. */
function movesColumn(sheet: Sheet, head: HTMLElement, event: PointerEvent): Drag {
  const from = Number(head.dataset.column);
  const key = sheet.columns[from]!.key;
  let to = from;
  return {
    move: by => {
      const over = document.elementFromPoint(by.event.clientX, event.clientY)?.closest<HTMLElement>(".s-th");
      if (over) to = Number(over.dataset.column);
      for (const one of sheet.grid.head.children)
        one.classList.toggle("target", Number((one as HTMLElement).dataset.column) === to && to !== from);
    },
    done: () => {
      // Among all that are wanted, also those a narrow screen leaves out.
      const { columns } = sheet.view;
      const place = columns.indexOf(sheet.columns[to]!.key);
      if (to !== from) sheet.look({ columns: columns.filter(one => one !== key).toSpliced(place, 0, key) });
    },
    cancel: () => openHead(sheet, head),
  };
}

export function openHead(sheet: Sheet, head: HTMLElement): void {
  const { left, top, height } = sheet.frame.place(head);
  openHeadMenu(sheet, Number(head.dataset.column), { left, top: top + height });
}

/** What a cell has no room for, its tip says in full. */
function tell(target: HTMLElement): void {
  const cell = target.closest<HTMLElement>(".s-cell");
  if (cell && cell === target)
    put(cell, "data-tip", cell.scrollWidth > cell.clientWidth ? cell.innerText.trim() : null);
}

/** A double press on a column's edge makes it as wide as what is on screen needs. */
function fitColumn(sheet: Sheet, event: MouseEvent): void {
  const head = (event.target as Element).closest<HTMLElement>(".s-th");
  if (!head || !(event.target as Element).closest(".s-grip")) return;
  const at = Number(head.dataset.column);
  const cells = [...sheet.grid.element.querySelectorAll<HTMLElement>(`.s-row:not([hidden]) > [data-column="${at}"]`)];
  const width = Math.max(40, ...cells.map(cell => cell.scrollWidth + 8));
  sheet.look({ widths: { ...sheet.view.widths, [sheet.columns[at]!.key]: width } });
}

function context(sheet: Sheet, event: MouseEvent): void {
  const box = sheet.root.getBoundingClientRect();
  const place = { left: event.clientX - box.left, top: event.clientY - box.top };
  const head = (event.target as Element).closest<HTMLElement>(".s-th");
  const at = cellAt(event);
  if (!head && !at) return;
  event.preventDefault();
  if (head) return openHeadMenu(sheet, Number(head.dataset.column), place);
  if (!select.hasRow(sheet.selection, at!.row)) sheet.select(select.at(at!.row, at!.column, sheet.bounds), false);
  openContextMenu(sheet, place);
}

export function cellAt(event: MouseEvent): select.Cell | null {
  const cell = (event.target as Element).closest<HTMLElement>(".s-cell");
  const row = cell?.closest<HTMLElement>(".s-row");
  return cell && row ? { row: Number(row.dataset.row), column: Number(cell.dataset.column) } : null;
}

export function rowAt(sheet: Sheet, clientY: number): number {
  const y = clientY - sheet.frame.scroller.getBoundingClientRect().top - HEAD + sheet.frame.scroller.scrollTop;
  return Math.max(0, Math.min(sheet.rows.length - 1, Math.floor(y / ROW)));
}
