/** A menu: at a button, at a cell, at the pointer. Arrow keys, a letter, Enter, Escape; focus comes back. */
import { el, icon } from "../dom.ts";

export interface Item {
  label: string;
  icon?: string;
  keys?: string;
  /** Set for an entry that is on or off. */
  checked?: boolean;
  isDisabled?: boolean;
  /** Why it cannot be chosen now; empty when it can. */
  reason?: string;
  /** The menu stays open, as for columns ticked one after the other. */
  stays?: boolean;
  run: () => void;
}

/** A heading, or null for a line. */
export type Entry = Item | string | null;

let closeOpen: (() => void) | null = null;

/** `entries` is asked again after each choice that leaves the menu open. */
export function openMenu(
  root: HTMLElement,
  at: { left: number; top: number },
  label: string,
  entries: () => Entry[],
): void {
  closeOpen?.();
  const cameFrom = document.activeElement as HTMLElement | null;
  const menu = el("div", { class: "s-menu", role: "menu", "aria-label": label, tabindex: -1 });
  const over = new AbortController();
  const close = (): void => {
    over.abort();
    menu.remove();
    closeOpen = null;
    cameFrom?.focus({ preventScroll: true });
  };
  closeOpen = close;
  const fill = (): void =>
    menu.replaceChildren(
      ...entries().map(entry =>
        line(entry, item => {
          const place = [...menu.querySelectorAll("[role^=menuitem]")].indexOf(document.activeElement!);
          if (!item.stays) close();
          item.run();
          if (!item.stays) return;
          fill();
          items(menu)[place]?.focus();
        }),
      ),
    );
  fill();
  root.append(menu);
  place(menu, root, at);
  menu.addEventListener("keydown", pressed => press(pressed, menu, close));
  document.addEventListener(
    "pointerdown",
    event => {
      if (!menu.contains(event.target as Node)) close();
    },
    { signal: over.signal, capture: true },
  );
  items(menu)[0]?.focus();
}

export function below(root: HTMLElement, button: Element): { left: number; top: number } {
  const [box, frame] = [button.getBoundingClientRect(), root.getBoundingClientRect()];
  return { left: box.left - frame.left, top: box.bottom - frame.top + 4 };
}

function line(entry: Entry, chosen: (item: Item) => void): HTMLElement {
  if (entry === null) return el("div", { class: "s-line", role: "separator" });
  if (typeof entry === "string") return el("div", { class: "s-heading", role: "presentation" }, entry);
  const isOff = entry.isDisabled || Boolean(entry.reason);
  const role = entry.checked === undefined ? "menuitem" : "menuitemcheckbox";
  const button = el(
    "button",
    {
      type: "button",
      role,
      tabindex: -1,
      "aria-checked": entry.checked === undefined ? null : String(entry.checked),
      "aria-disabled": isOff ? "true" : null,
      "data-tip": entry.reason || null,
    },
    entry.checked === undefined
      ? entry.icon
        ? icon(entry.icon)
        : el("span", { class: "i" })
      : el("span", { class: entry.checked ? "i s-tick on" : "i s-tick" }),
    entry.label,
    entry.keys && el("kbd", {}, entry.keys),
  );
  if (!isOff) button.addEventListener("click", () => chosen(entry));
  return button;
}

function items(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>("[role^=menuitem]")];
}

function press(pressed: KeyboardEvent, menu: HTMLElement, close: () => void): void {
  pressed.stopPropagation();
  const all = items(menu);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const to = (
    { ArrowDown: at + 1, ArrowUp: at - 1 + (at < 0 ? all.length + 1 : 0), Home: 0, End: all.length - 1 } as Record<
      string,
      number
    >
  )[pressed.key];
  if (to !== undefined) all[(to + all.length) % all.length]?.focus();
  else if (pressed.key === "Escape" || pressed.key === "Tab") close();
  else if (/^\S$/.test(pressed.key)) all.find((item, place) => place > at && begins(item, pressed.key))?.focus();
  else return;
  pressed.preventDefault();
}

function begins(item: HTMLElement, letter: string): boolean {
  return (item.textContent ?? "").trim().toLowerCase().startsWith(letter.toLowerCase());
}

/** Inside the sheet, whatever the size of what is placed. */
export function place(menu: HTMLElement, root: HTMLElement, at: { left: number; top: number }): void {
  const left = Math.max(4, Math.min(at.left, root.clientWidth - menu.offsetWidth - 4));
  const top = Math.max(4, Math.min(at.top, root.clientHeight - menu.offsetHeight - 4));
  Object.assign(menu.style, { left: `${left}px`, top: `${top}px` });
}
