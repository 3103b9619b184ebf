/** JSON becomes a plan here, and nowhere else: whatever passes is what its type says.
 *
 * Columns are checked one by one, so a malformed value is named by column and position. */
import type {
  Baseline,
  Changes,
  Headline,
  Kind,
  Link,
  LinkType,
  Named,
  Plan,
  Problem,
  Project,
  Promised,
  Redated,
  Task,
} from "./plan.ts";

/** The server said something the sheet does not understand; says where. */
export class Malformed extends Error {}

/** Returns undefined for a value that is not what it should be. */
type Read<T> = (value: unknown) => T | undefined;
type Spec<T> = { [K in keyof T]: [column: string, read: Read<T[K]>] };
type Json = Record<string, unknown>;

const number: Read<number> = value => (typeof value === "number" && Number.isFinite(value) ? value : undefined);
const maybeNumber: Read<number | null> = value => (value == null ? null : number(value));
const text: Read<string> = value =>
  value == null ? "" : typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
const flag: Read<boolean> = value =>
  value == null ? false : value === 1 || value === true ? true : value === 0 || value === false ? false : undefined;
const oneOf =
  <T extends string>(...choices: T[]): Read<T> =>
  value =>
    choices.find(choice => choice === value);
const numbers: Read<readonly number[]> = value =>
  value == null ? [] : Array.isArray(value) && value.every(entry => typeof entry === "number") ? value : undefined;
const texts: Read<Readonly<Record<string, string>>> = value =>
  value == null
    ? {}
    : isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, entry == null ? "" : String(entry)]))
      : undefined;

const TASK: Spec<Task> = {
  number: ["number", number],
  parent: ["parent", maybeNumber],
  project: ["project", number],
  rank: ["rank", number],
  wbs: ["wbs", text],
  name: ["name", text],
  kind: ["kind", oneOf<Kind>("project", "summary", "task", "milestone")],
  duration: ["duration", maybeNumber],
  durationUnit: ["duration_unit", text],
  start: ["start", maybeNumber],
  finish: ["finish", maybeNumber],
  lateFinish: ["late_finish", maybeNumber],
  baselineStart: ["baseline_start", maybeNumber],
  baselineFinish: ["baseline_finish", maybeNumber],
  slipDays: ["slip_days", maybeNumber],
  totalFloat: ["total_float", maybeNumber],
  freeFloat: ["free_float", maybeNumber],
  critical: ["critical", flag],
  onPath: ["on_path", flag],
  percent: ["percent", value => (value == null ? 0 : number(value))],
  actualStart: ["actual_start", maybeNumber],
  actualFinish: ["actual_finish", maybeNumber],
  remaining: ["remaining", maybeNumber],
  constraint: ["constraint", text],
  constraintDate: ["constraint_date", maybeNumber],
  deadline: ["deadline", maybeNumber],
  calendar: ["calendar", text],
  isManual: ["is_manual", flag],
  isActive: ["is_active", value => (value == null ? true : flag(value))],
  people: ["people", text],
  isByVendor: ["by_vendor", flag],
  predecessors: ["predecessors", text],
  hasNotes: ["notes", flag],
  drivenBy: ["driven_by", numbers],
  owner: ["owner", text],
  version: ["version", value => (value == null ? 0 : number(value))],
  custom: ["custom", texts],
  own: ["may", value => (value == null ? "" : oneOf<"edit" | "status">("edit", "status")(value))],
};

const REDATED: Spec<Redated> = {
  number: TASK.number,
  duration: TASK.duration,
  start: TASK.start,
  finish: TASK.finish,
  lateFinish: TASK.lateFinish,
  slipDays: TASK.slipDays,
  totalFloat: TASK.totalFloat,
  freeFloat: TASK.freeFloat,
  critical: TASK.critical,
  onPath: TASK.onPath,
  percent: TASK.percent,
};

const LINK: Spec<Link> = {
  number: ["number", number],
  predecessor: ["predecessor", number],
  successor: ["successor", number],
  type: ["type", oneOf<LinkType>("FS", "SS", "FF", "SF")],
  lag: ["lag", value => (value == null ? 0 : number(value))],
  lagUnit: ["lag_unit", text],
  driving: ["driving", flag],
};

const PROMISE: Spec<Promised> = {
  number: ["number", number],
  start: ["start", maybeNumber],
  finish: ["finish", maybeNumber],
};

const HEADLINE: Spec<Headline> = {
  start: ["start", maybeNumber],
  finish: ["finish", maybeNumber],
  critical: ["critical", value => (value == null ? 0 : number(value))],
  nearCritical: ["near_critical", value => (value == null ? 0 : number(value))],
  tasks: ["tasks", value => (value == null ? 0 : number(value))],
  sentence: ["sentence", text],
};

const PROBLEM: Spec<Problem> = { code: ["code", text], task: ["task", maybeNumber], message: ["message", text] };
const NAMED: Spec<Named> = { number: ["number", number], name: ["name", text] };
const PROJECT: Spec<Project> = { ...NAMED, canEdit: ["can_edit", flag] };
const BASELINE: Spec<Baseline> = { ...NAMED, takenOn: ["taken_on", text] };

/** The whole plan, as `GET …/sheet` answers it. */
export function plan(json: unknown): Plan {
  const from = object(json, "the plan");
  const program = object(from.program, "program");
  return {
    revision: need(number(from.revision), "revision"),
    program: { slug: need(text(program.slug), "program.slug"), name: need(text(program.name), "program.name") },
    status: need(maybeNumber(from.status), "status"),
    today: need(number(from.today), "today"),
    minutesPerDay: need(number(from.minutes_per_day), "minutes_per_day"),
    rights: new Set(list(from.rights, "rights").map((right, at) => need(text(right), `rights[${at}]`))),
    nonworking: merged(list(from.nonworking, "nonworking").map((span, at) => range(span, `nonworking[${at}]`))),
    projects: records(from.projects, "projects", PROJECT),
    people: records(from.people, "people", NAMED),
    calendars: records(from.calendars, "calendars", NAMED),
    baselines: records(from.baselines, "baselines", BASELINE),
    custom: records(from.custom, "custom", { key: ["key", text], label: ["label", text] }),
    tasks: byNumber(columns(from.tasks, "tasks", TASK)),
    links: byNumber(columns(from.links, "links", LINK)),
    headline: record(object(from.headline, "headline"), "headline", HEADLINE),
    problems: records(from.problems, "problems", PROBLEM),
  };
}

/** Spans by task, as `GET …/sheet/promises` answers them. */
export function promises(json: unknown): Map<number, Promised> {
  return byNumber(columns(object(json, "the promises").tasks, "tasks", PROMISE));
}

/** What a save did, as writes with `Milepost-Answer: sheet` and `GET …/sheet/changes` answer it. */
export function changes(json: unknown): Changes {
  const from = object(json, "changes");
  return {
    tasks: from.tasks == null ? [] : columns(from.tasks, "tasks", TASK),
    redated: redated(from.redated),
    removed: need(numbers(from.removed), "removed"),
    links: from.links == null ? [] : columns(from.links, "links", LINK),
    linksRemoved: need(numbers(from.links_removed), "links_removed"),
    headline: from.headline == null ? null : record(object(from.headline, "headline"), "headline", HEADLINE),
    problems: from.problems == null ? null : records(from.problems, "problems", PROBLEM),
  };
}

/** Dates apart from the rest of tasks. Outline numbers come with them where any changed; absent, they stay. */
function redated(json: unknown): Redated[] {
  if (json == null) return [];
  const from = object(json, "redated");
  return from.wbs == null ? columns(from, "redated", REDATED) : columns(from, "redated", { ...REDATED, wbs: TASK.wbs });
}

export function revision(json: unknown): number {
  return need(number(object(json, "the reply").revision), "revision");
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Columns of equal length to rows. An absent column is a column of nulls, so the server may add and omit. */
function columns<T extends object>(json: unknown, where: string, spec: Spec<T>): T[] {
  const from = object(json, where);
  const count = Math.max(0, ...Object.values(from).map(column => (Array.isArray(column) ? column.length : 0)));
  const rows = Array.from({ length: count }, () => ({}) as T);
  for (const key in spec) {
    const [name, read] = spec[key];
    const column = from[name] == null ? null : list(from[name], `${where}.${name}`);
    if (column && column.length !== count)
      throw new Malformed(`${where}.${name} has ${column.length} values, not ${count}`);
    const absent = column ? undefined : read(null);
    for (let at = 0; at < count; at++) {
      const value = column ? read(column[at]) : absent;
      if (value === undefined)
        throw new Malformed(`${where}.${name}[${at}] is ${JSON.stringify(column?.[at] ?? null)}`);
      rows[at]![key] = value as T[typeof key];
    }
  }
  return rows;
}

function records<T>(json: unknown, where: string, spec: Spec<T>): T[] {
  return list(json, where).map((entry, at) => record(object(entry, `${where}[${at}]`), `${where}[${at}]`, spec));
}

function record<T>(from: Json, where: string, spec: Spec<T>): T {
  const row = {} as T;
  for (const key in spec) row[key] = need(spec[key][1](from[spec[key][0]]), `${where}.${spec[key][0]}`);
  return row;
}

function byNumber<T extends { number: number }>(rows: T[]): Map<number, T> {
  return new Map(rows.map(row => [row.number, row]));
}

function object(value: unknown, where: string): Json {
  if (!isObject(value)) throw new Malformed(`${where} is not an object`);
  return value;
}

function list(value: unknown, where: string): unknown[] {
  if (value == null) return [];
  if (!Array.isArray(value)) throw new Malformed(`${where} is not a list`);
  return value;
}

function range(value: unknown, where: string): readonly [number, number] {
  const [from, to] = list(value, where);
  return [need(number(from), `${where}[0]`), need(number(to), `${where}[1]`)];
}

/** Spans in order, those that touch or overlap as one. */
function merged(spans: (readonly [number, number])[]): (readonly [number, number])[] {
  const whole: [number, number][] = [];
  for (const [from, until] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = whole.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], until);
    else whole.push([from, until]);
  }
  return whole;
}

function need<T>(value: T | undefined, where: string): T {
  if (value === undefined) throw new Malformed(`${where} is missing or of the wrong type`);
  return value;
}
