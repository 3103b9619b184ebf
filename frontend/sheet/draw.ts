/** Draws the grid: heads, and the rows on screen, each row element used again for another row as it scrolls away.
 *
 * Draws only: what is clicked, typed or dragged is `pointer`, `commands` and `editor`. A row in use is written to only
 * where it differs from what it said before. */
import { el, icon, put, svg } from "../dom.ts";
import { say } from "../say.ts";
import { canEdit, type Column } from "./column.ts";
import type { Window } from "./frame.ts";
import { ROW } from "./layout.ts";
import type { GroupRow, Row, TaskRow } from "./outline.ts";
import * as select from "./select.ts";
import type { Sheet } from "./sheet.ts";

/** The columns that fit the first screen end here; those behind it are a scroll to the right. */
const FIRST_SCREEN_ENDS_WITH = "float";

/** A row element with what it last said, cell by cell: words, fainter words, classes. */
interface Line {
  element: HTMLElement;
  at: number;
  cells: { element: HTMLElement; words: Text; faint: HTMLElement; said: string; looks: string }[];
}

export class Grid {
  readonly element: HTMLElement;
  readonly head = el("div", { class: "s-head", role: "row" });
  private readonly sheet: Sheet;
  private readonly run = el("div", { class: "s-run" });
  private pool: Line[] = [];
  private drawn: Window = { first: 0, until: 0, offset: 0, left: 0, right: 0 };

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
    const { columns } = this.sheet;
    put(this.element, "aria-colcount", columns.length);
    this.head.replaceChildren(...columns.map((column, at) => this.makeHead(column, at)));
    this.run.replaceChildren();
    this.pool = [];
    for (const part of [this.head, this.run]) part.style.width = `${this.width}px`;
  }

  private makeHead(column: Column, at: number): HTMLElement {
    const head = el("div", {
      class: `s-th ${this.classes(column, at)}`,
      role: "columnheader",
      "data-column": at,
      "data-tip": column.tip,
      "aria-colindex": at + 1,
    });
    head.append(
      el("span", { class: column.key === "critical" ? "vh" : null }, column.label),
      el("i", { class: "s-grip" }),
    );
    const sort = this.sheet.view.sort;
    if (sort?.column === column.key) {
      put(head, "aria-sort", sort.descending ? "descending" : "ascending");
      head.append(icon("i-down", sort.descending ? "i s-sort" : "i s-sort up"));
    }
    if (this.sheet.view.filter.where[column.key]) head.append(icon("i-filter", "i s-sort"));
    this.fitCell(head, column, at);
    return head;
  }

  private classes(column: Column, at: number): string {
    const { frozen } = this.sheet;
    return [
      `c-${column.key.replace(".", "-")}`,
      column.isNumber && "n",
      at < frozen && "frozen",
      at === frozen - 1 && "last",
    ]
      .filter(Boolean)
      .join(" ");
  }

  private fitCell(cell: HTMLElement, column: Column, at: number): void {
    cell.style.width = `${column.width}px`;
    if (at < this.sheet.frozen) cell.style.left = `${this.left(at)}px`;
  }

  draw(window: Window, isForced: boolean): void {
    this.run.style.transform = `translateY(${-window.offset}px)`;
    const hasMoved = window.first !== this.drawn.first || window.until !== this.drawn.until;
    this.drawn = window;
    if (!hasMoved && !isForced) return;
    this.keepEnough(window.until - window.first);
    put(this.element, "aria-rowcount", this.sheet.rows.length + 1);
    for (let at = window.first; at < window.first + this.pool.length; at++) {
      const line = this.pool[at % this.pool.length]!;
      if (at >= window.until) hide(line);
      else if (isForced || line.at !== at) this.fill(line, at);
    }
    this.pointAtActive();
  }

  private keepEnough(count: number): void {
    if (this.pool.length >= count) return;
    this.pool = Array.from({ length: count + 6 }, (_, place) => this.makeLine(place));
    this.run.replaceChildren(...this.pool.map(line => line.element));
  }

  private makeLine(place: number): Line {
    const element = el("div", { class: "s-row", role: "row" });
    element.hidden = true;
    const cells = this.sheet.columns.map((column, at) => {
      const cell = el("div", { role: "gridcell", id: `s-${place}-${at}`, "data-column": at, "aria-colindex": at + 1 });
      const [words, faint] = [document.createTextNode(""), el("span", { class: "faint" })];
      this.fitCell(cell, column, at);
      cell.append(
        ...(column.key === "name" ? nameParts(words, faint) : column.key === "critical" ? [mark()] : [words, faint]),
      );
      element.append(cell);
      return { element: cell, words, faint, said: "", looks: "" };
    });
    return { element, at: -1, cells };
  }

  private fill(line: Line, at: number): void {
    const { element } = line;
    const row = this.sheet.rows[at]!;
    const isSelected = select.hasRow(this.sheet.selection, at);
    if (line.at !== at) {
      element.style.transform = `translateY(${at * ROW}px)`;
      element.dataset.row = String(at);
      put(element, "aria-rowindex", at + 2);
    }
    line.at = at;
    element.hidden = false;
    element.className = ["s-row", ...this.rowLooks(row), isSelected && "on"].filter(Boolean).join(" ");
    put(element, "aria-level", row.depth + 1);
    put(element, "aria-selected", isSelected ? "true" : "false");
    put(element, "aria-expanded", isParent(row) ? String(row.isOpen) : null);
    element.style.setProperty("--depth", String(row.depth));
    this.sheet.columns.forEach((column, place) => this.fillCell(line.cells[place]!, column, row, at, place));
  }

  private rowLooks(row: Row): (string | false)[] {
    if (row.kind === "draft") return ["draft"];
    if (row.kind === "group") return ["sum", "group", "parent", !row.isOpen && "shut"];
    const { task } = row;
    return [
      (task.kind === "project" || task.kind === "summary") && "sum",
      task.kind === "project" && "project",
      task.kind === "milestone" && "ms",
      row.isParent && "parent",
      row.isParent && !row.isOpen && "shut",
      !row.isMatch && "unmatched",
      !task.isActive && "inactive",
      task.critical && this.sheet.view.showsCritical && "crit",
      task.hasNotes && "noted",
      this.sheet.glowing.has(task.number) && "glow",
    ];
  }

  private fillCell(cell: Line["cells"][number], column: Column, row: Row, at: number, place: number): void {
    const { selection } = this.sheet;
    const [words, faint, ...looks] = row.kind === "task" ? this.taskWords(row, column) : otherWords(row, column);
    const said = `${words}\n${faint}`;
    if (said !== cell.said) {
      cell.said = said;
      cell.words.data = faint && column.key !== "name" ? `${words} ` : words;
      if (cell.faint.textContent !== faint) cell.faint.textContent = faint;
    }
    if (selection.active.row === at && selection.active.column === place) looks.push("active");
    if (select.isRange(selection) && select.hasCell(selection, at, place)) looks.push("ranged");
    if (column.read && row.kind === "task" && select.isCorner(selection, at, place)) looks.push("corner");
    const look = `s-cell ${this.classes(column, place)} ${looks.filter(Boolean).join(" ")}`;
    if (look === cell.looks) return;
    cell.looks = cell.element.className = look;
    put(cell.element, "aria-readonly", looks.includes("fixed") ? "true" : null);
  }

  /** What a task's cell says, fainter words behind it, and how it looks. */
  private taskWords({ task }: TaskRow, column: Column): [words: string, faint: string, ...looks: string[]] {
    const typed = this.sheet.pending.get(`${task.number}:${column.key}`)?.typed;
    const fixed = canEdit(column, task) && this.sheet.mayType(column, task) ? "" : "fixed";
    if (typed !== undefined) return [typed, "", "pending"];
    const [words, faint = ""] = column.show(task, this.sheet.context);
    const isBad = column.key === "float" && words.startsWith("−");
    const isFaint = words === "–" || (column.key === "slip" && words === "0");
    return [words, faint, fixed, isBad ? "bad" : isFaint ? "quieter" : ""];
  }

  /** Where focus is, for assistive technology: the grid keeps it, and points. */
  private pointAtActive(): void {
    const { row, column } = this.sheet.selection.active;
    put(this.element, "aria-activedescendant", this.cell(row, column)?.id ?? null);
  }

  /** The cell's element, when it is on screen. */
  cell(row: number, column: number): HTMLElement | null {
    const line = this.pool[row % this.pool.length];
    return line?.at === row ? (line.cells[column]?.element ?? null) : null;
  }

  revealColumn(column: number): void {
    if (column < this.sheet.frozen) return;
    const [left, frozen] = [this.left(column), this.left(this.sheet.frozen)];
    const right = left + (this.sheet.columns[column]?.width ?? 0);
    if (left < this.element.scrollLeft + frozen) this.element.scrollLeft = left - frozen;
    else if (right > this.element.scrollLeft + this.element.clientWidth)
      this.element.scrollLeft = right - this.element.clientWidth;
  }
}

export function isParent(row: Row): row is TaskRow | GroupRow {
  return row.kind === "group" || (row.kind === "task" && row.isParent);
}

function hide(line: Line): void {
  line.at = -1;
  line.element.hidden = true;
}

/** Every row has all the signs a name can have; its classes say which are seen. */
function nameParts(words: Text, faint: HTMLElement): Node[] {
  return [
    el("span", { class: "s-twist", "data-twist": true }, icon("i-down")),
    svg(
      "svg",
      { class: "s-dia", viewBox: "0 0 16 16", "aria-hidden": "true" },
      svg("path", { d: "M8 4l4 4-4 4-4-4z" }),
    ),
    words,
    faint,
    el("span", { class: "s-note", "data-tip": say("Has notes") }),
    el("span", { class: "s-open", "data-open": true, "data-tip": say("Open (Ctrl+Enter)") }, icon("i-panel")),
  ];
}

function mark(): Node {
  return svg(
    "svg",
    { class: "mark", viewBox: "0 0 12 12", role: "img", "aria-label": say("Critical") },
    svg("use", { href: "#m-crit", fill: "currentColor" }),
  );
}

function otherWords(row: Exclude<Row, TaskRow>, column: Column): [words: string, faint: string, ...looks: string[]] {
  if (column.key !== "name") return ["", "", "fixed"];
  if (row.kind === "group") return [row.label, ` ${row.count}`, "fixed"];
  return row.name ? [row.name, "", "pending"] : ["", say("New task")];
}
