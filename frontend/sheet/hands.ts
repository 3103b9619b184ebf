/** Everything that changes a plan or answers a hand: keys, pointer, editor, clipboard, menus.
 *
 * Loaded right after the first paint, so that reading a plan does not wait for what edits it. */
import { run } from "./commands.ts";
import * as copy from "./copy.ts";
import { add } from "./drafts.ts";
import { openEditor } from "./editor.ts";
import type { Asked } from "../palette.ts";
import { meaning, types, type Command } from "./keys.ts";
import { bring, find, holds, offers, showFilter, watchColumns, watchSteps } from "./later.ts";
import { isNarrowing } from "./outline.ts";
import { Notices } from "./notices.ts";
import * as gestures from "./panes/gestures.ts";
import * as pointer from "./pointer.ts";
import "./sheet.ts";
import type { Sheet } from "./sheet.ts";
import type { MenuTool, Tool } from "./toolbar.ts";

export function attach(sheet: Sheet, toolbar: HTMLElement): void {
  sheet.notices = new Notices(sheet);
  watchSteps(sheet, toolbar);
  watchColumns(sheet);
  toolbar.addEventListener("click", event => {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-tool]");
    if (button?.ariaDisabled === "true") sheet.announce(button.dataset.tip ?? "");
    else if (button) use(sheet, button.dataset.tool as Tool, button);
  });
  pointer.listen(sheet);
  gestures.listen(sheet);
  copy.listen(sheet);
  if (matchMedia("(any-pointer: coarse)").matches) void import("./touch.ts").then(touch => touch.listen(sheet));
  sheet.grid.element.addEventListener("keydown", pressed => press(sheet, pressed));
  void sheet.fetchPromises();
  if (isNarrowing(sheet.view.filter)) showFilter(sheet, false);
  // What was typed and is not saved is not left behind unasked.
  window.addEventListener("beforeunload", leaving => {
    if (sheet.door.isBusy || sheet.openCell?.isChanged || sheet.drafts.some(draft => draft.name))
      leaving.preventDefault();
  });
  document.addEventListener("palette:asked", event => {
    const { words, offered } = (event as CustomEvent<Asked>).detail;
    offered.push(offers(sheet, words));
  });
  document.addEventListener("plan:step", event =>
    run(sheet, (event as CustomEvent<{ by: number }>).detail.by > 0 ? "down" : "up"),
  );
  document.addEventListener("click", event => {
    const asked = (event.target as Element).closest<HTMLElement>("[data-sheet-do]")?.dataset.sheetDo;
    if (asked === "add") return add(sheet) ? openEditor(sheet) : undefined;
    if (asked) run(sheet, asked as Command);
  });
}

function use(sheet: Sheet, tool: Tool, button: HTMLElement): void {
  if (button.ariaHasPopup) return void bring(({ tools }) => tools.open(sheet, tool as MenuTool, button));
  if (tool === "filter") return showFilter(sheet, true);
  if (tool === "path") return sheet.look({ showsCritical: !sheet.view.showsCritical });
  if (tool === "density") return sheet.look({ isDense: !sheet.view.isDense });
  if (tool === "bars") return sheet.look({ showsBars: !sheet.view.showsBars });
  if (tool === "find") return find(sheet, false);
  run(sheet, tool as Command);
  sheet.grid.element.focus({ preventScroll: true });
}

function press(sheet: Sheet, pressed: KeyboardEvent): void {
  if (holds(pressed)) {
    pressed.preventDefault();
    return;
  }
  const found = meaning(pressed);
  if (found) {
    // Tab leaves the sheet at its ends, so that the keyboard is never caught in it.
    const { column } = sheet.selection.active;
    if (found.command === "next" && column === sheet.columns.length - 1) return;
    if (found.command === "previous" && column === 0) return;
    run(sheet, found.command, found.extend);
  } else if (types(pressed)) {
    openEditor(sheet, pressed.key);
  } else return;
  pressed.preventDefault();
  pressed.stopPropagation();
}
