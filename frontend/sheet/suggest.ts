/** Type-ahead: people by name, predecessors by number or name, and fixed choices, as a list below the field. */
import { el, put } from "../dom.ts";
import { say } from "../say.ts";
import type { Column } from "./column.ts";
import type { Plan } from "./plan.ts";
import type { Sheet } from "./sheet.ts";

export interface Suggestion {
  /** What takes the place of the part being typed. */
  text: string;
  label: string;
  hint: string;
}

const MOST = 8;

/** The part being typed: behind the last semicolon. Pure. */
export function part(typed: string): { before: string; now: string } {
  const at = typed.lastIndexOf(";") + 1;
  const space = /^\s*/.exec(typed.slice(at))![0].length;
  return { before: typed.slice(0, at + space), now: typed.slice(at + space) };
}

/** People whose name, or one of whose names, begins so; those already there are left out. Pure. */
export function people(plan: Plan, typed: string): Suggestion[] {
  const { before, now } = part(typed);
  const begun = now.toLowerCase();
  if (begun.includes("[")) return [];
  return plan.people
    .filter(({ name }) => !before.includes(name) && ` ${name.toLowerCase()}`.includes(` ${begun}`))
    .slice(0, MOST)
    .map(({ name }) => ({ text: name, label: name, hint: "" }));
}

/** Tasks whose number begins so, or whose name has a word that does. Pure. */
export function predecessors(plan: Plan, typed: string): Suggestion[] {
  const now = part(typed).now.trim().toLowerCase();
  if (!now || !/^(\d+|[^\d].*)$/.test(now)) return [];
  const found: Suggestion[] = [];
  for (const task of plan.tasks.values()) {
    if (task.number < 0) continue;
    if (!String(task.number).startsWith(now) && !` ${task.name.toLowerCase()}`.includes(` ${now}`)) continue;
    found.push({ text: String(task.number), label: task.name, hint: `${task.number} · ${task.wbs}` });
    if (found.length === MOST) break;
  }
  return found;
}

export class Suggestions {
  private readonly input: HTMLInputElement;
  private readonly find: (typed: string) => Suggestion[];
  private readonly list: HTMLElement;
  private readonly isWhole: boolean;
  private readonly sheet: Sheet;
  private found: Suggestion[] = [];
  private chosen = -1;
  /** The pointer is on the list: the field loses focus without being left. */
  isPointed = false;

  static for(sheet: Sheet, column: Column, input: HTMLInputElement): Suggestions | null {
    if (column.editor === "people") return new Suggestions(sheet, input, typed => people(sheet.plan, typed), false);
    if (column.editor === "links")
      return new Suggestions(sheet, input, typed => predecessors(sheet.plan, typed), false);
    if (column.editor !== "choice") return null;
    const choices = column.choices?.(sheet.context) ?? [];
    return new Suggestions(sheet, input, typed => matching(choices, typed), true);
  }

  private constructor(sheet: Sheet, input: HTMLInputElement, find: (typed: string) => Suggestion[], isWhole: boolean) {
    this.sheet = sheet;
    this.input = input;
    this.find = find;
    this.isWhole = isWhole;
    this.list = el("div", { class: "s-list", role: "listbox", id: "s-suggestions", "aria-label": say("Suggestions") });
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-controls": "s-suggestions",
      "aria-expanded": "false",
    }))
      put(input, name, value);
    input.addEventListener("input", () => this.update());
    this.list.addEventListener("pointerdown", event => {
      this.isPointed = true;
      event.preventDefault();
    });
    this.list.addEventListener("click", event => this.click(event));
  }

  update(): void {
    this.found = this.find(this.input.value);
    this.chosen = -1;
    this.draw();
  }

  /** True when the key was for the list. */
  press(pressed: KeyboardEvent): boolean {
    if (!this.list.isConnected) return false;
    const by = pressed.key === "ArrowDown" ? 1 : pressed.key === "ArrowUp" ? -1 : 0;
    if (by) {
      this.chosen = (this.chosen + by + this.found.length) % this.found.length;
      this.draw();
      return true;
    }
    const takes = pressed.key === "Enter" || pressed.key === "Tab";
    if (takes && this.chosen >= 0) {
      this.take(this.chosen);
      return !this.isWhole; // a fixed choice is the whole value: the key goes on to save it
    }
    if (pressed.key !== "Escape") return false;
    this.found = [];
    this.draw();
    return true;
  }

  close(): void {
    this.list.remove();
  }

  private click(event: MouseEvent): void {
    const option = (event.target as Element).closest<HTMLElement>("[data-at]");
    this.isPointed = false;
    if (option) this.take(Number(option.dataset.at));
    this.input.focus({ preventScroll: true });
  }

  private take(at: number): void {
    const suggestion = this.found[at];
    if (!suggestion) return;
    this.input.value = this.isWhole ? suggestion.text : part(this.input.value).before + suggestion.text;
    this.found = [];
    this.draw();
  }

  private draw(): void {
    const isOpen = this.found.length > 0;
    put(this.input, "aria-expanded", String(isOpen));
    put(this.input, "aria-activedescendant", this.chosen >= 0 ? `s-suggestion-${this.chosen}` : null);
    if (!isOpen) return this.list.remove();
    this.list.replaceChildren(
      ...this.found.map(({ label, hint }, at) =>
        el(
          "div",
          { role: "option", id: `s-suggestion-${at}`, "data-at": at, "aria-selected": String(at === this.chosen) },
          label || "–",
          hint && el("span", { class: "faint" }, hint),
        ),
      ),
    );
    const { left, top, width, height } = this.sheet.frame.place(this.input);
    Object.assign(this.list.style, { left: `${left}px`, top: `${top + height + 2}px`, minWidth: `${width}px` });
    this.sheet.root.append(this.list);
  }
}

function matching(choices: readonly string[], typed: string): Suggestion[] {
  const exact = choices.some(choice => choice === typed);
  const begun = exact ? "" : typed.toLowerCase();
  return choices
    .filter(choice => choice.toLowerCase().includes(begun))
    .map(choice => ({ text: choice, label: choice, hint: "" }));
}
