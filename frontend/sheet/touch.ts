/** The thumb on the sheet: it scrolls, it taps, and two of them zoom. Nothing is dragged by it, so that nothing moves
 * that was only to be read.
 *
 * Fetched where there is something to touch. */
import "./hands.ts";
import * as commands from "./commands.ts";
import { openEditor } from "./editor.ts";
import { choose } from "./panes/gestures.ts";
import { hit } from "./panes/hit.ts";
import { cellAt, openHead, pressSign, rowAt } from "./pointer.ts";
import * as select from "./select.ts";
import type { Sheet } from "./sheet.ts";

/** How far from the left a tap on a name is one on its arrow, and how much wider two fingers must be for a step. */
const TWIST = 56;
const PINCH = 1.5;

export function listen(sheet: Sheet): void {
  const taps = (element: Element, tap: (sheet: Sheet, event: MouseEvent) => void): void =>
    element.addEventListener("click", event => {
      if ((event as PointerEvent).pointerType === "touch") tap(sheet, event as PointerEvent);
    });
  taps(sheet.grid.element, tapCells);
  taps(sheet.gantt.element, tapBars);
  pinches(sheet);
}

/** A thumb scrolls; where it only taps, it presses. On the cell that is the active one already, it opens it. */
function tapCells(sheet: Sheet, event: MouseEvent): void {
  const head = (event.target as Element).closest<HTMLElement>(".s-th");
  const at = cellAt(event);
  const { active } = sheet.selection;
  const isAgain = at !== null && at.row === active.row && at.column === active.column;
  if (head) openHead(sheet, head);
  else if (at && !pressSign(sheet, event, at))
    if (isAgain) openEditor(sheet);
    else sheet.select(select.at(at.row, at.column, sheet.bounds), false);
}

/** A tap goes to a bar that is off the screen, opens and shuts a summary at its name, and else opens the task. */
function tapBars(sheet: Sheet, event: MouseEvent): void {
  const at = hit(sheet, event.clientX, event.clientY);
  const key = sheet.rows[at?.row ?? rowAt(sheet, event.clientY)]?.key;
  const isAtName = event.clientX - sheet.gantt.element.getBoundingClientRect().left < TWIST;
  if (
    sheet.showsBarsAlone &&
    isAtName &&
    key !== undefined &&
    (!at || sheet.plan.tasks.get(at.task.number)?.kind !== "task")
  )
    return sheet.toggle(key as number | string);
  if (!at) return;
  choose(sheet, at, event);
  if (at.part === "hint") sheet.gantt.show(at.task);
  else if (sheet.showsBarsAlone) commands.open(sheet);
}

/** Two fingers zoom about the place between them, a step each time they come half as near or twice as far. */
function pinches(sheet: Sheet): void {
  const { element } = sheet.gantt;
  let from = 0;
  const spread = ([one, two]: TouchList): number =>
    Math.hypot(one!.clientX - two!.clientX, one!.clientY - two!.clientY);
  element.addEventListener(
    "touchmove",
    event => {
      if (event.touches.length !== 2) return;
      event.preventDefault();
      const now = spread(event.touches);
      from ||= now;
      const by = now / from > PINCH ? 1 : from / now > PINCH ? -1 : 0;
      if (!by) return;
      from = now;
      const middle = (event.touches[0]!.clientX + event.touches[1]!.clientX) / 2;
      sheet.gantt.zoom(by, middle - element.getBoundingClientRect().left);
    },
    { passive: false },
  );
  for (const end of ["touchend", "touchcancel"]) element.addEventListener(end, () => (from = 0));
}
