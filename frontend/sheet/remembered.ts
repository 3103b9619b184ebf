/** Pasted blocks whose headings somebody has explained before: which column is which field was said for a file with
 * these headings, and holds for a paste, too. */
import type { Table } from "./clipboard.ts";

/** What was said of a sheet: by field its column's place, and how its dates, decimals and bare durations are meant. */
export interface Mapping {
  headings: string;
  columns: { by_field: Record<string, number>; day_first?: boolean; decimal?: string; unit?: string };
}

/** A block ready to be pasted: what each cell of a row is, and the rows below the headings. */
export interface Explained {
  keys: (string | null)[];
  rows: Table;
}

/** Fields as the import calls them, by the sheet's own columns. */
const KEYS: Readonly<Record<string, string>> = {
  name: "name",
  id: "number",
  outline_level: "level",
  duration: "duration",
  start: "start",
  finish: "finish",
  predecessors: "predecessors",
  resources: "people",
  percent_complete: "percent",
  constraint: "constraint",
  calendar: "calendar",
};
const DATES = new Set(["start", "finish"]);

/** Whether the first row may be headings at all: several words, none of them a number. */
export function mayBeHeaded(table: Table): boolean {
  const words = (table[0] ?? []).filter(cell => cell.trim());
  return table.length > 1 && words.length > 1 && words.every(cell => !/\d/.test(cell));
}

/** The block as its headings were explained; null where nobody has explained these. */
export function explained(table: Table, mappings: readonly Mapping[]): Explained | null {
  const known = mappings.find(mapping => mapping.headings === signature(table[0] ?? []));
  if (!known) return null;
  const keys: (string | null)[] = (table[0] ?? []).map(() => null);
  for (const [field, place] of Object.entries(known.columns.by_field))
    if (place in keys) keys[place] = KEYS[field] ?? null;
  if (!keys.includes("name")) return null;
  const rows = table.slice(1).map(row => row.map((cell, at) => meant(cell.trim(), keys[at] ?? null, known, cell)));
  return { keys, rows };
}

/** A cell as the sheet reads it: a bare duration with its unit, a date beginning with its year. */
function meant(typed: string, key: string | null, { columns }: Mapping, cell: string): string {
  if (key === "duration" && /^[\d.,]+$/.test(typed))
    return `${columns.decimal === "," ? typed.replace(",", ".") : typed}${columns.unit ?? "d"}`;
  const date = key && DATES.has(key) ? /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(typed) : null;
  if (!date) return cell;
  const [day, month] = columns.day_first ? [date[1], date[2]] : [date[2], date[1]];
  return `${date[3]}-${month!.padStart(2, "0")}-${day!.padStart(2, "0")}`;
}

/** What tells one source from another, as the server has it: its headings, whatever their case. */
function signature(row: readonly string[]): string {
  return row
    .map(cell => cell.trim().toLowerCase())
    .join("|")
    .replace(/^\|+|\|+$/g, "");
}

/** The headings the reader has explained so far; none where the server does not say. */
export async function mappings(): Promise<Mapping[]> {
  try {
    const reply = await fetch("/api/v1/column-mappings?limit=1000", { credentials: "same-origin" });
    return reply.ok ? ((await reply.json()) as { items: Mapping[] }).items : [];
  } catch {
    return [];
  }
}
