/** Which key means what in the sheet: the habits of MS Project and Excel. Pure: a key in, a command out. */

export interface Key {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

export type Command =
  | "up"
  | "down"
  | "left"
  | "right"
  | "pageUp"
  | "pageDown"
  | "rowStart"
  | "rowEnd"
  | "first"
  | "last"
  | "next"
  | "previous"
  | "edit"
  | "clear"
  | "insert"
  | "remove"
  | "indent"
  | "outdent"
  | "moveUp"
  | "moveDown"
  | "link"
  | "unlink"
  | "fillDown"
  | "undo"
  | "redo"
  | "filter"
  | "find"
  | "findNext"
  | "open"
  | "toggle"
  | "expand"
  | "collapse"
  | "expandAll"
  | "collapseAll"
  | "selectAll"
  | "selectRow"
  | "selectColumn"
  | "zoomIn"
  | "zoomOut"
  | "showBar"
  | "menu"
  | "columnMenu"
  | "escape";

/** Modifiers in the order Ctrl, Alt, Shift; Meta counts as Ctrl. */
const COMMANDS: Readonly<Record<string, Command>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  PageUp: "pageUp",
  PageDown: "pageDown",
  Home: "rowStart",
  End: "rowEnd",
  "Ctrl+Home": "first",
  "Ctrl+End": "last",
  "Ctrl+ArrowUp": "first",
  "Ctrl+ArrowDown": "last",
  "Ctrl+ArrowLeft": "rowStart",
  "Ctrl+ArrowRight": "rowEnd",
  Tab: "next",
  "Shift+Tab": "previous",
  Enter: "down",
  "Shift+Enter": "up",
  F2: "edit",
  Delete: "clear",
  Backspace: "clear",
  Insert: "insert",
  "Ctrl+Shift++": "insert",
  "Ctrl++": "insert",
  "Ctrl+-": "remove",
  "Ctrl+Delete": "remove",
  "Alt+Shift+ArrowRight": "indent",
  "Alt+Shift+ArrowLeft": "outdent",
  "Alt+Shift+ArrowUp": "moveUp",
  "Alt+Shift+ArrowDown": "moveDown",
  "Alt+ArrowDown": "columnMenu",
  "Ctrl+F2": "link",
  "Ctrl+Shift+F2": "unlink",
  "Ctrl+d": "fillDown",
  "Ctrl+z": "undo",
  "Ctrl+y": "redo",
  "Ctrl+Shift+z": "redo",
  "Ctrl+f": "find",
  "Ctrl+Shift+l": "filter",
  F3: "findNext",
  "Shift+F2": "open",
  "Ctrl+Enter": "open",
  "Alt+ArrowRight": "expand",
  "Alt+ArrowLeft": "collapse",
  "Alt+Shift++": "expand",
  "Alt+Shift+-": "collapse",
  "Alt+Shift+*": "expandAll",
  "Alt+Shift+_": "collapse",
  "Ctrl+a": "selectAll",
  "Shift+ ": "selectRow",
  "Ctrl+ ": "selectColumn",
  "Ctrl+/": "zoomIn",
  "Ctrl+Shift+*": "zoomOut",
  "Alt+=": "zoomIn",
  "Alt+-": "zoomOut",
  "Ctrl+Shift+F5": "showBar",
  ContextMenu: "menu",
  "Shift+F10": "menu",
  Escape: "escape",
};

const DRAWN: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  "-": "−",
  " ": "Space",
  ContextMenu: "Menu",
};

/** The first key of a command, as menus write it: "Alt Shift →"; empty for one that has none. */
export function keyOf(command: Command): string {
  const found = Object.keys(COMMANDS).find(name => COMMANDS[name] === command) ?? "";
  return found.replace(/[^+]+$/, key => DRAWN[key] ?? (key.length > 1 ? key : key.toUpperCase())).replaceAll("+", " ");
}

/** Moves that grow the selection when Shift is held with them. */
const EXTENDABLE = /^(Arrow(Up|Down|Left|Right)|Page(Up|Down)|Home|End)$/;

export interface Meaning {
  command: Command;
  extend: boolean;
}

export function meaning(pressed: Key): Meaning | null {
  const extend = pressed.shiftKey && !pressed.altKey && EXTENDABLE.test(pressed.key);
  const command = COMMANDS[name(pressed, !extend)];
  return command ? { command, extend } : null;
}

/** A character that starts an edit, as in Excel. */
export function types(pressed: Key): boolean {
  return pressed.key.length === 1 && !pressed.ctrlKey && !pressed.metaKey && !pressed.altKey;
}

function name(pressed: Key, withShift: boolean): string {
  const key = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key;
  const held = [
    pressed.ctrlKey || pressed.metaKey ? "Ctrl" : "",
    pressed.altKey ? "Alt" : "",
    pressed.shiftKey && withShift ? "Shift" : "",
  ];
  return [...held.filter(Boolean), key].join("+");
}
