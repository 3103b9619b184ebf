/** The sheet: a plan, a way of looking at it, a selection, and the parts that draw and change them.
 *
 * State lives here and changes through the few methods below; each ends in one redraw. Grid and Gantt only draw what
 * they find here. Words between page and island are DOM events: `plan:saved` after a save, `plan:selected` for the
 * panel, `plan:changed` from the page when somebody else saved. */
import type { Changed } from "../live.ts";
import { say } from "../say.ts";
import type { Column, Context } from "./column.ts";
import { allColumns } from "./columns.ts";
import { Conflicted, Door, operationOf, Refused, type Saved, type Saying } from "./edit.ts";
import { Frame } from "./frame.ts";
import { Grid } from "./draw.ts";
import * as layout from "./layout.ts";
import * as load from "./load.ts";
import { isFiltering, rows as arrangedRows, withDrafts, type DraftRow, type Filter, type Row } from "./outline.ts";
import { grouping } from "./grouping.ts";
import type { About, Notices } from "./notices.ts";
import { Gantt } from "./panes/gantt.ts";
import { apply, mayEdit, mayShape, type Changes, type Plan, type Promised, type Task } from "./plan.ts";
import { fittingZoom, Scale, ZOOMS } from "./scale.ts";
import * as select from "./select.ts";
import { remember, remembered, type View } from "./view.ts";
import { Words } from "./words.ts";

/** Parts that the sheet tells when something changed: toolbar, foot, find. */
export interface Part {
  refresh(): void;
}

/** What filters, fetched with the first filter. */
export type FilterPart = typeof import("./filter.ts");
export const fetchFilter = (): Promise<FilterPart> => import("./filter.ts");

const GLOW_MS = 2500;
/** What a named view decides. */
const DECIDED = ["columns", "widths", "frozen", "sort", "group", "colour", "showsCritical", "filter"];
/** Of a phone's width, what the name may take for good. */
const NARROW_NAME = 190;

/** A cell that is being edited, since which revision; it is told when rows have moved below it. */
export interface OpenCell {
  /** Null for the line that is not a task yet. */
  task: number | null;
  seen: number;
  isStale: boolean;
  /** Whether anything was typed that would be lost. */
  readonly isChanged: boolean;
  follow(): void;
}

export class Sheet {
  readonly root: HTMLElement;
  readonly door: Door;
  readonly frame: Frame;
  readonly grid: Grid;
  readonly gantt: Gantt;
  readonly parts: Part[] = [];
  plan: Plan;
  words: Words;
  view: View;
  columns: Column[] = [];
  rows: Row[] = [];
  rowByKey = new Map<number | string, number>();
  scale!: Scale;
  selection: select.Selection = select.NOTHING;
  /** Lines that are not tasks yet, in the order they were begun. */
  drafts: DraftRow[] = [];
  /** What was typed last and is not yet confirmed, by "number:column". */
  readonly pending = new Map<string, { typed: string }>();
  /** Tasks whose bars are shown where a drag would put them. */
  previewed: ReadonlyMap<number, Task> = new Map();
  /** What further baselines promised, by slot and task. */
  readonly promises = new Map<number, Map<number, Promised>>();
  readonly glowing = new Set<number>();
  savedAt: Date | null = null;
  /** Set by the editor: a cell is open, and since which revision. */
  openCell: OpenCell | null = null;
  /** Nothing is drawn before toolbar, panes and foot have their room. */
  isStarted = false;
  filtering: FilterPart | null = null;
  /** Comes with the hands, a moment after first paint. */
  notices!: Notices;

  constructor(root: HTMLElement, base: string, plan: Plan) {
    this.root = root;
    this.plan = plan;
    this.view = remembered(plan.program.slug, root.dataset.columns);
    const locale = localeOf(document.documentElement.lang);
    this.words = new Words(locale, plan.today, plan.minutesPerDay, navigator.language || locale);
    this.door = new Door(base, () => this.plan.revision);
    this.frame = new Frame(root, this);
    this.grid = new Grid(this.frame.grid, this);
    this.gantt = new Gantt(this.frame.gantt, this);
  }

  /** Everything is in place: draw for the first time. */
  start(): void {
    this.isStarted = true;
    this.frame.fit();
    this.arrangeColumns();
  }

  get context(): Context {
    return { plan: this.plan, words: this.words };
  }

  get bounds(): select.Bounds {
    return { rows: this.rows.length, columns: this.columns.length };
  }

  get activeRow(): Row | undefined {
    return this.rows[this.selection.active.row];
  }

  get activeTask(): Task | undefined {
    const row = this.activeRow;
    return row?.kind === "task" ? row.task : undefined;
  }

  /** Selected tasks from top to bottom, projects left out: nothing that acts on tasks acts on them. */
  selectedTasks(): Task[] {
    return select.rowsOf(this.selection).flatMap(at => {
      const row = this.rows[at];
      return row?.kind === "task" && row.task.kind !== "project" ? [row.task] : [];
    });
  }

  mayEdit(task?: Task): boolean {
    return mayEdit(this.plan, task);
  }

  mayShape(task?: Task): boolean {
    return mayShape(this.plan, task);
  }

  /** Who may only report progress on his own work may type that, and nothing else. */
  mayType(column: Column, task: Task): boolean {
    return this.mayEdit(task) || (task.own === "status" && column.isProgress === true);
  }

  /** Lay out the columns the view asks for; the active cell stays in its column, at first the task's name. */
  arrangeColumns(): void {
    this.makeRoom();
    const active = this.columns[this.selection.active.column]?.key ?? "name";
    const known = new Map(allColumns(this.plan).map(column => [column.key, column]));
    this.columns = this.view.columns.flatMap(key =>
      this.frame.isNarrow && key === "wbs" ? [] : (known.get(key) ?? []),
    );
    for (const column of this.columns)
      column.width = this.view.widths[column.key] ?? (column.key === "wbs" ? this.wbsWidth() : column.width);
    const name = this.columns.find(column => column.key === "name");
    if (name && this.frame.isNarrow) name.width = Math.min(name.width, NARROW_NAME);
    const { row, column } = this.selection.active;
    const place = this.columns.findIndex(({ key }) => key === active);
    if (place >= 0 && place !== column) this.selection = select.at(row, place, { ...this.bounds, rows: row + 1 });
    this.grid.rebuild();
    this.arrange();
  }

  /** How many columns from the left stay in sight: on a phone the name alone. */
  get frozen(): number {
    return this.frame.isNarrow ? 1 : Math.min(this.view.frozen, this.columns.length);
  }

  /** As wide as the deepest number needs: cut off, it says nothing. */
  private wbsWidth(): number {
    let longest = 5;
    for (const { wbs } of this.plan.tasks.values()) if (wbs.length > longest) longest = wbs.length;
    return Math.min(120, 20 + Math.ceil(longest * 6.2));
  }

  /** Work out the rows anew, keep the reader's place, draw. */
  arrange(slide = false): void {
    const before = this.rows;
    const sortColumn = this.view.sort && this.columns.find(column => column.key === this.view.sort?.column);
    const rows = arrangedRows(this.plan, {
      keeps: this.sieve(),
      shut: this.view.shut,
      group: this.view.group && grouping(this.view.group, this.context),
      sort: sortColumn ? { by: sortColumn.order, descending: this.view.sort!.descending } : null,
    });
    this.rows = withDrafts(rows, this.drafts);
    this.rowByKey = new Map(this.rows.map((row, at) => [row.key, at]));
    const now = (row: number): number | undefined => before[row] && this.rowByKey.get(before[row].key);
    this.selection = select.carried(this.selection, now, this.bounds);
    this.frame.fit();
    this.arrangeTime();
    this.frame.resize();
    this.redraw(slide);
  }

  private sieve(): ((task: Task) => boolean) | null {
    const { filtering, view, root } = this;
    return filtering && isFiltering(view.filter)
      ? filtering.sieve(view.filter, this.context, root.dataset.me ?? "")
      : null;
  }

  filter(changed: Partial<Filter>): void {
    this.look({ filter: { ...this.view.filter, ...changed } });
  }

  private arrangeTime(): void {
    let [from, until] = [this.plan.headline.start ?? this.plan.today, this.plan.headline.finish ?? this.plan.today];
    for (const task of this.plan.tasks.values()) {
      if (task.start !== null && task.start < from) from = task.start;
      if (task.baselineStart !== null && task.baselineStart < from) from = task.baselineStart;
      if (task.finish !== null && task.finish > until) until = task.finish;
    }
    this.view.zoom ??= fittingZoom(from, until, this.frame.ganttWidth || 600);
    this.scale = new Scale(from, until, ZOOMS[this.view.zoom]!, this.frame.ganttWidth);
  }

  redraw(slide = false): void {
    this.frame.draw("all", slide);
    this.refreshParts();
  }

  private refreshParts(): void {
    for (const part of this.parts) part.refresh();
  }

  /** Change how the plan is looked at, and remember it. */
  look(changed: Partial<View>, slide = false): void {
    const where = changed.filter && this.view.filter.where;
    const isAnother = DECIDED.some(key => key in changed) && !("name" in changed);
    Object.assign(this.view, isAnother ? { ...changed, name: null } : changed);
    remember(this.plan.program.slug, this.view);
    // The columns of a named view are that view's; those the reader sets follow him from browser to browser.
    if (!("name" in changed) && (changed.columns || changed.widths || "frozen" in changed))
      this.root.dispatchEvent(new CustomEvent("plan:columns"));
    // What is narrowed is said in the address: it can be sent on, and survives a reload.
    if (changed.filter && this.filtering)
      history.replaceState(history.state, "", this.filtering.withFilter(new URL(location.href), changed.filter));
    if (
      changed.columns ||
      changed.widths ||
      changed.filter?.where !== where ||
      ["frozen", "isDense", "showsBars"].some(key => key in changed)
    )
      this.arrangeColumns();
    else this.arrange(slide);
  }

  /** On a phone: bars with their names above them, in place of the table. */
  get showsBarsAlone(): boolean {
    return this.frame.isNarrow && this.view.showsBars;
  }

  /** Rows as high as the reader, or a thumb, wants them. */
  private makeRoom(): void {
    layout.makeRoom(
      this.showsBarsAlone ? "named" : this.frame.isNarrow ? "touch" : this.view.isDense ? "dense" : "usual",
    );
    this.root.style.setProperty("--s-row", `${layout.ROW}px`);
  }

  select(selection: select.Selection, reveal = true): void {
    const before = this.activeTask?.number;
    this.selection = selection;
    if (reveal) this.frame.reveal(selection.active.row, selection.active.column);
    this.frame.draw("selection");
    if (this.activeTask?.number !== before) this.announceSelection();
  }

  selectTask(number: number): void {
    this.openAncestors(number);
    const row = this.rowByKey.get(number);
    if (row !== undefined) this.select(select.at(row, this.selection.active.column, this.bounds));
  }

  toggle(key: number | string, open?: boolean): void {
    const shut = new Set(this.view.shut);
    if (open ?? shut.has(key)) shut.delete(key);
    else shut.add(key);
    this.look({ shut });
  }

  private openAncestors(number: number): void {
    const shut = new Set(this.view.shut);
    for (
      let up = this.plan.tasks.get(number)?.parent ?? null;
      up !== null;
      up = this.plan.tasks.get(up)?.parent ?? null
    )
      shut.delete(up);
    if (shut.size !== this.view.shut.size) this.look({ shut });
  }

  private announceSelection(): void {
    const number = this.activeTask?.number ?? null;
    this.root.dispatchEvent(new CustomEvent("plan:selected", { bubbles: true, detail: { number } }));
  }

  /** Send one operation; its answer is applied, drawn and announced. Refusals go to the notices. */
  async save(said: Saying, about?: { task: number; column: string }): Promise<Saved | null> {
    try {
      const saving = this.door.save(said, saved => this.take(saved.changes, saved.revision));
      this.refreshParts();
      return await saving;
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Conflicted || error instanceof load.Malformed)) throw error;
      const again = (seen: number) => (): ReturnType<typeof operationOf> => {
        const operation = operationOf(said);
        return operation && { ...operation, seen };
      };
      const retry = (seen: number): void => void this.save(again(seen), about);
      this.redraw();
      this.refuse(error, { ...about, retry });
      return null;
    }
  }

  /** Apply what a save of ours changed. */
  private take(changes: Changes, revision: number): void {
    const since = this.plan.revision;
    this.savedAt = new Date();
    // What others saved after it may have been told before it: then this is old, and was part of what was told.
    if (revision >= since) this.apply(changes, revision);
    if (this.against("?")) void this.compareAgain(since);
    const count = changes.tasks.length + changes.redated.length;
    this.announce(count === 1 ? say("Saved. One task changed.") : say("Saved. {count} tasks changed.", { count }));
    this.root.dispatchEvent(
      new CustomEvent("plan:saved", { bubbles: true, detail: { revision, headline: this.plan.headline } }),
    );
  }

  /** A save is answered against the newest baseline; with another one chosen, its rows are asked for once more. */
  private async compareAgain(since: number): Promise<void> {
    const json = await this.door.read(`/sheet/changes?since=${since}${this.against("&")}`);
    if (load.revision(json) >= this.plan.revision) this.apply(load.changes(json), load.revision(json));
  }

  apply(changes: Changes, revision: number): void {
    apply(this.plan, changes, revision);
    const isOpen = ({ number }: { number: number }): boolean => number === this.openCell?.task;
    if (this.openCell && (changes.tasks.some(isOpen) || changes.redated.some(isOpen))) this.openCell.isStale = true;
    this.arrange(true);
  }

  /** Somebody else saved: fetch what changed once our own saves are answered. */
  async catchUp({ revision, by, tasks }: Changed): Promise<void> {
    await this.door.idle();
    if (revision <= this.plan.revision) return;
    const json = await this.door.read(`/sheet/changes?since=${this.plan.revision}${this.against("&")}`);
    // A save of ours may have been answered meanwhile: its answer told this as well, and what came after it.
    if (load.revision(json) <= this.plan.revision) return;
    this.glow(tasks ?? []);
    this.door.heard(load.revision(json));
    this.apply(load.changes(json), load.revision(json));
    const name = tasks?.length === 1 && this.plan.tasks.get(tasks[0]!)?.name;
    if (by) this.announce(name ? say("{by} changed “{name}”.", { by, name }) : say("{by} changed the plan.", { by }));
  }

  /** Rows somebody else changed are tinted for a moment. */
  private glow(tasks: readonly number[]): void {
    for (const number of tasks) this.glowing.add(number);
    setTimeout(() => {
      for (const number of tasks) this.glowing.delete(number);
      this.redraw();
    }, GLOW_MS);
  }

  /** Read the plan anew, as for another baseline. */
  async reload(): Promise<void> {
    await this.door.idle();
    const plan = load.plan(await this.door.read(`/sheet${this.against("?")}`));
    if (plan.revision < this.plan.revision) return this.reload(); // a save of ours was quicker
    this.plan = plan;
    this.arrangeColumns();
  }

  /** Fetch what the ticked baselines promised. A baseline never changes: once is enough. */
  async fetchPromises(): Promise<void> {
    const known = this.plan.baselines.map(({ number }) => number);
    this.view.ghosts = this.view.ghosts.filter(slot => known.includes(slot));
    for (const slot of this.view.ghosts) {
      if (this.promises.has(slot)) continue;
      this.promises.set(slot, load.promises(await this.door.read(`/sheet/promises?baseline=${slot}`)));
      this.redraw();
    }
  }

  /** The baseline in the address; none for the newest, which is what the server compares with unasked. */
  private against(mark: "?" | "&"): string {
    const { baseline } = this.view;
    return baseline === null || baseline === this.plan.baselines.at(-1)?.number ? "" : `${mark}baseline=${baseline}`;
  }

  refuse(error: unknown, about?: About): void {
    this.notices.refuse(error, about);
  }

  /** Said to those who listen instead of look. */
  announce(sentence: string): void {
    this.frame.live.textContent = sentence;
  }
}

/** The page's language decides; where it names no country, English is written as the pages write it: 18 Sep. */
function localeOf(language: string): string {
  return !language || language === "en" ? "en-GB" : language;
}

export function depth(row: Row): number {
  return row.depth;
}
