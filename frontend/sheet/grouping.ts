/** The groups a plan can be read in instead of its tree. */
import { phrase, say } from "../say.ts";
import type { Context } from "./column.ts";
import type { GroupBy } from "./outline.ts";
import type { Task } from "./plan.ts";

export const GROUPS: readonly (readonly [GroupBy, string])[] = [
  ["project", phrase("Project")],
  ["person", phrase("Person")],
  ["critical", phrase("Critical or not")],
  ["state", phrase("Progress")],
  ["month", phrase("Month of finish")],
];

/** Names a task's group, and by what the groups are in order. */
export function grouping(by: GroupBy, { plan, words }: Context): (task: Task) => [order: string, label: string] {
  switch (by) {
    case "project":
      return task => {
        const at = plan.projects.findIndex(project => project.number === task.project);
        return [String(at).padStart(4, "0"), plan.projects[at]?.name ?? say("No project")];
      };
    case "person":
      return task => {
        const name = firstPerson(task);
        return name ? [`0${name}`, name] : ["1", say("Nobody yet")];
      };
    case "critical":
      return task => (task.critical ? ["0", say("Critical")] : ["1", say("Not critical")]);
    case "state":
      return task =>
        task.percent >= 100
          ? ["2", say("Done")]
          : task.percent > 0 || task.actualStart !== null
            ? ["0", say("In progress")]
            : ["1", say("Not started")];
    case "month":
      return task => {
        if (task.finish === null) return ["9", say("No finish")];
        const order = new Date(task.finish * 60_000).toISOString().slice(0, 7);
        return [order, `${words.monthName(task.finish)} ${order.slice(0, 4)}`];
      };
  }
}

/** The first name of "Ana[50%];Bo". */
export function firstPerson(task: Task): string {
  return (task.people.split(/[;,[]/, 1)[0] ?? "").trim();
}
