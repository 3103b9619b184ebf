/** What is selected: one active cell, a range of cells, and further rows picked one by one. Pure values. */

export interface Cell {
  row: number;
  column: number;
}

export interface Selection {
  active: Cell;
  /** The other corner of the range. */
  anchor: Cell;
  /** Rows picked with Ctrl besides the range. */
  also: ReadonlySet<number>;
}

export interface Bounds {
  rows: number;
  columns: number;
}

export const NOTHING: Selection = { active: { row: 0, column: 1 }, anchor: { row: 0, column: 1 }, also: new Set() };

export function at(row: number, column: number, bounds: Bounds): Selection {
  const active = inside({ row, column }, bounds);
  return { active, anchor: active, also: new Set() };
}

/** The range grows or shrinks to here; its other corner stays. */
export function extended(selection: Selection, row: number, column: number, bounds: Bounds): Selection {
  return { ...selection, active: inside({ row, column }, bounds) };
}

/** The same rows after they were arranged anew: `now` says where each stands, undefined for one that is gone. What was
 * selected is never somebody else's row that came to stand in its place. */
export function carried(selection: Selection, now: (row: number) => number | undefined, bounds: Bounds): Selection {
  const { active, anchor, also } = selection;
  const row = now(active.row);
  const to = inside({ row: row ?? active.row, column: active.column }, bounds);
  const from = row === undefined ? undefined : now(anchor.row);
  return {
    active: to,
    anchor: from === undefined ? to : inside({ row: from, column: anchor.column }, bounds),
    also: new Set([...also].flatMap(picked => now(picked) ?? [])),
  };
}

/** Ctrl and a click: this row joins the selection, or leaves it. */
export function toggled(selection: Selection, row: number, column: number): Selection {
  const also = new Set(selection.also);
  for (const picked of rowsOf({ ...selection, also: new Set() })) also.add(picked);
  if (also.has(row) && also.size > 1) also.delete(row);
  else also.add(row);
  const active = { row: also.has(row) ? row : Math.max(...also), column };
  return { active, anchor: active, also };
}

export function wholeSheet(selection: Selection, bounds: Bounds): Selection {
  return {
    active: inside({ row: bounds.rows - 1, column: bounds.columns - 1 }, bounds),
    anchor: { row: 0, column: 0 },
    also: selection.also,
  };
}

/** The corners of the range, ordered: first and last row, first and last column. */
export function range({ active, anchor }: Selection): { top: number; bottom: number; left: number; right: number } {
  return {
    top: Math.min(active.row, anchor.row),
    bottom: Math.max(active.row, anchor.row),
    left: Math.min(active.column, anchor.column),
    right: Math.max(active.column, anchor.column),
  };
}

/** All selected rows, from top to bottom. */
export function rowsOf(selection: Selection): number[] {
  const { top, bottom } = range(selection);
  const picked = new Set(selection.also);
  for (let row = top; row <= bottom; row++) picked.add(row);
  return [...picked].sort((a, b) => a - b);
}

export function hasRow(selection: Selection, row: number): boolean {
  const { top, bottom } = range(selection);
  return (row >= top && row <= bottom) || selection.also.has(row);
}

export function hasCell(selection: Selection, row: number, column: number): boolean {
  const { top, bottom, left, right } = range(selection);
  return row >= top && row <= bottom && column >= left && column <= right;
}

/** The last cell of the range: what is in it can be drawn on to further rows from there. */
export function isCorner(selection: Selection, row: number, column: number): boolean {
  const { bottom, right } = range(selection);
  return row === bottom && column === right && !selection.also.size;
}

export function isRange(selection: Selection): boolean {
  const { active, anchor } = selection;
  return active.row !== anchor.row || active.column !== anchor.column;
}

function inside({ row, column }: Cell, { rows, columns }: Bounds): Cell {
  return { row: clamp(row, rows), column: clamp(column, columns) };
}

function clamp(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, value));
}
