/** Editing in the cell: a text field over it, with suggestions where the value is somebody or something known.
 *
 * Enter saves and goes down, Tab saves and goes right, Escape leaves the value alone. What the column cannot read stays
 * in the field, with a sentence that says why. */
import { el, put } from "../dom.ts";
import { say } from "../say.ts";
import { canEdit, type Column } from "./column.ts";
import * as drafts from "./drafts.ts";
import type { DraftRow, TaskRow } from "./outline.ts";
import type { Task } from "./plan.ts";
import * as select from "./select.ts";
import type { Sheet } from "./sheet.ts";
import { Suggestions } from "./suggest.ts";

/** Open the active cell; with `typed`, what was typed replaces its content. */
export function openEditor(sheet: Sheet, typed?: string): void {
  const { row, column } = sheet.selection.active;
  const at = sheet.rows[row];
  const into = sheet.columns[column];
  if (!at || !into || at.kind === "group") return;
  sheet.frame.reveal(row, column);
  sheet.frame.draw("window");
  const cell = sheet.grid.cell(row, column);
  if (!cell) return;
  if (at.kind === "draft") {
    if (into.key === "name" && !at.isSent) new Editor(sheet, cell, into, at, typed);
    return;
  }
  if (at.task.own === "status" && !sheet.mayType(into, at.task))
    return sheet.announce(say("You may report progress on this task, not change it."));
  if (!sheet.mayType(into, at.task)) return sheet.announce(say("You may not change this plan."));
  if (!canEdit(into, at.task))
    return sheet.announce(say("{column} is worked out and cannot be typed here.", { column: into.label }));
  new Editor(sheet, cell, into, at, typed);
}

class Editor {
  private readonly sheet: Sheet;
  private readonly column: Column;
  /** One of the two: a task, or the line that is to become one. */
  private readonly task: Task | null;
  private readonly draft: DraftRow | null;
  private readonly input: HTMLInputElement;
  private readonly suggestions: Suggestions | null;
  private readonly before: string;
  private isClosed = false;
  private isMoving = false;

  constructor(sheet: Sheet, cell: HTMLElement, column: Column, row: TaskRow | DraftRow, typed?: string) {
    const task = row.kind === "task" ? row.task : null;
    this.sheet = sheet;
    this.column = column;
    this.task = task;
    this.draft = row.kind === "draft" ? row : null;
    this.before = row.kind === "draft" ? row.name : textOf(column, row.task, sheet);
    this.input = el("input", {
      class: "s-edit",
      "aria-label": column.label,
      autocomplete: "off",
      spellcheck: column.key === "name" ? "true" : "false",
    });
    this.input.value = typed ?? this.before;
    this.suggestions = Suggestions.for(sheet, column, this.input);
    const follow = (): void => this.follow();
    const { input, before } = this;
    sheet.openCell = {
      task: task?.number ?? null,
      seen: sheet.plan.revision,
      isStale: false,
      get isChanged() {
        return input.value !== before;
      },
      follow,
    };
    cell.append(this.input);
    this.input.focus({ preventScroll: true });
    if (typed === undefined) this.input.select();
    this.suggestions?.update();
    this.input.addEventListener("keydown", pressed => this.press(pressed));
    this.input.addEventListener("input", () => this.say(null));
    this.input.addEventListener("blur", () => this.leave());
  }

  private press(pressed: KeyboardEvent): void {
    pressed.stopPropagation();
    if (pressed.isComposing) return;
    if (this.suggestions?.press(pressed)) return pressed.preventDefault();
    const { row, column } = this.sheet.selection.active;
    if (pressed.key === "Escape") this.close();
    else if (pressed.key === "Enter") this.commit(pressed.shiftKey ? row - 1 : row + 1, column);
    else if (pressed.key === "Tab") this.commit(row, pressed.shiftKey ? column - 1 : column + 1);
    else return;
    pressed.preventDefault();
  }

  /** Rows moved, because somebody else saved or the reader scrolled: stay on the own task, or save once out of sight. */
  private follow(): void {
    const row = this.sheet.rowByKey.get(this.task?.number ?? this.draft!.key);
    const place = this.sheet.columns.findIndex(({ key }) => key === this.column.key);
    const cell = row === undefined ? null : this.sheet.grid.cell(row, place);
    if (cell === this.input.parentElement) return;
    if (!cell) return this.leave();
    this.isMoving = true;
    cell.append(this.input);
    this.input.focus({ preventScroll: true });
    this.isMoving = false;
  }

  /** Clicking elsewhere saves, as in Excel, unless the value cannot be read: then it is given up. */
  private leave(): void {
    if (this.isClosed || this.isMoving || this.suggestions?.isPointed) return;
    if (!this.save(false)) this.close();
  }

  private commit(row: number, column: number): void {
    if (!this.save(true) || this.draft) return;
    this.sheet.select(select.at(row, column, this.sheet.bounds));
  }

  /** False when the field has to stay open. */
  private save(wantsNext: boolean): boolean {
    const typed = this.input.value;
    if (!this.task) return this.saveDraft(this.draft!, typed.trim(), wantsNext);
    if (typed === this.before) {
      this.close();
      return true;
    }
    const fields = this.column.read?.(typed, this.task, this.sheet.context);
    if (typeof fields !== "object") {
      this.say(fields ?? null);
      return false;
    }
    const { task, column } = this;
    const open = this.sheet.openCell;
    this.close();
    this.send(task, column, fields, typed, open?.isStale ? open.seen : undefined);
    return true;
  }

  private send(task: Task, column: Column, body: object, typed: string, seen?: number): void {
    const { sheet } = this;
    const key = `${task.number}:${column.key}`;
    const mine = { typed };
    sheet.pending.set(key, mine);
    sheet.redraw();
    const reports = !sheet.mayEdit(task);
    const operation = {
      method: reports ? ("POST" as const) : ("PATCH" as const),
      path: `/tasks/${task.number}${reports ? ":report-progress" : ""}`,
      body,
      ...(seen !== undefined && { seen }),
    };
    void sheet.save(operation, { task: task.number, column: column.key }).finally(() => {
      // Typed over meanwhile, it is the later value that waits.
      if (sheet.pending.get(key) === mine) sheet.pending.delete(key);
      sheet.redraw();
    });
  }

  private saveDraft(draft: DraftRow, name: string, wantsNext: boolean): boolean {
    if (!name) {
      this.close();
      return true;
    }
    this.isClosed = true;
    this.dispose();
    void drafts.send(this.sheet, draft, name);
    if (wantsNext && drafts.next(this.sheet, draft)) openEditor(this.sheet);
    else this.sheet.redraw();
    return true;
  }

  private close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.dispose();
    if (this.draft) drafts.settle(this.sheet, this.draft, null);
    else this.sheet.redraw();
  }

  private dispose(): void {
    const hadFocus = document.activeElement === this.input;
    this.suggestions?.close();
    this.say(null);
    this.sheet.openCell = null;
    this.input.remove();
    if (hadFocus) this.sheet.grid.element.focus({ preventScroll: true });
  }

  /** Beside the field, why it stays open. */
  private say(sentence: string | null): void {
    put(this.input, "aria-invalid", sentence ? "true" : null);
    this.sheet.notices.beside(sentence ? this.input : null, sentence ?? "");
  }
}

/** What a cell says when it is opened, as it would be typed: what waits to be saved goes before what is. */
function textOf(column: Column, task: Task, sheet: Sheet): string {
  const waiting = sheet.pending.get(`${task.number}:${column.key}`);
  return waiting ? waiting.typed : (column.write?.(task, sheet.context) ?? column.show(task, sheet.context)[0]);
}
