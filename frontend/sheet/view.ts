/** How this reader looks at this program: columns, widths, zoom, what is shut. Kept in the browser, not in the plan; its
 * columns with the reader's account too. */
import { SHOWN } from "./columns.ts";
import { NO_FILTER, type Filter, type GroupBy } from "./outline.ts";

export interface View {
  /** The saved view that is shown; null once anything it decides is changed. */
  name: string | null;
  columns: string[];
  widths: Record<string, number>;
  /** How many columns from the left stay when the others scroll. */
  frozen: number;
  sort: { column: string; descending: boolean } | null;
  group: GroupBy | null;
  filter: Filter;
  shut: Set<number | string>;
  /** Place in ZOOMS; null until the plan's span has chosen one. */
  zoom: number | null;
  /** Width of the grid in pixels; null for what the shown columns need. */
  split: number | null;
  showsGantt: boolean;
  /** On a phone, which has room for one of them: the bars instead of the table. */
  showsBars: boolean;
  showsCritical: boolean;
  showsLinks: boolean;
  showsFloat: boolean;
  colour: "work" | "project" | "person";
  baseline: number | null;
  /** Further baselines whose promises are drawn besides. */
  ghosts: number[];
  /** Lower rows: a third more of them on a screen. */
  isDense: boolean;
}

const START: View = {
  name: null,
  columns: SHOWN,
  widths: {},
  frozen: 2,
  sort: null,
  group: null,
  filter: NO_FILTER,
  shut: new Set(),
  zoom: null,
  split: null,
  showsGantt: true,
  showsBars: false,
  showsCritical: true,
  showsLinks: true,
  showsFloat: true,
  colour: "work",
  baseline: null,
  ghosts: [],
  isDense: false,
};

/** The view left last time. A filter is not kept: a plan that opens with rows missing looks like a plan with rows missing. */
export function remembered(program: string, columns = "{}"): View {
  // What the server keeps of the columns is newer than what this browser does: another one may have been used since.
  const stored = { ...read(program), ...(JSON.parse(columns) as Partial<View>) };
  return {
    ...START,
    ...stored,
    filter: NO_FILTER,
    columns: Array.isArray(stored.columns) && stored.columns.includes("name") ? stored.columns : [...SHOWN],
    widths: { ...stored.widths },
    ghosts: Array.isArray(stored.ghosts) ? stored.ghosts : [],
    shut: new Set(Array.isArray(stored.shut) ? stored.shut : []),
  };
}

export function remember(program: string, view: View): void {
  const { filter: _filter, name: _name, ...kept } = view;
  try {
    localStorage.setItem(storageKey(program), JSON.stringify({ ...kept, shut: [...view.shut] }));
  } catch {
    // A full or forbidden store costs the reader the view of next time, nothing else.
  }
}

function read(program: string): Partial<View> & { shut?: unknown } {
  try {
    return (JSON.parse(localStorage.getItem(storageKey(program)) ?? "{}") ?? {}) as Partial<View>;
  } catch {
    return {};
  }
}

function storageKey(program: string): string {
  return `milepost.sheet.${program}`;
}
