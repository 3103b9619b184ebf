/** The row of tools above the sheet: how the plan is looked at, what is done most, how many tasks there are.
 *
 * Draws and refreshes only; what a tool does is in `hands`, which come with the rest of the hands after first paint. */
import { el, icon, put } from "../dom.ts";
import { say } from "../say.ts";
import { isFiltering, isNarrowing } from "./outline.ts";
import type { Part, Sheet } from "./sheet.ts";

/** Tools that open a menu. */
export type MenuTool = "group" | "columns" | "view" | "baseline" | "more";
export type Tool =
  | MenuTool
  | "filter"
  | "outdent"
  | "indent"
  | "link"
  | "undo"
  | "redo"
  | "path"
  | "zoomOut"
  | "zoomIn"
  | "find"
  | "bars"
  | "density";

const CHANGING: readonly Tool[] = ["outdent", "indent", "link", "undo", "redo"];

export class Toolbar implements Part {
  readonly element = el("div", { class: "tools s-tools", role: "toolbar", "aria-label": say("Plan") });
  private readonly sheet: Sheet;
  private readonly tools: Record<Tool, HTMLButtonElement>;
  private readonly count = el("span", { class: "faint small n" });

  constructor(sheet: Sheet) {
    this.sheet = sheet;
    const tools = (this.tools = {
      bars: worded("bars", "i-plan", ""),
      filter: worded("filter", "i-filter", say("Filter"), say("Filter (Ctrl+Shift+L)")),
      group: worded("group", "i-group", say("Group")),
      columns: worded("columns", "i-columns", say("Columns")),
      view: worded("view", "i-view", say("View")),
      outdent: plain("outdent", "i-outdent", say("Outdent (Alt+Shift+Left)")),
      indent: plain("indent", "i-indent", say("Indent (Alt+Shift+Right)")),
      link: plain("link", "i-link", say("Link tasks (Ctrl+F2)")),
      undo: plain("undo", "i-undo", say("Undo (Ctrl+Z)")),
      redo: plain("redo", "i-redo", say("Redo (Ctrl+Y)")),
      path: worded("path", "i-path", say("Critical path")),
      baseline: worded("baseline", "i-baseline", ""),
      zoomOut: plain("zoomOut", "i-zoomout", say("Zoom out (Alt+−)")),
      zoomIn: plain("zoomIn", "i-zoomin", say("Zoom in (Alt+=)")),
      find: plain("find", "i-search", say("Find a task (Ctrl+F)")),
      density: plain("density", "i-density", say("Lower rows: more of them on the screen")),
      more: plain("more", "i-more", say("More")),
    });
    for (const choice of [tools.view, tools.baseline]) choice.append(icon("i-down"));
    tools.find.dataset.search = "";
    for (const menu of [tools.group, tools.columns, tools.view, tools.baseline, tools.more])
      put(menu, "aria-haspopup", "menu");
    const line = (): HTMLElement => el("span", { class: "sep" });
    const end = el(
      "div",
      { class: "end" },
      this.count,
      el("span", { class: "s-finder" }, tools.find),
      tools.density,
      tools.more,
    );
    tools.bars.classList.add("only-narrow");
    this.element.append(
      tools.bars,
      tools.filter,
      tools.group,
      tools.columns,
      tools.view,
      line(),
      tools.outdent,
      tools.indent,
      tools.link,
      tools.undo,
      tools.redo,
      line(),
      tools.path,
      tools.baseline,
      tools.zoomOut,
      tools.zoomIn,
      end,
    );
  }

  refresh(): void {
    const { plan, view, rows } = this.sheet;
    const { tools } = this;
    put(tools.filter, "aria-pressed", String(isNarrowing(view.filter)));
    // What the button leads to stands on it.
    tools.bars.children[1]!.textContent = view.showsBars ? say("Table") : say("Bars");
    put(tools.group, "aria-pressed", String(view.group !== null));
    put(tools.path, "aria-pressed", String(view.showsCritical));
    put(tools.density, "aria-pressed", String(view.isDense));
    if (!this.sheet.mayEdit())
      for (const name of CHANGING) {
        put(tools[name], "aria-disabled", "true");
        put(tools[name], "data-tip", say("You can read this plan, not change it"));
      }
    const baseline = plan.baselines.find(one => one.number === view.baseline) ?? plan.baselines.at(-1);
    tools.view.children[1]!.textContent = view.name ?? say("View");
    tools.baseline.hidden = !baseline;
    tools.baseline.children[1]!.textContent = baseline?.name ?? "";
    const all = plan.headline.tasks;
    if (!isFiltering(view.filter)) this.count.textContent = say("{all} tasks", { all });
    else
      this.count.textContent = say("{shown} of {all} tasks", {
        all,
        shown: rows.filter(row => row.kind === "task" && row.isMatch && row.task.duration !== null && !row.isParent)
          .length,
      });
  }
}

function worded(tool: Tool, name: string, label: string, tip?: string): HTMLButtonElement {
  return el(
    "button",
    { type: "button", class: "quiet", "data-tool": tool, "data-tip": tip },
    icon(name),
    el("span", {}, label),
  );
}

function plain(tool: Tool, name: string, label: string): HTMLButtonElement {
  return el(
    "button",
    { type: "button", class: "quiet icon", "data-tool": tool, "aria-label": label, "data-tip": label },
    icon(name),
  );
}
