/** Views by name: those everybody has, those the reader keeps of this program, and those others share. */
import { el } from "../dom.ts";
import { phrase, say } from "../say.ts";
import { Refused, type Method } from "./edit.ts";
import * as filtering from "./filter.ts";
import { showFilter } from "./filterbar.ts";
import { isObject } from "./load.ts";
import { below, openMenu, type Entry } from "./menu.ts";
import { float } from "./notices.ts";
import { isNarrowing, NO_FILTER, type Filter, type Only } from "./outline.ts";
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

/** A view somebody kept: the reader, or somebody who shares it. */
interface Kept {
  number: number;
  name: string;
  look: Look;
  isMine: boolean;
  isShared: boolean;
  by: string;
}

export async function openViewMenu(sheet: Sheet, button: HTMLElement): Promise<void> {
  let kept: Kept[] = [];
  try {
    await takeOver(sheet);
    kept = await read(sheet);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    sheet.announce(error.message); // the views everybody has are there all the same
  }
  openMenu(sheet.root, below(sheet.root, button), say("View"), () => entries(sheet, button, kept));
}

function entries(sheet: Sheet, button: HTMLElement, kept: readonly Kept[]): Entry[] {
  const show = (name: string, look: Partial<Look>, by = ""): Entry => ({
    label: name,
    keys: by,
    checked: sheet.view.name === name,
    run: () => {
      sheet.filtering = filtering;
      // What the page narrows to stays: its address says so.
      const { project, among } = sheet.view.filter;
      sheet.look({ ...look, ...(look.filter && { filter: { ...look.filter, project, among } }), name });
      if (isNarrowing(sheet.view.filter)) showFilter(sheet, false);
    },
  });
  const [mine, others] = [kept.filter(view => view.isMine), kept.filter(view => !view.isMine)];
  const shown = mine.find(view => view.name === sheet.view.name);
  return [
    ...EVERYBODYS.map(([name, look]) => show(say(name), look)),
    ...(mine.length ? [say("Mine")] : []),
    ...mine.map(({ name, look, isShared }) => show(name, look, isShared ? say("shared") : "")),
    ...(others.length ? [say("Shared with me")] : []),
    ...others.map(({ name, look, by }) => show(name, look, by)),
    null,
    { label: say("Keep this view…"), icon: "i-plus", run: () => keep(sheet, button) },
    ...(shown ? about(sheet, shown) : []),
  ];
}

/** What can be done with a view of one's own. */
function about(sheet: Sheet, { number, name, isShared }: Kept): Entry[] {
  const share: Entry = {
    label: isShared ? say("Stop sharing “{name}”", { name }) : say("Share “{name}” with everybody here", { name }),
    run: () => void change(sheet, "PATCH", `/views/${number}`, { is_shared: !isShared }),
  };
  const forget: Entry = {
    label: say("Forget “{name}”", { name }),
    run: () => void change(sheet, "DELETE", `/views/${number}`),
  };
  return sheet.plan.rights.has("share.edit") ? [share, forget] : [forget];
}

function keep(sheet: Sheet, button: HTMLElement): void {
  askForName(sheet, button, name => {
    const { columns, widths, frozen, sort, group, colour, showsCritical, filter } = sheet.view;
    const look = { columns, widths, frozen, sort, group, colour, showsCritical, filter };
    void change(sheet, "POST", "/views", kept(sheet, name, look)).then(() => sheet.look({ name }));
  });
}

/** Which columns the reader sees, how wide and in which order, under no name of his: what a plan next opens with. */
export async function keepColumns(sheet: Sheet): Promise<void> {
  const { columns, widths, frozen } = sheet.view;
  const body = { screen: "plan-columns", of: sheet.plan.program.slug, name: "last", look: { columns, widths, frozen } };
  try {
    await sheet.door.own("POST", "/views", body);
  } catch (error) {
    // This browser remembers them all the same.
    if (!(error instanceof Refused)) throw error;
  }
}

async function change(sheet: Sheet, method: Method, path: string, body?: object): Promise<void> {
  try {
    await sheet.door.own(method, path, body);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    sheet.refuse(error);
  }
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

function kept(sheet: Sheet, name: string, look: Look): object {
  const { words, only, where } = look.filter;
  const filter = { words, only: [...only], where };
  return { screen: "plan", of: sheet.plan.program.slug, name, look: { ...look, filter } };
}

async function read(sheet: Sheet): Promise<Kept[]> {
  const of = encodeURIComponent(sheet.plan.program.slug);
  const json = await sheet.door.own("GET", `/views?screen=plan&of=${of}`);
  return listOf(json).flatMap(({ number, name, look, is_mine, is_shared, by }) =>
    isObject(look)
      ? [
          {
            number: Number(number),
            name: String(name),
            look: whole(sheet, look as unknown as Look),
            isMine: is_mine === true,
            isShared: is_shared === true,
            by: String(by),
          },
        ]
      : [],
  );
}

/** The rows of a list, whether it comes bare or page by page. */
function listOf(json: unknown): Record<string, unknown>[] {
  const rows = isObject(json) ? Object.values(json).find(Array.isArray) : json;
  return Array.isArray(rows) ? rows.filter(isObject) : [];
}

/** A view as it was kept. Before columns could narrow, a filter named one project and one person. */
function whole(sheet: Sheet, look: Look): Look {
  if (!look.filter) return look;
  const { words, only, where, person, project } = look.filter as Filter & { person?: string; only: unknown };
  const name = sheet.plan.projects.find(({ number }) => number === project)?.name;
  const filter = {
    ...NO_FILTER,
    words: words ?? "",
    only: new Set(Array.isArray(only) ? (only as Only[]) : []),
    where: { ...where, ...(person && { people: { values: [person] } }), ...(name && { project: { values: [name] } }) },
  };
  return { ...look, filter };
}

/** Views used to be kept in the browser: those of this one go to the server, once. */
async function takeOver(sheet: Sheet): Promise<void> {
  const place = `milepost.views.${sheet.plan.program.slug}`;
  const stored = localStorage.getItem(place);
  if (!stored) return;
  for (const [name, look] of Object.entries(JSON.parse(stored) as Record<string, Look>))
    await sheet.door.own("POST", "/views", kept(sheet, name, whole(sheet, look)));
  localStorage.removeItem(place);
}
