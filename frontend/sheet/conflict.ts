/** Somebody else changed the same field meanwhile: both values, two buttons. Nothing is decided by waiting.
 *
 * One is asked at a time; the next waits for its turn. Whoever is typing keeps the focus until the cell is left. */
import { el } from "../dom.ts";
import { say } from "../say.ts";
import { allColumns } from "./columns.ts";
import type { Conflict, Conflicted } from "./edit.ts";
import { float, type About } from "./notices.ts";
import type { Sheet } from "./sheet.ts";

let asked: Promise<void> = Promise.resolve();

export function ask(sheet: Sheet, error: Conflicted, about: About, beside: Element): void {
  asked = asked.then(() => choice(sheet, error, about, beside.isConnected ? beside : sheet.grid.element));
}

/** Resolves when one of both is chosen. */
function choice(sheet: Sheet, error: Conflicted, about: About, beside: Element): Promise<void> {
  return new Promise(resolve => {
    const done = (isMine: boolean): void => {
      notice.remove();
      sheet.grid.element.focus({ preventScroll: true });
      if (isMine) about.retry?.(error.revision);
      else void sheet.catchUp({ revision: error.revision, by: "", tasks: null });
      resolve();
    };
    const button = (label: string, isMine: boolean): HTMLElement => {
      const made = el("button", { type: "button", class: isMine ? "btn" : "btn primary" }, label);
      made.addEventListener("click", () => done(isMine));
      return made;
    };
    const notice = el(
      "div",
      { class: "s-notice s-conflict", role: "dialog", "aria-label": say("Two values for one field") },
      el("p", {}, say("{who} changed this meanwhile.", { who: error.conflicts[0]?.by || say("Somebody") })),
      el("dl", {}, ...error.conflicts.flatMap(conflict => rows(sheet, conflict))),
      el(
        "p",
        { class: "actions" },
        button(say("Keep theirs"), false),
        about.retry ? button(say("Use mine"), true) : null,
      ),
    );
    float(sheet, notice, beside);
    notice.addEventListener("keydown", pressed => {
      pressed.stopPropagation();
      if (pressed.key === "Escape") done(false);
    });
    sheet.announce(notice.firstElementChild!.textContent!);
    if (!sheet.openCell) notice.querySelector("button")?.focus();
  });
}

/** Both values of one field, as the sheet writes such values. */
function rows(sheet: Sheet, { field, mine, theirs, at }: Conflict): HTMLElement[] {
  const when = at ? new Date(at).toLocaleTimeString(sheet.words.locale, { hour: "2-digit", minute: "2-digit" }) : "";
  const name = field.replace(/_(minutes|complete|ticks)$/, "");
  const label = allColumns(sheet.plan).find(column => column.key === name)?.label ?? name.replaceAll("_", " ");
  const line = (who: string, value: unknown): HTMLElement =>
    el("dd", {}, el("span", { class: "faint" }, who), el("b", {}, text(sheet, field, value)));
  return [el("dt", {}, label), line(say("Theirs {time}", { time: when }).trim(), theirs), line(say("Yours"), mine)];
}

function text(sheet: Sheet, field: string, value: unknown): string {
  if (value === null || value === undefined || value === "") return say("nothing");
  if (typeof value === "number" && field.endsWith("_minutes")) return sheet.words.days(value);
  if (typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value))
    return sheet.words.longDay(Date.parse(`${value.slice(0, 16)}Z`) / 60_000);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
