/** Narrowing by one column: its values to tick, or a span to type. What is chosen holds at once. */
import { el, put } from "../dom.ts";
import { say } from "../say.ts";
import type { Column } from "./column.ts";
import { openDialog } from "./dialog.ts";
import * as filter from "./filter.ts";
import { showFilter } from "./later.ts";
import type { Condition } from "./outline.ts";
import { isLeaf } from "./plan.ts";
import type { Sheet } from "./sheet.ts";
import { dayOf } from "./words.ts";

/** With more values than this, typing finds one faster than looking. */
const A_GLANCE = 8;

export function openColumnFilter(sheet: Sheet, column: Column, at: { left: number; top: number }): void {
  sheet.filtering = filter;
  const isList = filter.kindOf(column) === "value";
  const clear = el("button", { type: "button", class: "btn" }, say("Any"));
  const done = el("button", { type: "button", class: "btn primary" }, say("Done"));
  const dialog = openDialog(
    sheet,
    { label: say("Filter by {column}", { column: column.label }), class: "s-narrow", at },
    el("p", { class: "s-heading" }, column.label),
    ...(isList ? valueParts(sheet, column) : spanParts(sheet, column)),
    el("p", { class: "actions" }, clear, done),
  );
  done.addEventListener("click", dialog.close);
  clear.addEventListener("click", () => {
    narrow(sheet, column, null);
    dialog.close();
  });
}

/** Set what a column has to say; null for anything. */
export function narrow(sheet: Sheet, { key }: Column, condition: Condition | null): void {
  const { [key]: _, ...where } = sheet.view.filter.where;
  sheet.filter({ where: condition ? { ...where, [key]: condition } : where });
  showFilter(sheet, false);
}

function valueParts(sheet: Sheet, column: Column): HTMLElement[] {
  const counts = new Map<string, number>();
  for (const task of sheet.plan.tasks.values())
    if (isLeaf(task))
      for (const value of filter.valuesOf(column, task, sheet.context)) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ticked = new Set(sheet.view.filter.where[column.key]?.values);
  const lines = [...counts.entries()]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([value, count]) => {
      const box = el("input", { type: "checkbox", checked: ticked.has(value) });
      box.addEventListener("change", () => {
        if (box.checked) ticked.add(value);
        else ticked.delete(value);
        narrow(sheet, column, ticked.size ? { values: [...ticked] } : null);
      });
      const words = value || say("Empty");
      return el(
        "label",
        { "data-words": words.toLowerCase() },
        box,
        el("span", {}, words),
        el("span", { class: "n" }, String(count)),
      );
    });
  const list = el("div", { class: "s-values", role: "group", "aria-label": column.label }, ...lines);
  return counts.size > A_GLANCE ? [finder(lines), list] : [list];
}

function finder(lines: readonly HTMLElement[]): HTMLElement {
  const label = say("Find a value");
  const input = el("input", { class: "input", type: "search", placeholder: label, "aria-label": label });
  input.addEventListener("input", () => {
    for (const line of lines) line.hidden = !line.dataset.words!.includes(input.value.trim().toLowerCase());
  });
  return input;
}

function spanParts(sheet: Sheet, column: Column): HTMLElement[] {
  const now = sheet.view.filter.where[column.key];
  const empty = el("input", { type: "checkbox", checked: Boolean(now?.values) });
  const field = (label: string, at: number | null | undefined): [HTMLInputElement, HTMLElement] => {
    const input = el("input", { class: "input", autocomplete: "off" });
    input.value = at == null ? "" : boundText(sheet, column, at);
    return [input, el("label", {}, el("span", {}, label), input)];
  };
  const [from, fromLine] = field(say("From"), now?.from);
  const [until, untilLine] = field(say("Up to and with"), now?.until);
  const change = (): void => {
    const [first, last] = [from, until].map(input => boundIn(sheet, column, input));
    for (const input of [from, until]) input.disabled = empty.checked;
    if (empty.checked) narrow(sheet, column, { values: [""] });
    else if (first !== undefined && last !== undefined)
      narrow(sheet, column, first === null && last === null ? null : { from: first, until: last });
  };
  for (const input of [from, until, empty]) input.addEventListener("input", change);
  for (const input of [from, until]) input.disabled = empty.checked;
  return [fromLine, untilLine, el("label", {}, empty, el("span", {}, say("Only where it is empty")))];
}

/** What a bound says; null for none, undefined for words that are none, which the field then shows. */
function boundIn(sheet: Sheet, column: Column, input: HTMLInputElement): number | null | undefined {
  const typed = input.value.trim().replace("−", "-").replace(",", ".");
  const isDay = filter.kindOf(column) === "day";
  const day = typed && isDay ? sheet.words.parseDay(input.value) : null;
  const read = !typed ? null : isDay ? (day === null ? undefined : dayOf(day)) : Number(typed);
  const isBad = read === undefined || Number.isNaN(read);
  put(input, "aria-invalid", isBad ? "true" : null);
  return isBad ? undefined : read;
}

function boundText(sheet: Sheet, column: Column, at: number): string {
  return filter.kindOf(column) === "day" ? sheet.words.dayText(at) : String(at).replace("-", "−");
}

/** A condition in a few words: "Ana, Bo +2", "until 30 Sep", "0 to 5". */
export function conditionText(sheet: Sheet, column: Column, { values, from, until }: Condition): string {
  if (values) {
    const [first, second, ...others] = values.map(value => value || say("Empty").toLowerCase());
    return [first, second].filter(Boolean).join(", ") + (others.length ? ` +${others.length}` : "");
  }
  const [low, high] = [from, until].map(at => (at == null ? "" : boundText(sheet, column, at)));
  return low && high
    ? low === high
      ? low
      : say("{low} to {high}", { low, high })
    : low
      ? say("from {low}", { low })
      : high
        ? say("until {high}", { high })
        : say("any");
}
