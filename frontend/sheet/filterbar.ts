/** The row below the toolbar that says what the plan is narrowed to, and narrows it: words, signs, columns. */
import { el, icon, put } from "../dom.ts";
import { phrase, say } from "../say.ts";
import { conditionText, narrow, openColumnFilter } from "./columnfilter.ts";
import * as filter from "./filter.ts";
import { below, openMenu } from "./menu.ts";
import { isNarrowing, NO_FILTER, type Only } from "./outline.ts";
import type { Part, Sheet } from "./sheet.ts";

const SIGNS: Readonly<Record<Only, readonly [label: string, tip: string]>> = {
  critical: [phrase("Critical"), ""],
  near: [phrase("Near critical"), phrase("Critical, or within 5 days of it")],
  late: [phrase("Late"), phrase("Late against baseline or deadline")],
  soon: [phrase("Next 4 weeks"), phrase("Not done, and at work between today and four weeks from now")],
  mine: [phrase("Mine"), phrase("I work on it, or answer for it")],
  open: [phrase("Not done"), ""],
  milestones: [phrase("Milestones"), ""],
  unlinked: [phrase("No predecessor"), ""],
  problems: [phrase("With a problem"), ""],
};

const bars = new WeakMap<Sheet, FilterBar>();

/** Show the row, made the first time; `asks` puts the cursor into its field. */
export function showFilter(sheet: Sheet, asks: boolean): void {
  let bar = bars.get(sheet);
  if (!bar) {
    sheet.filtering = filter;
    filter.follow();
    bars.set(sheet, (bar = new FilterBar(sheet)));
    sheet.parts.push(bar);
    sheet.root.insertBefore(bar.element, sheet.frame.scroller);
  }
  bar.show(asks);
}

class FilterBar implements Part {
  readonly element = el("div", { class: "tools s-filters", role: "search", "aria-label": say("Filter") });
  private readonly sheet: Sheet;
  private readonly input: HTMLInputElement;
  private readonly signs: readonly (readonly [Only, HTMLButtonElement])[];
  private readonly conditions = el("span", { class: "s-conditions" });
  private readonly all = button("quiet", say("Show everything"));
  private isOpen = false;
  private said = "";

  constructor(sheet: Sheet) {
    this.sheet = sheet;
    this.input = el("input", {
      class: "input",
      type: "search",
      "aria-label": say("Words of a task, a person or a number"),
      placeholder: say("Name, person, number"),
    });
    this.signs = filter.ONLY.map(only => [only, this.sign(only)] as const);
    const more = button("quiet", say("By a column"), "i-plus");
    put(more, "aria-haspopup", "menu");
    more.addEventListener("click", () => this.chooseColumn(more));
    this.all.addEventListener("click", () => this.clear());
    const shut = button("quiet icon", "", "i-close");
    put(shut, "aria-label", say("Close the filter"));
    put(shut, "data-tip", say("Close the filter and show everything"));
    shut.addEventListener("click", () => this.leave(true));
    this.element.append(
      this.input,
      ...this.signs.map(([, sign]) => sign),
      this.conditions,
      more,
      el("div", { class: "end" }, this.all, shut),
    );
    this.input.addEventListener("input", () => sheet.filter({ words: this.input.value.trim() }));
    this.element.addEventListener("keydown", pressed => this.press(pressed));
  }

  show(asks: boolean): void {
    this.isOpen ||= asks;
    this.refresh();
    if (!asks) return;
    this.input.focus();
    this.input.select();
  }

  refresh(): void {
    const now = this.sheet.view.filter;
    this.element.hidden = !this.isOpen && !isNarrowing(now);
    if (document.activeElement !== this.input) this.input.value = now.words;
    for (const [only, sign] of this.signs) put(sign, "aria-pressed", String(now.only.has(only)));
    this.all.hidden = !isNarrowing(now);
    const said = JSON.stringify(now.where);
    if (said === this.said) return;
    this.said = said;
    this.drawConditions();
  }

  /** A chip for each narrowed column: its name opens it, its cross lets it go. */
  private drawConditions(): void {
    const { sheet } = this;
    const columns = filter.narrowable(sheet.plan);
    const chips = Object.entries(sheet.view.filter.where).flatMap(([key, condition]) => {
      const column = columns.find(one => one.key === key);
      if (!column) return [];
      const words = `${column.label}: ${conditionText(sheet, column, condition)}`;
      const change = button("", words);
      put(change, "aria-haspopup", "dialog");
      change.addEventListener("click", () => openColumnFilter(sheet, column, below(sheet.root, change)));
      const drop = button("", "", "i-close");
      put(drop, "aria-label", say("Any {column}", { column: column.label }));
      drop.addEventListener("click", () => {
        narrow(sheet, column, null);
        this.input.focus();
      });
      return [el("span", { class: "chip" }, change, drop)];
    });
    this.conditions.replaceChildren(...chips);
  }

  private sign(only: Only): HTMLButtonElement {
    const [label, tip] = SIGNS[only];
    const made = button("quiet", say(label));
    if (tip) put(made, "data-tip", say(tip));
    made.addEventListener("click", () => {
      const changed = new Set(this.sheet.view.filter.only);
      if (!changed.delete(only)) changed.add(only);
      this.sheet.filter({ only: changed });
    });
    return made;
  }

  private chooseColumn(more: HTMLElement): void {
    const { sheet } = this;
    const at = below(sheet.root, more);
    openMenu(sheet.root, at, say("By a column"), () =>
      filter
        .narrowable(sheet.plan)
        .map(column => ({
          label: column.label === "%" ? say("% done") : column.label,
          run: () => openColumnFilter(sheet, column, at),
        })),
    );
  }

  private press(pressed: KeyboardEvent): void {
    pressed.stopPropagation();
    const isTyping = pressed.target === this.input;
    const by = isTyping ? 0 : pressed.key === "ArrowRight" ? 1 : pressed.key === "ArrowLeft" ? -1 : 0;
    if (by) this.step(by);
    else if (pressed.key === "Escape" && isTyping && this.input.value) {
      this.input.value = "";
      this.sheet.filter({ words: "" });
    } else if (pressed.key === "Escape" || (isTyping && /^(Enter|ArrowDown)$/.test(pressed.key))) this.leave(false);
    else return;
    pressed.preventDefault();
  }

  private step(by: number): void {
    const buttons = [...this.element.querySelectorAll<HTMLElement>("button")].filter(one => one.offsetParent);
    buttons[buttons.indexOf(document.activeElement as HTMLElement) + by]?.focus();
  }

  private clear(): void {
    this.input.value = "";
    this.sheet.filter({ words: NO_FILTER.words, only: NO_FILTER.only, where: NO_FILTER.where });
    this.input.focus();
  }

  /** Back to the rows; what is narrowed stays so unless everything is to be shown. */
  private leave(showsAll: boolean): void {
    this.isOpen = false;
    if (showsAll) this.clear();
    this.refresh();
    this.sheet.grid.element.focus({ preventScroll: true });
  }
}

function button(look: string, label: string, name?: string): HTMLButtonElement {
  return el("button", { type: "button", class: look }, name ? icon(name) : null, label);
}
