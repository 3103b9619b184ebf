/** Find in the sheet: a field in the toolbar, Enter for the next, shut summaries opened on the way. */
import { el } from "../dom.ts";
import { say } from "../say.ts";
import { inOutlineOrder } from "./outline.ts";
import type { Sheet } from "./sheet.ts";

const fields = new WeakMap<Sheet, Find>();

/** Open the field, or go to the next match of what it says. */
export function find(sheet: Sheet, next: boolean): void {
  const field = fields.get(sheet) ?? new Find(sheet, sheet.root.querySelector<HTMLElement>(".s-finder")!);
  fields.set(sheet, field);
  if (next) field.go(1);
  else field.open();
}

class Find {
  private readonly element: HTMLElement;
  private readonly button: Element;
  private readonly sheet: Sheet;
  private readonly input = el("input", {
    class: "input s-find",
    type: "search",
    placeholder: say("Find a task"),
    "aria-label": say("Find a task"),
    autocomplete: "off",
  });

  /** Takes the place of the toolbar's button while it is open. */
  constructor(sheet: Sheet, element: HTMLElement) {
    this.sheet = sheet;
    this.element = element;
    this.button = element.firstElementChild!;
    this.input.addEventListener("keydown", pressed => this.press(pressed));
    this.input.addEventListener("input", () => this.go(0));
    this.input.addEventListener("blur", () => {
      if (!this.input.value) this.close(false);
    });
  }

  open(): void {
    this.element.replaceChildren(this.input);
    this.input.focus();
    this.input.select();
  }

  /** The next match behind the active task, around the end of the plan. */
  go(step: 0 | 1 | -1): void {
    const words = this.input.value.trim().toLowerCase();
    if (!words) return;
    // While words are still being typed nothing shut is opened: half a word matches too much.
    const tasks = inOutlineOrder(this.sheet.plan).filter(task => step !== 0 || this.sheet.rowByKey.has(task.number));
    const from = tasks.findIndex(task => task.number === this.sheet.activeTask?.number);
    for (let away = step ? 1 : 0; away <= tasks.length; away++) {
      const task = tasks[(from + (step || 1) * away + tasks.length * 2) % tasks.length];
      if (!task || !(task.name.toLowerCase().includes(words) || task.wbs === words || String(task.number) === words))
        continue;
      this.sheet.selectTask(task.number);
      this.sheet.announce(`${task.wbs} ${task.name}`);
      return;
    }
    this.sheet.announce(say("No task says “{words}”.", { words }));
  }

  private press(pressed: KeyboardEvent): void {
    pressed.stopPropagation();
    if (pressed.key === "Escape") this.close(true);
    else if (pressed.key === "Enter" || pressed.key === "F3") this.go(pressed.shiftKey ? -1 : 1);
    else return;
    pressed.preventDefault();
  }

  private close(toGrid: boolean): void {
    this.element.replaceChildren(this.button);
    if (toGrid) this.sheet.grid.element.focus({ preventScroll: true });
  }
}
