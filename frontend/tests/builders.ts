/** Plans for tests, from only what matters to them. */
import type { Plan, Task } from "../sheet/plan.ts";

export function task(number: number, given: Partial<Task> = {}): Task {
  return {
    number,
    parent: null,
    project: 1,
    rank: number,
    wbs: String(number),
    name: `Task ${number}`,
    kind: "task",
    duration: 480,
    durationUnit: "d",
    start: 0,
    finish: 480,
    lateFinish: null,
    baselineStart: null,
    baselineFinish: null,
    slipDays: null,
    totalFloat: null,
    freeFloat: null,
    critical: false,
    onPath: false,
    percent: 0,
    actualStart: null,
    actualFinish: null,
    remaining: null,
    constraint: "as_soon_as_possible",
    constraintDate: null,
    deadline: null,
    calendar: "",
    isManual: false,
    isActive: true,
    people: "",
    isByVendor: false,
    own: "",
    predecessors: "",
    hasNotes: false,
    drivenBy: [],
    owner: "",
    version: 1,
    custom: {},
    ...given,
  };
}

export function plan(tasks: Task[], given: Partial<Plan> = {}): Plan {
  return {
    revision: 1,
    program: { slug: "atlas", name: "Atlas" },
    status: null,
    today: 0,
    minutesPerDay: 480,
    rights: new Set(["plan.edit"]),
    nonworking: [],
    projects: [{ number: 1, name: "Core", canEdit: true }],
    people: [],
    calendars: [],
    baselines: [],
    custom: [],
    tasks: new Map(tasks.map(one => [one.number, one])),
    links: new Map(),
    headline: { start: null, finish: null, critical: 0, nearCritical: 0, tasks: tasks.length, sentence: "" },
    problems: [],
    ...given,
  };
}

/** Minutes since 1970 of a day. */
export function day(iso: string, hour = 0): number {
  return Date.parse(`${iso}T00:00Z`) / 60_000 + hour * 60;
}
