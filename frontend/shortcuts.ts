/** Keys that work on every page. Those of one letter can be switched off (`data-single-keys="off"` on the body), and
 * never act while somebody types, in a menu, or in the sheet, where a letter starts an edit. */

/** After G, for this long, a letter says where to go. */
const SEQUENCE_MS = 1500;
/** G and the first letter of a place's name in the navigation (`data-place`), where that letter is not taken. */
const PLACES: Readonly<Record<string, string>> = {
  m: "today",
  o: "portfolio",
  h: "home",
  p: "plan",
  b: "brief",
  a: "analytics",
  y: "history",
  c: "calendars",
  s: "settings",
  u: "people",
};

let isGoing = 0;

export function listen(): void {
  document.addEventListener("keydown", pressed => {
    if (pressed.defaultPrevented || pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.isComposing) return;
    if (isTyping(pressed.target as Element)) return;
    if (act(pressed)) pressed.preventDefault();
  });
}

function isTyping(target: Element): boolean {
  return (
    target.closest(
      "input, textarea, select, [contenteditable], dialog, [role=menu], [role=listbox], [role=treegrid]",
    ) !== null
  );
}

function act(pressed: KeyboardEvent): boolean {
  const key = pressed.key.toLowerCase();
  if (key === "escape") return click(".panel [data-close]");
  if (document.body.dataset.singleKeys === "off") return false;
  if (isGoing) {
    clearTimeout(isGoing);
    isGoing = 0;
    return click(`.nav [data-place="${PLACES[key] ?? ""}"]`);
  }
  switch (key) {
    case "g":
      isGoing = window.setTimeout(() => (isGoing = 0), SEQUENCE_MS);
      return true;
    case "?":
      return click("[data-help]");
    case "/":
      return search();
    case "c":
      return click("[data-create], .bar .actions .primary");
    case "[":
      return click("#fold");
    case "j":
      return step(1);
    case "k":
      return step(-1);
    default:
      return false;
  }
}

function click(selector: string): boolean {
  const found = document.querySelector<HTMLElement>(selector);
  found?.click();
  return found !== null;
}

/** The field or button that searches this list; without one, the palette. */
function search(): boolean {
  const found = document.querySelector<HTMLElement>(".main [data-search]");
  if (found instanceof HTMLInputElement) found.focus();
  else if (!found) return click("[data-palette]");
  else found.click();
  return true;
}

/** With a sheet on the page its next task; elsewhere the next row of the list. */
function step(by: 1 | -1): boolean {
  if (document.querySelector("[data-sheet]"))
    return document.dispatchEvent(new CustomEvent("plan:step", { detail: { by } }));
  const rows = [...document.querySelectorAll<HTMLElement>(".main :is(.list > li, .t > tbody > tr)")].flatMap(
    row => row.querySelector<HTMLElement>("a[href], button") ?? [],
  );
  const at = rows.findIndex(row => row === document.activeElement);
  const next = rows[at < 0 && by < 0 ? rows.length - 1 : at + by];
  next?.focus();
  return next !== undefined;
}
