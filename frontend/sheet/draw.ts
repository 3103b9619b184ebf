/** Draws the grid: heads, and the rows on screen, each row element used again for another row as it scrolls away.
 *
 * Draws only: what is clicked, typed or dragged is `pointer`, `commands` and `editor`. */
import { el, icon, put, svg } from "../dom.ts";
import { say } from "../say.ts";
import { canEdit, type Column } from "./columns.ts";
import type { Window } from "./frame.ts";
import { ROW } from "./layout.ts";
import type { GroupRow, Row, TaskRow } from "./outline.ts";
import * as select from "./select.ts";
import type { Sheet } from "./sheet.ts";

/** The columns that fit the first screen end here; those behind it are a scroll to the right. */
const FIRST_SCREEN_ENDS_WITH = "float";

export class Grid {
  readonly element: HTMLElement;
  readonly head = el("div", { class: "s-head", role: "row" });
  private readonly sheet: Sheet;
  private readonly run = el("div", { class: "s-run" });
  private pool: HTMLElement[] = [];
  private drawn: Window = { first: 0, until: 0, offset: 0 };

  constructor(element: HTMLElement, sheet: Sheet) {
    this.element = element;
    this.sheet = sheet;
    put(element, "role", "treegrid");
    put(element, "tabindex", 0);
    put(element, "aria-label", say("Plan"));
    put(element, "aria-multiselectable", "true");
    const rows = el("div", { class: "s-rows", role: "rowgroup" }, this.run);
    element.append(el("div", { class: "s-heads", role: "rowgroup" }, this.head), rows);
  }

  /** Width at which the columns a reader looks at first are just visible. */
  get firstScreenWidth(): number {
    const last = this.sheet.columns.findIndex(column => column.key === FIRST_SCREEN_ENDS_WITH);
    return this.left(last < 0 ? this.sheet.columns.length : last + 1) + 2;
  }

  get width(): number {
    return this.left(this.sheet.columns.length);
  }

  left(column: number): number {
    return this.sheet.columns.slice(0, column).reduce((sum, { width }) => sum + width, 0);
  }

  /** Columns came, went or changed width: heads and rows are made anew. */
  rebuild(): void {
    const { columns, view } = this.sheet;
    put(this.element, "aria-colcount", columns.length);
    this.head.replaceChildren(...columns.map((column, at) => this.makeHead(column, at)));
    this.run.replaceChildren();
    this.pool = [];
    for (const part of [this.head, this.run]) part.style.width = `${this.width}px`;
    this.element.style.setProperty("--frozen", `${this.left(Math.min(view.frozen, columns.length))}px`);
  }

  private makeHead(column: Column, at: number): HTMLElement {
    const head = el("div", { class: "s-th", role: "columnheader", "data-column": at, "data-tip": column.tip, "aria-colindex": at + 1 });
    head.append(column.key === "critical" ? el("span", { class: "vh" }, column.label) : el("span", {}, column.label), el("i", { class: "s-grip" }));
    const sort = this.sheet.view.sort;
    if (sort?.column === column.key) {
      put(head, "aria-sort", sort.descending ? "descending" : "ascending");
      head.append(icon("i-down", sort.descending ? "i s-sort" : "i s-sort up"));
    }
    this.fitCell(head, column, at);
    return head;
  }

  private fitCell(cell: HTMLElement, column: Column, at: number): void {
    cell.style.width = `${column.width}px`;
    if (column.isNumber) cell.classList.add("n");
    cell.classList.add(`c-${column.key.replace(".", "-")}`);
    if (at >= this.sheet.view.frozen) return;
    cell.classList.add("frozen");
    if (at === this.sheet.view.frozen - 1) cell.classList.add("last");
    cell.style.left = `${this.left(at)}px`;
  }

  draw(window: Window, isForced: boolean): void {
    const { sheet } = this;
    this.run.style.transform = `translateY(${-window.offset}px)`;
    const hasMoved = window.first !== this.drawn.first || window.until !== this.drawn.until;
    this.drawn = window;
    if (!hasMoved && !isForced) return;
    this.keepEnough(window.until - window.first);
    put(this.element, "aria-rowcount", sheet.rows.length + 1);
    for (let at = window.first; at < window.first + this.pool.length; at++) {
      const element = this.pool[at % this.pool.length]!;
      if (at >= window.until) element.hidden = true;
      else if (isForced || element.hidden || element.dataset.row !== String(at)) this.fill(element, at);
    }
    this.pointAtActive();
  }

  private keepEnough(count: number): void {
    if (this.pool.length >= count) return;
    this.pool = Array.from({ length: count + 6 }, (_, at) => this.makeRow(at));
    this.run.replaceChildren(...this.pool);
  }

  private makeRow(place: number): HTMLElement {
    const row = el("div", { class: "s-row", role: "row" });
    row.hidden = true;
    this.sheet.columns.forEach((column, at) => {
      const cell = el("div", { class: "s-cell", role: "gridcell", id: `s-${place}-${at}`, "data-column": at, "aria-colindex": at + 1 });
      this.fitCell(cell, column, at);
      row.append(cell);
    });
    return row;
  }

  private fill(element: HTMLElement, at: number): void {
    const row = this.sheet.rows[at]!;
    const isSelected = select.hasRow(this.sheet.selection, at);
    element.hidden = false;
    element.dataset.row = String(at);
    element.style.transform = `translateY(${at * ROW}px)`;
    element.className = ["s-row", ...classesOf(row), isSelected && "on", this.sheet.glowing.has(row.key as number) && "glow"].filter(Boolean).join(" ");
    put(element, "aria-rowindex", at + 2);
    put(element, "aria-level", row.depth + 1);
    put(element, "aria-selected", isSelected ? "true" : "false");
    put(element, "aria-expanded", isParent(row) ? String(row.isOpen) : null);
    this.sheet.columns.forEach((column, place) => {
      const cell = element.children[place] as HTMLElement;
      const isActive = this.sheet.selection.active.row === at && this.sheet.selection.active.column === place;
      cell.classList.toggle("active", isActive);
      cell.classList.toggle("ranged", select.isRange(this.sheet.selection) && select.hasCell(this.sheet.selection, at, place));
      if (cell.querySelector(".s-edit")) return;
      if (row.kind === "task") this.fillCell(cell, column, row);
      else fillOther(cell, column, row);
    });
  }

  private fillCell(cell: HTMLElement, column: Column, row: TaskRow): void {
    const { task } = row;
    const typed = this.sheet.pending.get(`${task.number}:${column.key}`);
    cell.classList.toggle("pending", typed !== undefined);
    put(cell, "aria-readonly", canEdit(column, task) && this.sheet.mayEdit(task) ? null : "true");
    if (column.key === "name") return fillName(cell, row, typed ?? task.name);
    if (column.key === "critical") return fillMark(cell, task.critical && this.sheet.view.showsCritical);
    const [text, faint] = typed === undefined ? column.show(task, this.sheet.context) : [typed];
    cell.classList.toggle("bad", column.key === "float" && text.startsWith("−"));
    cell.classList.toggle("faint", text === "–" || (column.key === "slip" && text === "0"));
    if (!faint) cell.textContent = text;
    else cell.replaceChildren(`${text} `, el("span", { class: "faint" }, faint));
  }

  /** Where focus is, for assistive technology: the grid keeps it, and points. */
  private pointAtActive(): void {
    put(this.element, "aria-activedescendant", this.cell(this.sheet.selection.active.row, this.sheet.selection.active.column)?.id ?? null);
  }

  /** The cell's element, when it is on screen. */
  cell(row: number, column: number): HTMLElement | null {
    const element = this.pool[row % this.pool.length];
    return element && !element.hidden && element.dataset.row === String(row) ? (element.children[column] as HTMLElement) : null;
  }

  revealColumn(column: number): void {
    if (column < this.sheet.view.frozen) return;
    const [left, frozen] = [this.left(column), this.left(this.sheet.view.frozen)];
    const right = left + (this.sheet.columns[column]?.width ?? 0);
    if (left < this.element.scrollLeft + frozen) this.element.scrollLeft = left - frozen;
    else if (right > this.element.scrollLeft + this.element.clientWidth) this.element.scrollLeft = right - this.element.clientWidth;
  }
}

export function isParent(row: Row): row is TaskRow | GroupRow {
  return row.kind === "group" || (row.kind === "task" && row.isParent);
}

function classesOf(row: Row): (string | false)[] {
  if (row.kind !== "task") return [row.kind];
  const { task } = row;
  const isSum = task.kind === "project" || task.kind === "summary";
  return [isSum && "sum", task.kind === "milestone" && "ms", !task.isActive && "inactive", !row.isMatch && "unmatched", task.percent >= 100 && "done"];
}

function fillName(cell: HTMLElement, row: TaskRow, name: string): void {
  cell.style.setProperty("--depth", String(row.depth));
  const sign = row.isParent
    ? el("span", { class: row.isOpen ? "s-twist" : "s-twist shut", "data-twist": true }, icon("i-down"))
    : row.task.kind === "milestone" ? svg("svg", { class: "s-dia", viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: "M8 4l4 4-4 4-4-4z" })) : null;
  cell.replaceChildren(...(sign ? [sign] : []), name);
  if (row.task.kind !== "project") cell.append(el("span", { class: "s-open", "data-open": true, "data-tip": say("Open (Ctrl+Enter)") }, icon("i-panel")));
  if (row.task.hasNotes) cell.append(el("span", { class: "s-note", "data-tip": say("Has notes") }));
}

function fillMark(cell: HTMLElement, isCritical: boolean): void {
  if (!isCritical) return cell.replaceChildren();
  if (cell.firstElementChild) return;
  cell.append(svg("svg", { class: "mark", viewBox: "0 0 12 12", role: "img", "aria-label": say("Critical") }, svg("use", { href: "#m-crit", fill: "currentColor" })));
}

function fillOther(cell: HTMLElement, column: Column, row: Exclude<Row, TaskRow>): void {
  cell.classList.remove("pending", "bad", "faint");
  cell.replaceChildren();
  if (column.key !== "name") return;
  cell.style.setProperty("--depth", String(row.depth));
  if (row.kind === "draft") return cell.append(el("span", { class: "faint" }, say("New task")));
  cell.append(el("span", { class: row.isOpen ? "s-twist" : "s-twist shut", "data-twist": true }, icon("i-down")), row.label, el("span", { class: "faint" }, ` ${row.count}`));
}
