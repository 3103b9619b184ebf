/** Lines that are not tasks yet. One opens behind the other, as fast as hands type, while the server makes them tasks. */
import type { Operation, Saved } from "./edit.ts";
import { inOutlineOrder, isFiltering, NO_FILTER, type DraftRow } from "./outline.ts";
import { say } from "../say.ts";
import * as select from "./select.ts";
import { depth, type Sheet } from "./sheet.ts";

let begun = 0;

/** A line to type a new task into, above the active one; at the foot of a project when the project itself is active.
 *  Whoever asks opens the editor in it; false where there is none. */
export function insert(sheet: Sheet): boolean {
  if (!sheet.mayEdit(sheet.activeTask)) {
    sheet.announce(say("You may not change this plan."));
    return false;
  }
  const task = sheet.activeTask;
  const siblings = task ? inOutlineOrder(sheet.plan).filter(one => one.parent === task.parent) : [];
  const before = task ? siblings[siblings.indexOf(task) - 1] : undefined;
  const isProject = !task || task.kind === "project";
  const parent = isProject ? (task?.number ?? firstProject(sheet)) : task.parent;
  return begin(sheet, parent, isProject ? lastChild(sheet, parent) : (before?.number ?? null));
}

/** A line behind the last task of the active one's project: the "Add task" of the screen. */
export function add(sheet: Sheet): boolean {
  const parent = sheet.activeTask ? -sheet.activeTask.project : firstProject(sheet);
  return begin(sheet, parent, lastChild(sheet, parent));
}

/** The line behind a draft: whoever types a list goes on there. */
export function next(sheet: Sheet, draft: DraftRow): boolean {
  return begin(sheet, draft.parent, draft);
}

function begin(sheet: Sheet, parent: number | null, after: DraftRow["after"]): boolean {
  if (isFiltering(sheet.view.filter) || sheet.view.group || sheet.view.sort)
    sheet.look({ filter: NO_FILTER, group: null, sort: null });
  if (parent !== null) sheet.toggle(parent, true);
  const below = parent === null ? undefined : sheet.rowByKey.get(parent);
  const draft: DraftRow = {
    kind: "draft",
    key: `draft ${++begun}`,
    name: "",
    isSent: false,
    parent,
    after,
    depth: below === undefined ? 0 : depth(sheet.rows[below]!) + 1,
  };
  sheet.drafts.push(draft);
  sheet.arrange();
  const row = sheet.rowByKey.get(draft.key);
  if (row === undefined) return false;
  const name = sheet.columns.findIndex(column => column.key === "name");
  sheet.select(select.at(row, name, sheet.bounds));
  return true;
}

/** The draft has a name now and is sent; one that is refused stays, to be tried again. */
export async function send(sheet: Sheet, draft: DraftRow, name: string): Promise<void> {
  draft.name = name;
  draft.isSent = true;
  if (await sheet.save(() => addition(sheet, draft))) return;
  draft.isSent = false;
  sheet.redraw();
}

/** Take a draft away: it has become a task, or nothing. What stood behind it stands behind that. */
export function settle(sheet: Sheet, draft: DraftRow, task: number | null): void {
  const isActive = sheet.activeRow?.key === draft.key;
  sheet.drafts = sheet.drafts.filter(one => one !== draft);
  for (const one of sheet.drafts) if (one.after === draft) one.after = task ?? draft.after;
  sheet.arrange();
  if (isActive && task !== null) sheet.selectTask(task);
}

/** Behind a sibling a task is added; to stand first in its family it is pasted, which places a block where it is put. */
function addition(sheet: Sheet, draft: DraftRow): Operation {
  const after = standsBehind(draft);
  const before = new Set(sheet.plan.tasks.keys());
  const answered = ({ changes }: Saved): void => {
    const created = changes.tasks.find(task => task.name === draft.name && !before.has(task.number));
    settle(sheet, draft, created?.number ?? null);
  };
  if (after !== null) return { method: "POST", path: "/tasks", body: { name: draft.name, after }, answered };
  const { parent } = draft;
  const isTask = parent !== null && parent > 0;
  const project = parent === null || isTask ? null : -parent;
  const body = { parent: isTask ? parent : null, project, rows: [{ name: draft.name, level: 1 }] };
  return { method: "POST", path: "/tasks:paste", body, answered };
}

/** The task a draft stands behind; one refused before it is passed over. */
function standsBehind({ after }: DraftRow): number | null {
  while (after !== null && typeof after === "object") ({ after } = after);
  return after;
}

function firstProject(sheet: Sheet): number | null {
  const project = sheet.plan.projects.find(one => one.canEdit) ?? sheet.plan.projects[0];
  return project ? -project.number : null;
}

function lastChild(sheet: Sheet, parent: number | null): number | null {
  return (
    inOutlineOrder(sheet.plan)
      .filter(task => task.parent === parent)
      .at(-1)?.number ?? null
  );
}
