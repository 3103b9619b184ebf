/** Everything that can be done here, each with its words, its key and, where it cannot be done now, the reason: for the
 * menus and for the palette. */
import { phrase, say } from "../say.ts";
import * as commands from "./commands.ts";
import { isParent } from "./draw.ts";
import type { Item } from "./menu.ts";
import { keyOf, type Command } from "./keys.ts";
import { ZOOMS } from "./scale.ts";
import * as select from "./select.ts";
import type { Sheet } from "./sheet.ts";
import { stepsOf } from "./steps.ts";

interface Deed {
  command: Command;
  label: string;
  icon?: string;
  /** Changes the plan. */
  isEdit?: boolean;
  /** Why it cannot be done just now; empty when it can. */
  unless?: (sheet: Sheet) => string;
}

const aTask = (sheet: Sheet): string => (sheet.selectedTasks().length ? "" : say("Select a task first"));
const aSummary = (sheet: Sheet): string => {
  const row = sheet.activeRow;
  return row && isParent(row) ? "" : say("Nothing stands below it");
};
const several = (sheet: Sheet): string =>
  sheet.selectedTasks().length > 1 ? "" : say("Select two tasks or more, with Shift or Ctrl");
const aRange = (sheet: Sheet): string => {
  const { top, bottom } = select.range(sheet.selection);
  return bottom > top ? "" : say("Select the cells to fill, the first one on top");
};
const belowTop = (sheet: Sheet): string =>
  aTask(sheet) ||
  (sheet.selectedTasks().every(({ parent }) => (parent ?? -1) < 0) ? say("It stands at the top already") : "");
const zooms = (to: number) => (sheet: Sheet) => (sheet.view.zoom === to ? say("It goes no further") : "");

export const DEEDS: readonly Deed[] = [
  { command: "open", label: phrase("Open"), icon: "i-right", unless: aTask },
  { command: "edit", label: phrase("Edit the cell"), icon: "i-pencil", isEdit: true },
  { command: "clear", label: phrase("Empty the cells"), isEdit: true },
  { command: "insert", label: phrase("Insert a task"), icon: "i-plus", isEdit: true },
  { command: "remove", label: phrase("Delete"), icon: "i-trash", isEdit: true, unless: aTask },
  { command: "indent", label: phrase("Indent"), icon: "i-indent", isEdit: true, unless: aTask },
  { command: "outdent", label: phrase("Outdent"), icon: "i-outdent", isEdit: true, unless: belowTop },
  { command: "moveUp", label: phrase("Move up"), isEdit: true, unless: aTask },
  { command: "moveDown", label: phrase("Move down"), isEdit: true, unless: aTask },
  { command: "fillDown", label: phrase("Fill down"), isEdit: true, unless: aRange },
  { command: "link", label: phrase("Link the selected tasks"), icon: "i-link", isEdit: true, unless: several },
  { command: "unlink", label: phrase("Unlink"), icon: "i-unlink", isEdit: true, unless: aTask },
  {
    command: "undo",
    label: phrase("Undo"),
    icon: "i-undo",
    isEdit: true,
    unless: sheet => stepsOf(sheet).reason("undo"),
  },
  {
    command: "redo",
    label: phrase("Redo"),
    icon: "i-redo",
    isEdit: true,
    unless: sheet => stepsOf(sheet).reason("redo"),
  },
  { command: "filter", label: phrase("Filter"), icon: "i-filter" },
  { command: "find", label: phrase("Find a task"), icon: "i-search" },
  { command: "findNext", label: phrase("Find the next one"), icon: "i-search" },
  { command: "columnMenu", label: phrase("Sort, filter, move or hide this column"), icon: "i-columns" },
  { command: "showBar", label: phrase("Show its bar"), icon: "i-plan", unless: aTask },
  { command: "zoomIn", label: phrase("Zoom in"), icon: "i-zoomin", unless: zooms(ZOOMS.length - 1) },
  { command: "zoomOut", label: phrase("Zoom out"), icon: "i-zoomout", unless: zooms(0) },
  { command: "expand", label: phrase("Expand"), unless: aSummary },
  { command: "collapse", label: phrase("Collapse"), unless: aSummary },
  { command: "expandAll", label: phrase("Expand all") },
  { command: "collapseAll", label: phrase("Collapse all") },
  { command: "selectAll", label: phrase("Select everything") },
  { command: "selectRow", label: phrase("Select the row") },
  { command: "selectColumn", label: phrase("Select the column") },
  { command: "menu", label: phrase("What can be done with this task") },
];

/** Why a command cannot be done now: a right that is missing, or what has to be selected first. */
function reason(sheet: Sheet, { isEdit, unless }: Deed): string {
  if (isEdit && !sheet.mayEdit())
    return sheet.root.dataset.asOf ? say("This is the plan as it was") : say("You can read this plan, not change it");
  if (isEdit && sheet.activeTask && !sheet.mayEdit(sheet.activeTask)) return say("You may not change this project");
  return unless?.(sheet) ?? "";
}

function labelOf(sheet: Sheet, { command, label }: Deed): string {
  return command === "undo" || command === "redo" ? stepsOf(sheet).words(command) : say(label);
}

/** Menu entries for these commands, in their order. */
export function entries(sheet: Sheet, ...wanted: Command[]): Item[] {
  return wanted
    .flatMap(command => DEEDS.filter(deed => deed.command === command))
    .map(deed => ({
      label: labelOf(sheet, deed),
      keys: keyOf(deed.command),
      reason: reason(sheet, deed),
      ...(deed.icon && { icon: deed.icon }),
      run: () => commands.run(sheet, deed.command),
    }));
}

/** A line of the palette. */
export interface Offer {
  label: string;
  kind: string;
  icon: string;
  isDisabled: boolean;
  run: () => void;
}

/** What the palette can do here: what was just done first, the rest when words ask for it. */
export async function offers(sheet: Sheet, words: string): Promise<Offer[]> {
  await stepsOf(sheet).known();
  return DEEDS.filter(({ command }) => words || command === "undo" || command === "redo").map(deed => {
    const why = reason(sheet, deed);
    return {
      label: labelOf(sheet, deed),
      kind: why || keyOf(deed.command),
      icon: deed.icon?.slice(2) ?? "arrow",
      isDisabled: why !== "",
      run: () => {
        sheet.grid.element.focus({ preventScroll: true });
        commands.run(sheet, deed.command);
      },
    };
  });
}
