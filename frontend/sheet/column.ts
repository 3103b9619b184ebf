/** What a column is: what it shows of a task, and what typing into it asks the server for.
 *
 * A column reads what was typed into the fields of one edit, or says in a sentence why it cannot. */
import { say } from "../say.ts";
import { isLeaf, type Plan, type Task } from "./plan.ts";
import { dayOf, iso, lastMinute, type Words } from "./words.ts";

export type Fields = Record<string, unknown>;
export type Editor = "text" | "day" | "duration" | "percent" | "people" | "links" | "choice";

export interface Context {
  plan: Plan;
  words: Words;
}

export interface Column {
  key: string;
  label: string;
  tip: string;
  width: number;
  isNumber: boolean;
  /** What the cell says, and a fainter part behind it. */
  show: (task: Task, context: Context) => [text: string, faint?: string];
  /** By what the column sorts; "" is absent. */
  order: (task: Task) => number | string;
  editor: Editor | null;
  choices?: (context: Context) => string[];
  /** What the editor opens with, and what a copy takes, when that is more than what shows. */
  write?: (task: Task, context: Context) => string;
  read?: (typed: string, task: Task, context: Context) => Fields | string;
  /** Whether this task has the value at all: a summary's dates come from below. */
  isFor?: (task: Task) => boolean;
  /** A sign, not a value: left out of what is copied and pasted. */
  isSign?: boolean;
  /** Says how far the work is: who may only report progress may change it too. */
  isProgress?: boolean;
  /** Delete empties it. */
  canClear?: boolean;
}

export function canEdit(column: Column, task: Task): boolean {
  return column.editor !== null && (column.isFor?.(task) ?? true);
}

/** A day the reader may type. The hour stays what it was, or what that of `like` is: only the calendar knows when a
 * working day begins, and the dates the server sent already do. */
export function day(
  key: string,
  label: string,
  tip: string,
  of: (task: Task) => number | null,
  field: string,
  like: (task: Task) => number | null,
): Column {
  return {
    ...shownDay(key, label, of),
    tip,
    editor: "day",
    isFor: isLeaf,
    write: (task, { words }) => {
      const minute = shownOf(key, of)(task);
      return minute === null ? "" : words.dayText(minute);
    },
    read: (typed, task, { words }) => {
      if (!typed.trim()) return { [field]: null };
      const usual = of(task) ?? like(task) ?? 0;
      const shown = field.endsWith("finish") ? lastMinute(usual) : usual;
      const minute = words.parseDay(typed, usual - dayOf(shown));
      return minute === null
        ? say("“{typed}” is not a day. Try {example}.", { typed, example: words.dayText(words.today) })
        : { [field]: iso(minute) };
    },
  };
}

export function shownDay(key: string, label: string, of: (task: Task) => number | null): Column {
  return {
    key,
    label,
    tip: label,
    width: key.includes("_") ? 92 : 74,
    isNumber: true,
    editor: null,
    show: (task, { words }) => words.day(shownOf(key, of)(task)),
    order: task => shownOf(key, of)(task) ?? "",
  };
}

/** A finish at midnight is shown on the day that ends then. */
function shownOf(key: string, of: (task: Task) => number | null): (task: Task) => number | null {
  if (!key.endsWith("finish")) return of;
  return task => {
    const minute = of(task);
    return minute === null ? null : lastMinute(minute);
  };
}

export function choice(
  key: string,
  label: string,
  tip: string,
  of: (task: Task) => boolean,
  field: string,
  no: string,
  yes: string,
): Column {
  return {
    key,
    label,
    tip,
    width: 80,
    isNumber: false,
    editor: "choice",
    choices: () => [no, yes],
    show: task => [of(task) ? yes : no],
    order: task => Number(of(task)),
    isFor: isLeaf,
    read: typed =>
      typed === yes ? { [field]: true } : typed === no ? { [field]: false } : say("Choose {no} or {yes}.", { no, yes }),
  };
}
