/** The row of tools above the sheet: how the plan is looked at, what is done most, how many tasks there are. */
import { el, icon, put } from "../dom.ts";
import { say } from "../say.ts";
import * as commands from "./commands.ts";
import { openColumnMenu } from "./context.ts";
import { GROUPS } from "./grouping.ts";
import type { Command } from "./keys.ts";
import { below, openMenu, type Entry } from "./menu.ts";
import { isFiltering, NO_FILTER, type Filter, type Only } from "./outline.ts";
import type { Part, Sheet } from "./sheet.ts";

const ONLY: readonly (readonly [Only, string])[] = [
  ["critical", "Critical"], ["near", "Critical, or within 5 days of it"], ["late", "Late against baseline or deadline"],
  ["open", "Not done"], ["milestones", "Milestones"], ["problems", "With a problem"],
];

export class Toolbar implements Part {
  readonly element = el("div", { class: "tools s-tools", role: "toolbar", "aria-label": say("Plan") });
  private readonly sheet: Sheet;
  private readonly filter: HTMLButtonElement;
  private readonly group: HTMLButtonElement;
  private readonly path: HTMLButtonElement;
  private readonly baseline: HTMLButtonElement;
  private readonly count = el("span", { class: "faint small n" });
  private readonly changing: HTMLButtonElement[];

  constructor(sheet: Sheet, find: HTMLElement) {
    this.sheet = sheet;
    this.filter = this.opens("i-filter", say("Filter"), () => this.filterEntries());
    this.group = this.opens("i-group", say("Group"), () => this.groupEntries());
    const columns = tool("i-columns", say("Columns"));
    columns.addEventListener("click", () => openColumnMenu(sheet, below(sheet.root, columns)));
    this.changing = [this.does("i-outdent", say("Outdent (Alt+Shift+Left)"), "outdent"), this.does("i-indent", say("Indent (Alt+Shift+Right)"), "indent"),
      this.does("i-link", say("Link tasks (Ctrl+F2)"), "link"), this.does("i-undo", say("Undo (Ctrl+Z)"), "undo"), this.does("i-redo", say("Redo (Ctrl+Y)"), "redo")];
    this.path = tool("i-path", say("Critical path"));
    this.path.addEventListener("click", () => sheet.look({ showsCritical: !sheet.view.showsCritical }));
    this.baseline = this.opens("i-baseline", "", () => this.baselineEntries(), true);
    const more = this.opens("i-more", "", () => this.moreEntries());
    put(more, "aria-label", say("More"));
    const end = el("div", { class: "end" }, this.count, find, more);
    this.element.append(this.filter, this.group, columns, el("span", { class: "sep" }), ...this.changing, el("span", { class: "sep" }), this.path, this.baseline,
      this.does("i-zoomout", say("Zoom out (Alt+−)"), "zoomOut"), this.does("i-zoomin", say("Zoom in (Alt+=)"), "zoomIn"), end);
  }

  refresh(): void {
    const { plan, view, rows } = this.sheet;
    put(this.filter, "aria-pressed", String(isFiltering(view.filter)));
    put(this.group, "aria-pressed", String(view.group !== null));
    put(this.path, "aria-pressed", String(view.showsCritical));
    for (const button of this.changing) button.disabled = !this.sheet.mayEdit();
    const chosen = plan.baselines.find(baseline => baseline.number === view.baseline) ?? plan.baselines.at(-1);
    this.baseline.hidden = !chosen;
    this.baseline.children[1]!.textContent = chosen?.name ?? "";
    const shown = rows.filter(row => row.kind === "task" && row.isMatch && (row.task.kind === "task" || row.task.kind === "milestone")).length;
    this.count.textContent = isFiltering(view.filter) ? say("{shown} of {all} tasks", { shown, all: plan.headline.tasks }) : say("{all} tasks", { all: plan.headline.tasks });
  }

  private does(name: string, label: string, command: Command): HTMLButtonElement {
    const button = tool(name, "", label);
    button.addEventListener("click", () => { commands.run(this.sheet, command); this.sheet.grid.element.focus({ preventScroll: true }); });
    return button;
  }

  private opens(name: string, label: string, entries: () => Entry[], pointsDown = false): HTMLButtonElement {
    const button = tool(name, label);
    if (pointsDown) button.append(icon("i-down"));
    put(button, "aria-haspopup", "menu");
    button.addEventListener("click", () => openMenu(this.sheet.root, below(this.sheet.root, button), label || say("More"), entries));
    return button;
  }

  private filterEntries(): Entry[] {
    const { view, plan } = this.sheet;
    const set = (change: Partial<Filter>): void => this.sheet.look({ filter: { ...view.filter, ...change } });
    const tick = (label: string, checked: boolean, change: Partial<Filter>): Entry => ({ label, checked, stays: true, run: () => set(change) });
    return [
      ...ONLY.map(([only, label]) => tick(say(label), view.filter.only.has(only), { only: toggled(view.filter.only, only) })),
      ...(plan.projects.length > 1 ? [say("Project"), ...plan.projects.map(({ number, name }) => tick(name, view.filter.project === number, { project: view.filter.project === number ? null : number }))] : []),
      ...(plan.people.length ? [say("Person"), ...plan.people.slice(0, 30).map(({ name }) => tick(name, view.filter.person === name, { person: view.filter.person === name ? "" : name }))] : []),
      null,
      { label: say("Show everything"), isDisabled: !isFiltering(view.filter), run: () => this.sheet.look({ filter: NO_FILTER }) },
    ];
  }

  private groupEntries(): Entry[] {
    const { view } = this.sheet;
    return [
      { label: say("By the work breakdown"), checked: view.group === null, run: () => this.sheet.look({ group: null }) },
      ...GROUPS.map(([group, label]): Entry => ({ label: say(label), checked: view.group === group, run: () => this.sheet.look({ group }) })),
    ];
  }

  private baselineEntries(): Entry[] {
    const { plan, view } = this.sheet;
    const chosen = view.baseline ?? plan.baselines.at(-1)?.number;
    return plan.baselines.map((baseline): Entry => ({
      label: baseline.name, keys: baseline.takenOn, checked: baseline.number === chosen,
      run: () => { this.sheet.look({ baseline: baseline.number }); void this.sheet.reload(); },
    }));
  }

  private moreEntries(): Entry[] {
    const { sheet } = this;
    const { view } = sheet;
    const show = (label: string, key: "showsGantt" | "showsLinks" | "showsFloat"): Entry => ({ label, checked: view[key], stays: true, run: () => { sheet.look({ [key]: !view[key] }); sheet.frame.refit(); } });
    return [
      show(say("Gantt"), "showsGantt"), show(say("Links"), "showsLinks"), show(say("Float"), "showsFloat"),
      { label: say("Colour by project"), checked: view.colour === "project", stays: true, run: () => sheet.look({ colour: view.colour === "project" ? "work" : "project" }) },
      null,
      { label: say("Expand all"), keys: "Alt Shift *", run: () => commands.run(sheet, "expandAll") },
      { label: say("Collapse all"), run: () => commands.run(sheet, "collapseAll") },
      { label: say("Go to today"), run: () => { sheet.gantt.element.scrollLeft = sheet.scale.x(sheet.plan.today) - 80; } },
    ];
  }
}

function tool(name: string, label: string, tip = ""): HTMLButtonElement {
  const button = el("button", { type: "button", class: label || !tip ? "quiet" : "quiet icon", "aria-label": tip || null, "data-tip": tip || null }, icon(name));
  if (label || !tip) button.append(el("span", {}, label));
  return button;
}

function toggled<T>(set: ReadonlySet<T>, one: T): ReadonlySet<T> {
  const changed = new Set(set);
  if (!changed.delete(one)) changed.add(one);
  return changed;
}
