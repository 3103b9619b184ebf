/** What the sheet says where it has no rows: what to do first, or why nothing is shown. */
import { el } from "../dom.ts";
import { say } from "../say.ts";
import { isFiltering, NO_FILTER } from "./outline.ts";
import type { Part, Sheet } from "./sheet.ts";

export class Blank implements Part {
  readonly element = el("div", { class: "s-blank" });
  private readonly sheet: Sheet;
  private shown = "";

  constructor(sheet: Sheet) {
    this.sheet = sheet;
    this.element.hidden = true;
  }

  refresh(): void {
    const state = this.state();
    this.element.hidden = state === "";
    if (state === this.shown) return;
    this.shown = state;
    this.element.replaceChildren(...(state ? this.says(state) : []));
  }

  private state(): "" | "filtered" | "empty" | "unseen" {
    const { plan, rows, view, drafts } = this.sheet;
    if (drafts.length || rows.some(row => row.kind !== "task" || row.task.kind !== "project")) return "";
    if (isFiltering(view.filter)) return "filtered";
    const hasTasks = [...plan.tasks.values()].some(task => task.kind !== "project");
    return hasTasks ? "" : this.sheet.mayEdit() ? "empty" : "unseen";
  }

  private says(state: "filtered" | "empty" | "unseen"): HTMLElement[] {
    if (state === "unseen") return [el("p", {}, say("There is nothing in this plan yet."))];
    if (state === "empty") {
      return [
        el(
          "p",
          {},
          say("This plan has no tasks yet. Add the first one, paste a table from Excel, or bring a plan in."),
        ),
        el(
          "p",
          { class: "row" },
          el("button", { type: "button", class: "btn primary", "data-sheet-do": "add" }, say("Add task")),
          el("a", { class: "btn", href: this.sheet.root.dataset.import ?? "/import" }, say("Bring a plan in")),
        ),
      ];
    }
    const all = el("button", { type: "button", class: "btn" }, say("Show everything"));
    all.addEventListener("click", () => this.sheet.look({ filter: NO_FILTER }));
    return [el("p", {}, say("No task fits this filter.")), el("p", {}, all)];
  }
}
