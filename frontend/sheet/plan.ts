/** The plan as the sheet holds it: what the server said, by number, and nothing computed.
 *
 * Instants are minutes since 1970-01-01T00:00 of the program's local time; durations, floats and lags are working
 * minutes. Numbers are those of the program's ledger; a project stands among the tasks as `-number`. */

export type Kind = "project" | "summary" | "task" | "milestone";
export type LinkType = "FS" | "SS" | "FF" | "SF";

export interface Task {
  number: number;
  parent: number | null;
  project: number;
  rank: number;
  wbs: string;
  name: string;
  kind: Kind;
  duration: number | null;
  durationUnit: string;
  start: number | null;
  finish: number | null;
  lateFinish: number | null;
  baselineStart: number | null;
  baselineFinish: number | null;
  slipDays: number | null;
  totalFloat: number | null;
  freeFloat: number | null;
  critical: boolean;
  onPath: boolean;
  percent: number;
  actualStart: number | null;
  actualFinish: number | null;
  remaining: number | null;
  constraint: string;
  constraintDate: number | null;
  deadline: number | null;
  calendar: string;
  isManual: boolean;
  isActive: boolean;
  people: string;
  /** Somebody of a vendor works on it. */
  isByVendor: boolean;
  predecessors: string;
  hasNotes: boolean;
  drivenBy: readonly number[];
  owner: string;
  version: number;
  custom: Readonly<Record<string, string>>;
  /** What the reader may do with it because it is his own work; "" where the project alone decides. */
  own: "" | "edit" | "status";
}

export interface Link {
  number: number;
  predecessor: number;
  successor: number;
  type: LinkType;
  lag: number;
  lagUnit: string;
  driving: boolean;
}

export interface Named {
  number: number;
  name: string;
}

export interface Project extends Named {
  canEdit: boolean;
}

export interface Baseline extends Named {
  takenOn: string;
}

/** The dates a baseline promised of one task. */
export interface Promised {
  number: number;
  start: number | null;
  finish: number | null;
}

export interface Headline {
  start: number | null;
  finish: number | null;
  critical: number;
  nearCritical: number;
  tasks: number;
  sentence: string;
}

export interface Problem {
  code: string;
  task: number | null;
  message: string;
}

export interface Plan {
  revision: number;
  program: { slug: string; name: string };
  status: number | null;
  today: number;
  minutesPerDay: number;
  rights: ReadonlySet<string>;
  nonworking: readonly (readonly [number, number])[];
  projects: readonly Project[];
  people: readonly Named[];
  calendars: readonly Named[];
  baselines: readonly Baseline[];
  custom: readonly { key: string; label: string }[];
  tasks: Map<number, Task>;
  links: Map<number, Link>;
  headline: Headline;
  problems: readonly Problem[];
}

/** What follows of dates for a task, where nothing else of it differs but perhaps its outline number. */
export type Redated = Pick<
  Task,
  | "number"
  | "duration"
  | "start"
  | "finish"
  | "lateFinish"
  | "slipDays"
  | "totalFloat"
  | "freeFloat"
  | "critical"
  | "onPath"
  | "percent"
> &
  Partial<Pick<Task, "wbs">>;

/** What one save, or somebody else's, did to the plan. */
export interface Changes {
  tasks: readonly Task[];
  redated: readonly Redated[];
  removed: readonly number[];
  links: readonly Link[];
  linksRemoved: readonly number[];
  headline: Headline | null;
  problems: readonly Problem[] | null;
}

/** Take changes in, in place: ten thousand tasks are not copied for one that moved. */
export function apply(plan: Plan, changes: Changes, revision: number): void {
  for (const number of changes.removed) plan.tasks.delete(number);
  for (const number of changes.linksRemoved) plan.links.delete(number);
  for (const task of changes.tasks) plan.tasks.set(task.number, task);
  for (const dates of changes.redated) {
    const task = plan.tasks.get(dates.number);
    if (task) plan.tasks.set(task.number, { ...task, ...dates });
  }
  for (const link of changes.links) plan.links.set(link.number, link);
  if (changes.headline) plan.headline = changes.headline;
  if (changes.problems) plan.problems = changes.problems;
  plan.revision = Math.max(plan.revision, revision);
}

export function mayEdit(plan: Plan, task: Task | undefined): boolean {
  return task?.own === "edit" || mayShape(plan, task);
}

/** Whether the reader may also move, remove and add tasks there: that one is his own is not enough. */
export function mayShape(plan: Plan, task: Task | undefined): boolean {
  if (!plan.rights.has("plan.edit")) return false;
  if (!task) return plan.projects.length === 0 || plan.projects.some(project => project.canEdit);
  // A project that is not listed is one of which only stubs are shown.
  return plan.projects.find(project => project.number === task.project)?.canEdit ?? false;
}

/** A row the reader can type dates, durations and links into: neither a project nor a summary. */
export function isLeaf(task: Task): boolean {
  return task.kind === "task" || task.kind === "milestone";
}

/** Every task that drives this one, directly or through others, as pairs "predecessor>successor". */
export function drivingPairs(plan: Plan, number: number): Set<string> {
  const pairs = new Set<string>();
  const seen = new Set([number]);
  for (const successor of seen) {
    for (const predecessor of plan.tasks.get(successor)?.drivenBy ?? []) {
      pairs.add(`${predecessor}>${successor}`);
      seen.add(predecessor);
    }
  }
  return pairs;
}
