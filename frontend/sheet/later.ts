/** What is fetched the first time it is wanted: menus, and the choice between two values.
 *
 * A hand may be quicker than the wire: keys pressed meanwhile wait, and go where the focus is once the part is there. */
import type { Line } from "../palette.ts";
import type { Link } from "./plan.ts";
import type { Sheet } from "./sheet.ts";

const asked = () => import("./asked.ts");

let coming = 0;
let held: KeyboardEvent[] = [];

/** Fetch the part that opens things and let it open one; keys wait for it. */
export async function bring(open: (part: Awaited<ReturnType<typeof asked>>) => void | Promise<void>): Promise<void> {
  coming++;
  try {
    await open(await asked());
  } finally {
    coming--;
    if (!coming) give();
  }
}

/** True for a key that has to wait. */
export function holds(pressed: KeyboardEvent): boolean {
  if (coming) held.push(pressed);
  return coming > 0;
}

function give(): void {
  const waiting = held;
  held = [];
  for (const { key, shiftKey, ctrlKey, altKey, metaKey } of waiting) {
    const focus = document.activeElement as HTMLElement | null;
    // A key we pass on is not one the browser presses a button for.
    if (key === "Enter" && focus?.role?.startsWith("menuitem")) focus.click();
    else if (key.length === 1 && focus instanceof HTMLInputElement) type(focus, key);
    else
      focus?.dispatchEvent(
        new KeyboardEvent("keydown", { key, shiftKey, ctrlKey, altKey, metaKey, bubbles: true, cancelable: true }),
      );
  }
}

function type(field: HTMLInputElement, letter: string): void {
  field.setRangeText(letter, field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The menu of the active task, at a place of the sheet or below the active cell. */
export function openContextMenu(sheet: Sheet, at?: { left: number; top: number }): void {
  void bring(({ context }) => context.openContextMenu(sheet, at));
}

/** What a link is, to be changed: at the pointer, or below the active cell. */
export function openLink(sheet: Sheet, link: Link, pointer?: { clientX: number; clientY: number }): void {
  void bring(({ linking }) => linking.openLink(sheet, link, pointer));
}

export function openHeadMenu(sheet: Sheet, column: number, at: { left: number; top: number }): void {
  void bring(({ context }) => context.openHeadMenu(sheet, column, at));
}

/** The row that filters, with the cursor in its field when somebody asks for it. */
export function showFilter(sheet: Sheet, asks: boolean): void {
  void bring(({ filterbar }) => filterbar.showFilter(sheet, asks));
}

/** What answers a drag while it lasts. */
export async function whatIfs(): Promise<typeof import("./panes/whatif.ts")> {
  return (await asked()).whatif;
}

/** The field that finds, or its next match. */
export function find(sheet: Sheet, next: boolean): void {
  void bring(({ find }) => find.find(sheet, next));
}

/** What was just undone or done again, with the way back. */
export function tellStep(sheet: Sheet, verb: "undo" | "redo"): void {
  void asked().then(({ steps }) => steps.tell(sheet, verb));
}

/** From the first save, or the first look at the tools, they say what undo and redo would take back. */
export function watchSteps(sheet: Sheet, toolbar: HTMLElement): void {
  const begin = (): void => void asked().then(({ steps }) => steps.stepsOf(sheet));
  for (const reached of ["pointerover", "focusin", "plan:saved"])
    (reached === "plan:saved" ? sheet.root : toolbar).addEventListener(reached, begin, { once: true });
}

/** What the palette can do in the sheet. */
export async function offers(sheet: Sheet, words: string): Promise<Line[]> {
  return (await asked()).catalogue.offers(sheet, words);
}

/** A column dragged wider changes at every step; what it comes to is kept. */
const REST_MS = 400;

/** Columns set by the reader are kept with his account. */
export function watchColumns(sheet: Sheet): void {
  let resting = 0;
  sheet.root.addEventListener("plan:columns", () => {
    clearTimeout(resting);
    resting = window.setTimeout(() => void asked().then(({ views }) => views.keepColumns(sheet)), REST_MS);
  });
}
