/** What the sheet has to say about a cell: a refusal in a sentence, or a conflict with both values to choose from. */
import { el } from "../dom.ts";
import { say } from "../say.ts";
import { allColumns } from "./columns.ts";
import { Conflicted, type Conflict } from "./edit.ts";
import type { Sheet } from "./sheet.ts";

export interface About {
  task?: number;
  column?: string;
  /** Save again, having seen the other's value. */
  retry?: (seen: number) => void;
}

export class Notices {
  private readonly sheet: Sheet;
  private readonly bubble = el("div", { class: "s-notice", role: "alert" });

  constructor(sheet: Sheet) {
    this.sheet = sheet;
  }

  /** A sentence below an element; null takes it away. */
  beside(element: Element | null, sentence: string): void {
    this.bubble.remove();
    if (!element) return;
    this.bubble.replaceChildren(sentence);
    this.show(element);
  }

  refuse(error: unknown, about?: About): void {
    const sentence = error instanceof Error ? error.message : String(error);
    const cell = (about && this.cellOf(about)) ?? this.activeCell();
    if (error instanceof Conflicted && error.conflicts.length) return this.ask(error, about, cell);
    this.beside(cell ?? this.sheet.grid.element, sentence);
    const over = new AbortController();
    for (const event of ["keydown", "pointerdown"]) {
      this.sheet.root.addEventListener(
        event,
        () => {
          this.bubble.remove();
          over.abort();
        },
        { signal: over.signal, capture: true },
      );
    }
  }

  /** Two values, two buttons. Nothing is decided by waiting. */
  private ask(error: Conflicted, about: About | undefined, cell: Element | null): void {
    const done = (retry: boolean): void => {
      this.bubble.remove();
      this.sheet.grid.element.focus({ preventScroll: true });
      if (retry) about?.retry?.(error.revision);
      else void this.sheet.catchUp({ revision: error.revision, by: "", tasks: null });
    };
    const button = (label: string, retry: boolean): HTMLElement => {
      const made = el("button", { type: "button", class: retry ? "btn" : "btn primary" }, label);
      made.addEventListener("click", () => done(retry));
      return made;
    };
    const who = error.conflicts[0]!;
    const panel = el(
      "div",
      { class: "s-conflict", role: "dialog", "aria-label": say("Two values for one field") },
      el("p", {}, say("{who} changed this meanwhile.", { who: who.by || say("Somebody") })),
      el("dl", {}, ...error.conflicts.flatMap(conflict => this.rows(conflict))),
      el(
        "p",
        { class: "actions" },
        button(say("Keep theirs"), false),
        about?.retry ? button(say("Use mine"), true) : null,
      ),
    );
    this.bubble.replaceChildren(panel);
    this.show(cell ?? this.sheet.grid.element);
    panel.addEventListener("keydown", pressed => {
      pressed.stopPropagation();
      if (pressed.key === "Escape") done(false);
    });
    panel.querySelector<HTMLElement>("button")?.focus();
  }

  /** Both values of one field, as the sheet writes such values. */
  private rows({ field, mine, theirs, at }: Conflict): HTMLElement[] {
    const when = at
      ? new Date(at).toLocaleTimeString(this.sheet.words.locale, { hour: "2-digit", minute: "2-digit" })
      : "";
    const name = field.replace(/_(minutes|complete|ticks)$/, "");
    const label = allColumns(this.sheet.plan).find(column => column.key === name)?.label ?? name.replaceAll("_", " ");
    const line = (who: string, value: unknown): HTMLElement =>
      el("dd", {}, el("span", { class: "faint" }, who), el("b", {}, this.text(field, value)));
    return [el("dt", {}, label), line(say("Theirs {time}", { time: when }).trim(), theirs), line(say("Yours"), mine)];
  }

  private text(field: string, value: unknown): string {
    if (value === null || value === undefined || value === "") return say("nothing");
    if (typeof value === "number" && field.endsWith("_minutes")) return this.sheet.words.days(value);
    if (typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value))
      return this.sheet.words.longDay(Date.parse(`${value.slice(0, 16)}Z`) / 60_000);
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  }

  /** A field for a name, below an element; Enter gives it, Escape does not. */
  askFor(element: Element, label: string, given: (text: string) => void): void {
    const input = el("input", { class: "input", "aria-label": label, placeholder: label, maxlength: 60 });
    this.bubble.replaceChildren(input);
    this.bubble.classList.add("asks");
    this.show(element);
    input.focus();
    const over = new AbortController(); // taking a field away blurs it: close once
    const close = (): void => {
      over.abort();
      this.bubble.classList.remove("asks");
      this.bubble.remove();
    };
    input.addEventListener("blur", close, { signal: over.signal });
    input.addEventListener("keydown", pressed => {
      pressed.stopPropagation();
      const text = input.value.trim();
      if (pressed.key !== "Escape" && (pressed.key !== "Enter" || !text)) return;
      close();
      if (pressed.key === "Enter") given(text);
      this.sheet.grid.element.focus({ preventScroll: true });
    });
  }

  private show(element: Element): void {
    const { left, top, height } = this.sheet.frame.place(element);
    this.sheet.root.append(this.bubble);
    const lowest = this.sheet.root.clientHeight - this.bubble.offsetHeight - 8;
    const rightmost = this.sheet.root.clientWidth - this.bubble.offsetWidth - 8;
    Object.assign(this.bubble.style, {
      left: `${Math.max(8, Math.min(left, rightmost))}px`,
      top: `${Math.min(top + Math.min(height, 60) + 4, lowest)}px`,
    });
  }

  private cellOf({ task, column }: About): Element | null {
    const row = task === undefined ? undefined : this.sheet.rowByKey.get(task);
    if (row === undefined) return null;
    const place = this.sheet.columns.findIndex(one => one.key === column);
    return this.sheet.grid.cell(row, Math.max(0, place));
  }

  private activeCell(): Element | null {
    return this.sheet.grid.cell(this.sheet.selection.active.row, this.sheet.selection.active.column);
  }
}
