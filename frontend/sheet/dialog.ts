/** What floats over the sheet to be filled in: the keyboard stays inside, Escape and a press elsewhere close it, and
 * focus goes back to where it came from. */
import { el } from "../dom.ts";
import { place } from "./menu.ts";
import type { Sheet } from "./sheet.ts";

export interface Opened {
  label: string;
  class: string;
  at: { left: number; top: number };
  /** Told once, however it was closed. */
  closed?: () => void;
}

export interface Dialog {
  element: HTMLElement;
  close: () => void;
}

const REACHED = "input, select, button:not([disabled]), [tabindex='0']";

let open: (() => void) | null = null;

export function openDialog(sheet: Sheet, opened: Opened, ...children: (HTMLElement | null)[]): Dialog {
  open?.();
  const cameFrom = document.activeElement as HTMLElement | null;
  const over = new AbortController();
  const element = el(
    "div",
    { class: `s-menu ${opened.class}`, role: "dialog", "aria-label": opened.label, tabindex: -1 },
    ...children,
  );
  const close = (): void => {
    if (over.signal.aborted) return;
    over.abort();
    element.remove();
    open = null;
    opened.closed?.();
    const back = cameFrom?.isConnected && cameFrom !== document.body ? cameFrom : sheet.grid.element;
    back.focus({ preventScroll: true });
  };
  open = close;
  sheet.root.append(element);
  place(element, sheet.root, opened.at);
  element.addEventListener("keydown", pressed => {
    pressed.stopPropagation();
    if (pressed.key === "Escape") close();
    else if (pressed.key === "Tab") keepInside(element, pressed);
  });
  document.addEventListener("pointerdown", event => element.contains(event.target as Node) || close(), {
    signal: over.signal,
    capture: true,
  });
  (element.querySelector<HTMLElement>(REACHED) ?? element).focus({ preventScroll: true });
  return { element, close };
}

/** Behind the last field comes the first again. */
function keepInside(element: HTMLElement, pressed: KeyboardEvent): void {
  const fields = [...element.querySelectorAll<HTMLElement>(REACHED)].filter(field => field.offsetParent !== null);
  const [first, last] = [fields[0], fields.at(-1)];
  const isAtEnd = document.activeElement === (pressed.shiftKey ? first : last) || document.activeElement === element;
  if (!first || !last || !isAtEnd) return;
  pressed.preventDefault();
  (pressed.shiftKey ? last : first).focus();
}
