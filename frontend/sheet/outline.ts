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
export type Only = "critical" | "near" | "late" | "open" | "milestones" | "problems";
export type GroupBy = "project" | "person" | "critical" | "state" | "month";

export interface Filter {
  words: string;
  only: ReadonlySet<Only>;
  person: string;
  project: number | null;
  /** Only these tasks: those the page named, such as who offends against a check. */
  among: ReadonlySet<number> | null;
}

export interface Arrangement {
  filter: Filter;
  sort: { by: (task: Task) => number | string; descending: boolean } | null;
  group: ((task: Task) => [order: string, label: string]) | null;
  shut: ReadonlySet<number | string>;
}

export const NO_FILTER: Filter = { words: "", only: new Set(), person: "", project: null, among: null };

export function isFiltering(filter: Filter): boolean {
  return Boolean(filter.words || filter.only.size || filter.person || filter.project !== null || filter.among);
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

function treeRows(plan: Plan, { filter, sort, shut }: Arrangement): Row[] {
  const children = childrenByParent(plan.tasks.values());
  const kept = isFiltering(filter) ? matchesAndTheirAncestors(plan, filter) : null;
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

function groupedRows(plan: Plan, { filter, sort, group, shut }: Arrangement): Row[] {
  const problems = tasksWithProblems(plan);
  const groups = new Map<string, { label: string; tasks: Task[] }>();
  for (const task of inOutlineOrder(plan)) {
    if (task.kind === "project" || task.kind === "summary" || !matches(task, filter, problems, plan)) continue;
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
function matchesAndTheirAncestors(plan: Plan, filter: Filter): Map<number, boolean> {
  const problems = tasksWithProblems(plan);
  const kept = new Map<number, boolean>();
  for (const task of plan.tasks.values()) {
    if (!matches(task, filter, problems, plan)) continue;
    kept.set(task.number, true);
    for (let up = task.parent; up !== null && !kept.has(up); up = plan.tasks.get(up)?.parent ?? null)
      kept.set(up, false);
  }
  return kept;
}

function matches(task: Task, filter: Filter, problems: ReadonlySet<number>, plan: Plan): boolean {
  if (filter.among && !filter.among.has(task.number)) return false;
  if (filter.project !== null && task.project !== filter.project) return false;
  if (filter.person && !task.people.includes(filter.person) && task.owner !== filter.person) return false;
  const words = filter.words.toLowerCase();
  if (words && !task.name.toLowerCase().includes(words) && !task.wbs.startsWith(words)) return false;
  const isGroup = task.kind === "project" || task.kind === "summary";
  if (filter.only.size && isGroup) return false;
  return [...filter.only].every(only => holds(only, task, problems, plan));
}

function holds(only: Only, task: Task, problems: ReadonlySet<number>, plan: Plan): boolean {
  switch (only) {
    case "critical":
      return task.critical;
    case "near":
      return (
        task.critical || (task.totalFloat !== null && task.percent < 100 && task.totalFloat <= 5 * plan.minutesPerDay)
      );
    case "late":
      return (
        (task.slipDays ?? 0) > 0 || (task.deadline !== null && task.finish !== null && task.finish > task.deadline)
      );
    case "open":
      return task.percent < 100;
    case "milestones":
      return task.kind === "milestone";
    case "problems":
      return problems.has(task.number);
  }
}

function tasksWithProblems(plan: Plan): ReadonlySet<number> {
  return new Set(plan.problems.flatMap(problem => (problem.task === null ? [] : [problem.task])));
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
