/** Views by name: those everybody has, and those this reader saved for this program in this browser. */
import { el } from "../dom.ts";
import { phrase, say } from "../say.ts";
import { below, openMenu, type Entry } from "./menu.ts";
import { float } from "./notices.ts";
import { NO_FILTER, type Filter, type Only } from "./outline.ts";
import type { Sheet } from "./sheet.ts";
import type { View } from "./view.ts";

/** What a view decides: which rows and columns, in which order and colour. Not where one is in them. */
type Look = Pick<View, "columns" | "widths" | "frozen" | "sort" | "group" | "colour" | "showsCritical" | "filter">;

const only = (...kept: Only[]): Filter => ({ ...NO_FILTER, only: new Set(kept) });
const PLAIN = { filter: NO_FILTER, group: null, sort: null, showsCritical: true } as const;

/** By the questions asked of a plan most often. */
const EVERYBODYS: readonly (readonly [string, Partial<Look>])[] = [
  [phrase("Whole plan"), PLAIN],
  [phrase("Critical work"), { ...PLAIN, filter: only("near", "open") }],
  [phrase("Late work"), { ...PLAIN, filter: only("late", "open"), sort: { column: "slip", descending: true } }],
  [phrase("Milestones"), { ...PLAIN, filter: only("milestones"), group: "month" }],
  [phrase("Who does what"), { ...PLAIN, filter: only("open"), group: "person" }],
];

export function openViewMenu(sheet: Sheet, button: HTMLElement): void {
  openMenu(sheet.root, below(sheet.root, button), say("View"), () => entries(sheet, button));
}

function entries(sheet: Sheet, button: HTMLElement): Entry[] {
  const { slug } = sheet.plan.program;
  const saved = read(slug);
  const show = (name: string, look: Partial<Look>): Entry => ({
    label: name,
    checked: sheet.view.name === name,
    run: () => sheet.look({ ...look, name }),
  });
  const forget = (name: string): Entry => ({
    label: say("Forget “{name}”", { name }),
    run: () => write(slug, Object.fromEntries(Object.entries(read(slug)).filter(([one]) => one !== name))),
  });
  const isSaved = sheet.view.name !== null && sheet.view.name in saved;
  return [
    ...EVERYBODYS.map(([name, look]) => show(say(name), look)),
    ...(Object.keys(saved).length ? [say("Mine")] : []),
    ...Object.entries(saved).map(([name, look]) => show(name, look)),
    null,
    { label: say("Save this view…"), icon: "i-plus", run: () => save(sheet, button) },
    ...(isSaved ? [forget(sheet.view.name!)] : []),
  ];
}

function save(sheet: Sheet, button: HTMLElement): void {
  askForName(sheet, button, name => {
    const { columns, widths, frozen, sort, group, colour, showsCritical, filter } = sheet.view;
    const look = { columns, widths, frozen, sort, group, colour, showsCritical, filter };
    write(sheet.plan.program.slug, { ...read(sheet.plan.program.slug), [name]: look });
    sheet.look({ name });
  });
}

/** A field for a name below the button; Enter gives it, Escape does not. */
function askForName(sheet: Sheet, button: HTMLElement, given: (text: string) => void): void {
  const label = say("Name of the view");
  const input = el("input", { class: "input", "aria-label": label, placeholder: label, maxlength: 60 });
  const notice = el("div", { class: "s-notice asks" }, input);
  float(sheet, notice, button);
  input.focus();
  const over = new AbortController(); // taking a field away blurs it: close once
  const close = (): void => {
    over.abort();
    notice.remove();
  };
  input.addEventListener("blur", close, { signal: over.signal });
  input.addEventListener("keydown", pressed => {
    pressed.stopPropagation();
    const text = input.value.trim();
    if (pressed.key !== "Escape" && (pressed.key !== "Enter" || !text)) return;
    close();
    if (pressed.key === "Enter") given(text);
    sheet.grid.element.focus({ preventScroll: true });
  });
}

function write(program: string, views: Record<string, Look>): void {
  const plain = (look: Look): object => ({
    ...look,
    filter: { ...look.filter, only: [...look.filter.only], among: null },
  });
  const kept = Object.entries(views).map(([name, look]) => [name, plain(look)]);
  localStorage.setItem(storageKey(program), JSON.stringify(Object.fromEntries(kept)));
}

function read(program: string): Record<string, Look> {
  const stored = JSON.parse(localStorage.getItem(storageKey(program)) ?? "{}") as Record<string, Look>;
  const whole = (look: Look): Look => ({
    ...look,
    filter: { ...NO_FILTER, ...look.filter, only: new Set(look.filter.only) },
  });
  return Object.fromEntries(Object.entries(stored).map(([name, look]) => [name, whole(look)]));
}

function storageKey(program: string): string {
  return `milepost.views.${program}`;
}
