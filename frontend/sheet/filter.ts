/** Which tasks a filter keeps, and how a filter is written into the address. Pure.
 *
 * Fetched when something is first filtered, or at once for an address that does. The address says what the view says:
 * `?words=trial&only=critical.late&where=people:Ana|Bo&where=finish:..2026-09-30`. It stands on all that draws, which is
 * there before: otherwise the build would cut what both need into files of their own. */
import "./sheet.ts";
import type { Column, Context } from "./column.ts";
import { allColumns } from "./columns.ts";
import { NO_FILTER, type Condition, type Filter, type Only } from "./outline.ts";
import { isLeaf, type Plan, type Task } from "./plan.ts";
import { DAY, dayOf } from "./words.ts";

export const ONLY: readonly Only[] = [
  "critical",
  "near",
  "late",
  "soon",
  "mine",
  "open",
  "milestones",
  "unlinked",
  "problems",
];
/** How far ahead "soon" looks. */
const WEEKS_AHEAD = 4;
/** Columns of working time are asked for in days. */
const LENGTHS = new Set(["duration", "remaining", "float", "free_float"]);
const DAYS = /(start|finish|deadline|_date)$/;

/** By what a column is narrowed: a span of numbers or days, or some of the values it has. */
export function kindOf(column: Column): "number" | "day" | "value" {
  return DAYS.test(column.key) ? "day" : column.isNumber ? "number" : "value";
}

/** Columns that can be narrowed: a task's name and number are found by words, the sign by its flag. */
export function narrowable(plan: Plan): Column[] {
  return allColumns(plan).filter(({ key, isSign }) => !isSign && key !== "name" && key !== "wbs");
}

/** What a cell counts as: each of its people, or all it says. */
export function valuesOf(column: Column, task: Task, context: Context): string[] {
  if (column.key === "people") return namesOf(task.people);
  return [column.show(task, context)[0]];
}

/** Days since 1970 in minutes, working days, or the number itself; null where the cell is empty. */
export function measure(column: Column, task: Task, plan: Plan): number | null {
  const order = column.order(task);
  if (typeof order !== "number") return null;
  if (kindOf(column) === "day") return dayOf(order);
  return LENGTHS.has(column.key) ? order / plan.minutesPerDay : order;
}

/** Says of a task whether the filter keeps it. `me` is the reader's name. */
export function sieve(filter: Filter, context: Context, me: string): (task: Task) => boolean {
  const { plan } = context;
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean);
  const troubled = new Set(plan.problems.map(({ task }) => task));
  const columns = new Map(narrowable(plan).map(column => [column.key, column]));
  const conditions = Object.entries(filter.where).flatMap(([key, condition]) => {
    const column = columns.get(key);
    return column ? [(task: Task) => meets(column, condition, task, context)] : [];
  });
  const isAboutWork = filter.only.size > 0 || conditions.length > 0;
  return task => {
    if (filter.among && !filter.among.has(task.number)) return false;
    if (filter.project !== null && task.project !== filter.project) return false;
    if (isAboutWork && !isLeaf(task)) return false;
    return (
      words.every(word => says(task, word)) &&
      [...filter.only].every(only => holds(only, task, plan, me, troubled)) &&
      conditions.every(holdsFor => holdsFor(task))
    );
  };
}

function says({ name, people, owner, wbs, number }: Task, word: string): boolean {
  return `${name}\n${people}\n${owner}`.toLowerCase().includes(word) || wbs.startsWith(word) || String(number) === word;
}

function holds(only: Only, task: Task, plan: Plan, me: string, troubled: ReadonlySet<number | null>): boolean {
  const isOpen = task.percent < 100;
  switch (only) {
    case "critical":
      return task.critical;
    case "near":
      return task.critical || (task.totalFloat !== null && isOpen && task.totalFloat <= 5 * plan.minutesPerDay);
    case "late":
      return (
        (task.slipDays ?? 0) > 0 || (task.deadline !== null && task.finish !== null && task.finish > task.deadline)
      );
    case "soon":
      return (
        isOpen &&
        task.start !== null &&
        task.finish !== null &&
        task.start < plan.today + WEEKS_AHEAD * 7 * DAY &&
        task.finish >= plan.today
      );
    case "mine":
      return task.owner === me || namesOf(task.people).includes(me);
    case "open":
      return isOpen;
    case "milestones":
      return task.kind === "milestone";
    case "unlinked":
      return !task.predecessors;
    case "problems":
      return troubled.has(task.number);
  }
}

function meets(column: Column, { values, from, until }: Condition, task: Task, context: Context): boolean {
  const measured = kindOf(column) === "value" ? null : measure(column, task, context.plan);
  if (!values) return measured !== null && measured >= (from ?? -Infinity) && measured <= (until ?? Infinity);
  if (kindOf(column) !== "value") return measured === null;
  return valuesOf(column, task, context).some(value => values.includes(value));
}

/** "Ana Silva[50%];Bo" -> both names; one empty name where there is nobody. */
function namesOf(people: string): string[] {
  return people.split(";").map(name => name.replace(/\[.*/, "").trim());
}

const OWN = ["words", "only", "where"] as const;

/** The filter the address asks for, besides what the page itself narrows to. */
export function ofAddress(search: string, narrowed: Partial<Filter>): Filter {
  const asked = new URLSearchParams(search);
  const only = new Set((asked.get("only") ?? "").split(".").filter(one => (ONLY as string[]).includes(one)) as Only[]);
  const where = Object.fromEntries(asked.getAll("where").map(conditionOf));
  return { ...NO_FILTER, words: asked.get("words") ?? "", only, where, ...narrowed };
}

/** An address with this filter in place of the one it had. */
export function withFilter(address: URL, { words, only, where }: Filter): URL {
  const changed = new URL(address);
  const { searchParams } = changed;
  for (const name of OWN) searchParams.delete(name);
  if (words) searchParams.set("words", words);
  if (only.size) searchParams.set("only", [...only].join("."));
  for (const [key, condition] of Object.entries(where))
    searchParams.append("where", `${key}:${written(key, condition)}`);
  return changed;
}

function written(key: string, { values, from, until }: Condition): string {
  const bound = (at: number | null | undefined): string =>
    at == null ? "" : DAYS.test(key) ? new Date(at * 60_000).toISOString().slice(0, 10) : String(at);
  // Dots are kept for spans, so that a value may have them.
  return values
    ? values.map(value => encodeURIComponent(value).replaceAll(".", "%2E")).join("|")
    : `${bound(from)}..${bound(until)}`;
}

function conditionOf(text: string): [key: string, condition: Condition] {
  const at = text.indexOf(":");
  const [key, said] = [text.slice(0, at), text.slice(at + 1)];
  const bound = (end: string): number | null => {
    const number = DAYS.test(key) ? Date.parse(`${end}T00:00Z`) / 60_000 : Number(end);
    return !end || Number.isNaN(number) ? null : number;
  };
  const [from, until] = said.split("..");
  if (until !== undefined) return [key, { from: bound(from!), until: bound(until) }];
  return [key, { values: said.split("|").map(value => decodeURIComponent(value)) }];
}

/** The other links of the page that show the same plan, as of another day or of another project, take the filter along. */
export function follow(): void {
  document.addEventListener(
    "click",
    event => {
      const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]:not([data-whole])");
      if (link?.pathname !== location.pathname || link.hash) return;
      const here = new URL(location.href);
      link.href = withFilter(new URL(link.href), ofAddress(here.search, {})).href;
    },
    { capture: true },
  );
  document.addEventListener("formdata", ({ target, formData }) => {
    if ((target as HTMLFormElement).method !== "get") return;
    const here = new URLSearchParams(location.search);
    for (const name of OWN) for (const said of here.getAll(name)) formData.append(name, said);
  });
}
