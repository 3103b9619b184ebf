/** Which columns a pasted block means, when its first row says so: our own labels, and those of MS Project and of the
 * spreadsheets people keep. Pure. */
import type { Table } from "./clipboard.ts";
import type { Column } from "./column.ts";

const ALIASES: Readonly<Record<string, readonly string[]>> = {
  name: ["task name", "name", "activity", "activity name", "summary", "title"],
  duration: ["duration", "original duration", "days"],
  start: ["start date", "planned start", "begin"],
  finish: ["finish date", "planned finish", "end", "end date", "due", "due date"],
  percent: ["% complete", "percent complete", "progress", "% done"],
  people: ["resource names", "resources", "assignee", "assigned to", "who"],
  predecessors: ["predecessor", "depends on"],
  number: ["id", "no.", "#"],
  level: ["outline level", "level"],
};

/** The key of a heading: a column's, or "level"; null when it is not one we know. */
function keyOf(heading: string, columns: readonly Column[]): string | null {
  const wanted = heading.trim().toLowerCase();
  if (!wanted) return null;
  const own = columns.find(column => column.label.toLowerCase() === wanted || column.key === wanted);
  return own?.key ?? Object.keys(ALIASES).find(key => ALIASES[key]!.includes(wanted)) ?? null;
}

/** Keys in the order of the block's cells when its first row is headings: a name among them, and at least half known. */
export function headings(table: Table, columns: readonly Column[]): (string | null)[] | null {
  const keys = (table[0] ?? []).map(cell => keyOf(cell, columns));
  const known = keys.filter(key => key !== null).length;
  return table.length > 1 && keys.includes("name") && known >= 2 && known * 2 >= keys.length ? keys : null;
}
