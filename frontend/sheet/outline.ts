/** Which rows the sheet shows, in which order: the tree, opened and shut, filtered, sorted or grouped. Pure. */
import type { Plan, Task } from "./plan.ts";

export interface TaskRow {
  kind: "task";
  key: number;
  task: Task;
  depth: number;
  isParent: boolean;
  isOpen: boolean;
  /** False for a row that is only there to show where a match belongs. */
  isMatch: boolean;
}

export interface GroupRow {
  kind: "group";
  key: string;
  label: string;
  count: number;
  depth: 0;
  isOpen: boolean;
}

/** A line that is not a task yet: typing its name makes it one, under `parent` and behind `after`. */
export interface DraftRow {
  kind: "draft";
  key: string;
  /** Empty until it was typed; then shown until the server has made it a task. */
  name: string;
  isSent: boolean;
  parent: number | null;
  /** The sibling before it, which may be a draft itself; null for the first of a family. */
  after: number | DraftRow | null;
  depth: number;
}

export type Row = TaskRow | GroupRow | DraftRow;
export type Only = "critical" | "near" | "late" | "soon" | "mine" | "open" | "milestones" | "unlinked" | "problems";
export type GroupBy = "project" | "person" | "critical" | "state" | "month";

/** What a column has to say: one of some values ("" is none), or something from one bound up to and with another. */
export interface Condition {
  values?: readonly string[];
  from?: number | null;
  until?: number | null;
}

export interface Filter {
  words: string;
  only: ReadonlySet<Only>;
  /** By column. */
  where: Readonly<Record<string, Condition>>;
  /** The project the page narrows to. */
  project: number | null;
  /** Only these tasks: those the page named, such as who offends against a check. */
  among: ReadonlySet<number> | null;
}

export interface Arrangement {
  /** Says of a task whether it is wanted; null when all are. */
  keeps: ((task: Task) => boolean) | null;
  sort: { by: (task: Task) => number | string; descending: boolean } | null;
  group: ((task: Task) => [order: string, label: string]) | null;
  shut: ReadonlySet<number | string>;
}

export const NO_FILTER: Filter = { words: "", only: new Set(), where: {}, project: null, among: null };

/** Whether the reader narrows the plan, besides what the page narrows it to. */
export function isNarrowing({ words, only, where }: Filter): boolean {
  return Boolean(words || only.size || Object.keys(where).length);
}

export function isFiltering(filter: Filter): boolean {
  return isNarrowing(filter) || filter.project !== null || filter.among !== null;
}

export function rows(plan: Plan, arrangement: Arrangement): Row[] {
  return arrangement.group ? groupedRows(plan, arrangement) : treeRows(plan, arrangement);
}

/** Parent -> children in their order in the plan; roots under null. */
export function childrenByParent(tasks: Iterable<Task>): Map<number | null, Task[]> {
  const children = new Map<number | null, Task[]>();
  for (const task of tasks) {
    const siblings = children.get(task.parent);
    if (siblings) siblings.push(task);
    else children.set(task.parent, [task]);
  }
  for (const siblings of children.values()) siblings.sort((a, b) => a.rank - b.rank || a.number - b.number);
  return children;
}

function treeRows(plan: Plan, { keeps, sort, shut }: Arrangement): Row[] {
  const children = childrenByParent(plan.tasks.values());
  const kept = keeps && matchesAndTheirAncestors(plan, keeps);
  const shown: Row[] = [];
  const descend = (parent: number | null, depth: number): void => {
    let siblings = children.get(parent) ?? [];
    if (sort) siblings = sorted(siblings, sort);
    for (const task of siblings) {
      const match = kept ? kept.get(task.number) : true;
      if (match === undefined) continue;
      const isParent = children.has(task.number);
      const isOpen = isParent && (kept !== null || !shut.has(task.number));
      shown.push({ kind: "task", key: task.number, task, depth, isParent, isOpen, isMatch: match });
      if (isOpen) descend(task.number, depth + 1);
    }
  };
  descend(null, 0);
  return shown;
}

function groupedRows(plan: Plan, { keeps, sort, group, shut }: Arrangement): Row[] {
  const groups = new Map<string, { label: string; tasks: Task[] }>();
  for (const task of inOutlineOrder(plan)) {
    if (task.kind === "project" || task.kind === "summary" || keeps?.(task) === false) continue;
    const [order, label] = group!(task);
    const entry = groups.get(order) ?? { label, tasks: [] };
    entry.tasks.push(task);
    groups.set(order, entry);
  }
  const shown: Row[] = [];
  for (const order of [...groups.keys()].sort()) {
    const { label, tasks } = groups.get(order)!;
    const isOpen = !shut.has(order);
    shown.push({ kind: "group", key: order, label, count: tasks.length, depth: 0, isOpen });
    if (!isOpen) continue;
    for (const task of sort ? sorted(tasks, sort) : tasks) {
      shown.push({ kind: "task", key: task.number, task, depth: 1, isParent: false, isOpen: false, isMatch: true });
    }
  }
  return shown;
}

export function inOutlineOrder(plan: Plan): Task[] {
  const children = childrenByParent(plan.tasks.values());
  const ordered: Task[] = [];
  const descend = (parent: number | null): void => {
    for (const task of children.get(parent) ?? []) {
      ordered.push(task);
      descend(task.number);
    }
  };
  descend(null);
  return ordered;
}

/** number -> whether it matches itself; absent: neither it nor anything below it does. */
function matchesAndTheirAncestors(plan: Plan, keeps: (task: Task) => boolean): Map<number, boolean> {
  const kept = new Map<number, boolean>();
  for (const task of plan.tasks.values()) {
    if (!keeps(task)) continue;
    kept.set(task.number, true);
    for (let up = task.parent; up !== null && !kept.has(up); up = plan.tasks.get(up)?.parent ?? null)
      kept.set(up, false);
  }
  return kept;
}

function sorted(tasks: readonly Task[], { by, descending }: NonNullable<Arrangement["sort"]>): Task[] {
  const direction = descending ? -1 : 1;
  return [...tasks].sort((a, b) => {
    const [x, y] = [by(a), by(b)];
    if (x === "" || y === "") return x === y ? 0 : x === "" ? 1 : -1; // what is absent comes last either way
    return (typeof x === "string" || typeof y === "string" ? String(x).localeCompare(String(y)) : x - y) * direction;
  });
}

/** Drafts put where they will stand, each behind the rows of the sibling it follows. */
export function withDrafts(rows: Row[], drafts: readonly DraftRow[]): Row[] {
  for (const draft of drafts) {
    const { after } = draft;
    const sibling = after !== null && typeof after === "object" ? after.key : after;
    const below = rows.findIndex(row => row.key === (sibling ?? draft.parent));
    let at = below < 0 ? rows.length : below + 1;
    if (sibling !== null && below >= 0) while (at < rows.length && rows[at]!.depth > rows[below]!.depth) at++;
    rows.splice(at, 0, draft);
  }
  return rows;
}
