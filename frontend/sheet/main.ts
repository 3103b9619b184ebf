/** Where the page hands over: `<div class="plan-sheet" data-sheet="/api/v1/programs/atlas">`.
 *
 * The page may name the task to open at (`data-task`), the revision or day to look at (`data-as-of`), and ask for a new
 * task with any element marked `data-sheet-do="add"`. */
import { say } from "../say.ts";
import { add, run } from "./commands.ts";
import * as copy from "./copy.ts";
import { openEditor } from "./editor.ts";
import { Find } from "./find.ts";
import { Foot } from "./foot.ts";
import { meaning, types, type Command } from "./keys.ts";
import * as load from "./load.ts";
import * as gestures from "./panes/gestures.ts";
import * as pointer from "./pointer.ts";
import * as select from "./select.ts";
import { Sheet } from "./sheet.ts";
import { Toolbar } from "./toolbar.ts";

for (const root of document.querySelectorAll<HTMLElement>("[data-sheet]")) void open(root);

async function open(root: HTMLElement): Promise<void> {
  const base = root.dataset.sheet!;
  try {
    const query = root.dataset.asOf ? `?as_of=${encodeURIComponent(root.dataset.asOf)}` : "";
    const reply = await fetch(`${base}/sheet${query}`, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!reply.ok) throw new Error(String(reply.status));
    const json: unknown = await reply.json();
    performance.mark("sheet:data");
    mount(root, base, json);
    performance.mark("sheet:painted");
  } catch (error) {
    root.replaceChildren(say("The plan could not be read. Reload the page; if it stays so, tell your administrator."));
    throw error;
  }
}

function mount(root: HTMLElement, base: string, json: unknown): void {
  const plan = load.plan(json);
  root.replaceChildren();
  const sheet = new Sheet(root, base, plan);
  const find = new Find(sheet);
  const toolbar = new Toolbar(sheet, find.element);
  const foot = new Foot(sheet);
  sheet.find = next => (next ? find.go(1) : find.open());
  sheet.parts.push(toolbar, foot);
  root.prepend(toolbar.element);
  root.append(foot.element);
  listen(sheet);
  sheet.frame.refit();
  const task = Number(root.dataset.task);
  if (task && plan.tasks.has(task)) sheet.selectTask(task);
  sheet.redraw();
}

function listen(sheet: Sheet): void {
  pointer.listen(sheet);
  gestures.listen(sheet);
  copy.listen(sheet);
  sheet.grid.element.addEventListener("keydown", pressed => press(sheet, pressed));
  document.addEventListener("plan:changed", event => {
    const { revision } = (event as CustomEvent<{ revision: number }>).detail;
    void sheet.catchUp(revision);
  });
  document.addEventListener("plan:show", event => sheet.selectTask((event as CustomEvent<{ number: number }>).detail.number));
  document.addEventListener("click", event => {
    const asked = (event.target as Element).closest<HTMLElement>("[data-sheet-do]")?.dataset.sheetDo;
    if (asked === "add") add(sheet);
    else if (asked) run(sheet, asked as Command);
  });
}

function press(sheet: Sheet, pressed: KeyboardEvent): void {
  const found = meaning(pressed);
  if (found) {
    // Tab leaves the sheet at its ends, so that the keyboard is never caught in it.
    const { column } = sheet.selection.active;
    if (found.command === "next" && column === sheet.columns.length - 1) return;
    if (found.command === "previous" && column === 0) return;
    const grows = select.isRange(sheet.selection) && (pressed.key === "Enter");
    if (!grows) run(sheet, found.command, found.extend);
  } else if (types(pressed)) {
    openEditor(sheet, pressed.key);
  } else return;
  pressed.preventDefault();
  pressed.stopPropagation();
}
