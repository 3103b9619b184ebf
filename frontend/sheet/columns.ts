/** The columns of a plan, in the order they are offered. */
import { phrase, say } from "../say.ts";
import { choice, day, shownDay, type Column, type Fields } from "./column.ts";
import { isLeaf, type Plan, type Task } from "./plan.ts";
import { iso, parseDuration, parsePercent, signed } from "./words.ts";

const CONSTRAINTS: readonly (readonly [string, string])[] = [
  ["as_soon_as_possible", phrase("As soon as possible")],
  ["as_late_as_possible", phrase("As late as possible")],
  ["start_no_earlier_than", phrase("Start no earlier than")],
  ["start_no_later_than", phrase("Start no later than")],
  ["finish_no_earlier_than", phrase("Finish no earlier than")],
  ["finish_no_later_than", phrase("Finish no later than")],
  ["must_start_on", phrase("Must start on")],
  ["must_finish_on", phrase("Must finish on")],
];

/** Shown unless the reader chose otherwise; those behind the eighth wait to the right of the first screen. */
export const SHOWN = [
  "wbs",
  "name",
  "critical",
  "duration",
  "start",
  "finish",
  "slip",
  "float",
  "percent",
  "people",
  "predecessors",
];

export function allColumns(plan: Plan): Column[] {
  return [...identity(), ...dates(), ...progress(), ...logic(), ...plan.custom.map(custom)];
}

function identity(): Column[] {
  return [
    {
      key: "wbs",
      label: say("WBS"),
      tip: say("Where the task stands in the breakdown of the work"),
      width: 52,
      isNumber: false,
      editor: null,
      show: task => [task.wbs],
      order: task => task.rank,
    },
    {
      key: "name",
      label: say("Task"),
      tip: say("Name of the task"),
      width: 238,
      isNumber: false,
      editor: "text",
      show: task => [task.name],
      order: task => task.name,
      read: typed => (typed.trim() ? { name: typed.trim() } : say("A task needs a name.")),
      isFor: task => task.kind !== "project",
    },
    {
      key: "critical",
      label: say("Critical"),
      tip: say("Critical: a day lost here is a day lost for the program"),
      width: 16,
      isNumber: false,
      editor: null,
      isSign: true,
      show: task => [task.critical ? say("Critical") : ""],
      order: task => (task.critical ? 0 : 1),
    },
  ];
}

function dates(): Column[] {
  return [
    {
      key: "duration",
      label: say("Days"),
      tip: say("Working days from start to finish; another unit is shown with the number"),
      width: 48,
      isNumber: true,
      editor: "duration",
      show: (task, { words }) => [task.kind === "milestone" ? "" : words.duration(task.duration, task.durationUnit)],
      order: task => task.duration ?? "",
      write: (task, { words }) => words.duration(task.duration, task.durationUnit),
      read: typed => {
        const duration = parseDuration(typed);
        return duration ? { duration } : say("“{typed}” is not a duration. Try 5, 4h, 2w or 3ed.", { typed });
      },
      isFor: isLeaf,
    },
    day(
      "start",
      say("Start"),
      say("Planned start. Typing a date asks for a start no earlier than that day"),
      task => task.start,
      "start",
      task => task.start,
    ),
    day(
      "finish",
      say("Finish"),
      say("Planned finish, without risks. Typing a date asks for a finish no earlier than that day"),
      task => task.finish,
      "finish",
      task => task.finish,
    ),
    {
      key: "slip",
      label: say("Slip"),
      tip: say("Slip: working days the finish is later than the baseline's"),
      width: 46,
      isNumber: true,
      editor: null,
      show: task => [signed(task.slipDays)],
      order: task => task.slipDays ?? "",
    },
    {
      key: "float",
      label: say("Float"),
      tip: say("Total float: working days the task may slip before the program's finish moves"),
      width: 48,
      isNumber: true,
      editor: null,
      show: (task, { words }) => [task.percent >= 100 ? "–" : words.days(task.totalFloat)],
      order: task => task.totalFloat ?? "",
    },
    {
      key: "free_float",
      label: say("Free float"),
      tip: say("Free float: working days the task may slip before another task moves"),
      width: 66,
      isNumber: true,
      editor: null,
      show: (task, { words }) => [words.days(task.freeFloat)],
      order: task => task.freeFloat ?? "",
    },
    shownDay("baseline_start", say("Baseline start"), task => task.baselineStart),
    shownDay("baseline_finish", say("Baseline finish"), task => task.baselineFinish),
    {
      ...day(
        "deadline",
        say("Deadline"),
        say("The day the task should be finished by. It moves nothing; missing it is marked"),
        task => task.deadline,
        "deadline",
        task => task.finish,
      ),
      canClear: true,
    },
  ];
}

function progress(): Column[] {
  return [
    {
      key: "percent",
      label: "%",
      tip: say("Share of the duration that is done"),
      width: 44,
      isNumber: true,
      isProgress: true,
      editor: "percent",
      show: task => [task.percent ? String(Math.round(task.percent)) : "0"],
      order: task => task.percent,
      read: typed => {
        const percent_complete = parsePercent(typed);
        return percent_complete === null
          ? say("“{typed}” is not a percentage from 0 to 100.", { typed })
          : { percent_complete };
      },
      isFor: isLeaf,
    },
    {
      ...day(
        "actual_start",
        say("Actual start"),
        say("The day work began"),
        task => task.actualStart,
        "actual_start",
        task => task.start,
      ),
      canClear: true,
      isProgress: true,
    },
    {
      ...day(
        "actual_finish",
        say("Actual finish"),
        say("The day work ended"),
        task => task.actualFinish,
        "actual_finish",
        task => task.finish,
      ),
      canClear: true,
      isProgress: true,
    },
    {
      key: "remaining",
      label: say("Remaining"),
      tip: say("Working time left, in days"),
      width: 72,
      isNumber: true,
      isProgress: true,
      editor: "duration",
      show: (task, { words }) => [words.days(task.remaining)],
      order: task => task.remaining ?? "",
      isFor: isLeaf,
      read: typed => {
        const remaining = parseDuration(typed);
        return remaining ? { remaining } : say("“{typed}” is not a duration. Try 5, 4h or 2w.", { typed });
      },
    },
  ];
}

function logic(): Column[] {
  return [
    {
      key: "people",
      label: say("People"),
      tip: say("Who works on it, with the share of their time: Ana[50%];Bo"),
      width: 132,
      isNumber: false,
      editor: "people",
      show: task => [task.people],
      order: task => task.people,
      read: typed => ({ people: typed.trim() }),
      isFor: isLeaf,
      canClear: true,
    },
    {
      key: "predecessors",
      label: say("Predecessors"),
      tip: say("What it waits for, by number: 12FS+2d;15SS"),
      width: 112,
      isNumber: false,
      editor: "links",
      show: task => [task.predecessors],
      order: task => task.predecessors,
      read: typed => ({ predecessors: typed.trim() }),
      isFor: task => task.kind !== "project",
      canClear: true,
    },
    {
      key: "owner",
      label: say("Owner"),
      tip: say("Who answers for it"),
      width: 110,
      isNumber: false,
      editor: null,
      show: task => [task.owner],
      order: task => task.owner,
    },
    {
      key: "constraint",
      label: say("Constraint"),
      tip: say("When it has to be, beside what its links say"),
      width: 148,
      isNumber: false,
      editor: "choice",
      choices: () => CONSTRAINTS.map(([, label]) => say(label)),
      show: task => [constraintLabel(task)],
      order: task => task.constraint,
      isFor: isLeaf,
      write: task => say(CONSTRAINTS.find(([name]) => name === task.constraint)?.[1] ?? CONSTRAINTS[0]![1]),
      read: (typed, task) => {
        const found = CONSTRAINTS.find(([, label]) => say(label).toLowerCase() === typed.trim().toLowerCase());
        return found ? withItsDate(found[0], task) : say("“{typed}” is not a kind of constraint.", { typed });
      },
    },
    {
      ...day(
        "constraint_date",
        say("Constraint date"),
        say("The day the constraint speaks of"),
        task => task.constraintDate,
        "constraint_date",
        task => (task.constraint.includes("finish") ? task.finish : task.start),
      ),
      canClear: true,
    },
    {
      key: "calendar",
      label: say("Calendar"),
      tip: say("Its own working calendar, where it has one"),
      width: 110,
      isNumber: false,
      editor: "choice",
      choices: ({ plan }) => ["", ...plan.calendars.map(calendar => calendar.name)],
      show: task => [task.calendar],
      order: task => task.calendar,
      isFor: isLeaf,
      read: (typed, _, { plan }) => {
        const calendar = plan.calendars.find(one => one.name === typed.trim());
        return calendar || !typed.trim()
          ? { calendar: calendar?.number ?? null }
          : say("There is no calendar “{typed}”.", { typed });
      },
    },
    choice(
      "is_manual",
      say("Scheduling"),
      say("Manual tasks stay where they are put"),
      task => task.isManual,
      "is_manual",
      say("Automatic"),
      say("Manual"),
    ),
    choice(
      "is_active",
      say("Active"),
      say("Inactive tasks stay in the plan and move nothing"),
      task => task.isActive,
      "is_active",
      say("No"),
      say("Yes"),
    ),
    {
      key: "project",
      label: say("Project"),
      tip: say("The project it belongs to"),
      width: 140,
      isNumber: false,
      editor: null,
      show: (task, { plan }) => [plan.projects.find(project => project.number === task.project)?.name ?? ""],
      order: task => task.project,
    },
    {
      key: "number",
      label: say("No."),
      tip: say("Its number, as links name it. It never changes"),
      width: 52,
      isNumber: true,
      editor: null,
      show: task => [task.number > 0 ? String(task.number) : ""],
      order: task => task.number,
    },
  ];
}

function custom({ key, label }: { key: string; label: string }): Column {
  return {
    key: `custom.${key}`,
    label,
    tip: label,
    width: 110,
    isNumber: false,
    editor: "text",
    canClear: true,
    show: task => [task.custom[key] ?? ""],
    order: task => task.custom[key] ?? "",
    read: typed => ({ custom: { [key]: typed.trim() || null } }),
    isFor: task => task.kind !== "project",
  };
}

function constraintLabel(task: Task): string {
  const known = CONSTRAINTS.find(([name]) => name === task.constraint);
  return !known || known[0] === "as_soon_as_possible" ? "" : say(known[1]);
}

/** A dated constraint starts out at the date the task has, so that choosing the kind alone moves nothing. */
function withItsDate(constraint: string, task: Task): Fields {
  if (constraint.startsWith("as_")) return { constraint, constraint_date: null };
  const date = task.constraintDate ?? (constraint.includes("finish") ? task.finish : task.start);
  return { constraint, constraint_date: date === null ? null : iso(date) };
}
