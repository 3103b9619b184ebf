/** What the sheet has to say about a cell: a refusal in a sentence, or that somebody else was there first. */
import { el } from "../dom.ts";
import { Conflicted } from "./edit.ts";
import { bring } from "./later.ts";
import type { Sheet } from "./sheet.ts";

export interface About {
  task?: number;
  column?: string;
  /** Save again, having seen the other's value. */
  retry?: (seen: number) => void;
}

export class Notices {
  private readonly sheet: Sheet;
  private readonly bubble = el("div", { class: "s-notice", role: "alert" });

  constructor(sheet: Sheet) {
    this.sheet = sheet;
  }

  /** A sentence below an element; null takes it away. */
  beside(element: Element | null, sentence: string): void {
    this.bubble.remove();
    if (!element) return;
    this.bubble.replaceChildren(sentence);
    float(this.sheet, this.bubble, element);
  }

  refuse(error: unknown, about?: About): void {
    const sentence = error instanceof Error ? error.message : String(error);
    const cell = (about && this.cellOf(about)) ?? this.activeCell();
    if (error instanceof Conflicted && error.conflicts.length) return void this.ask(error, about ?? {}, cell);
    this.beside(cell ?? this.sheet.grid.element, sentence);
    const over = new AbortController();
    for (const event of ["keydown", "pointerdown"]) {
      this.sheet.root.addEventListener(
        event,
        () => {
          this.bubble.remove();
          over.abort();
        },
        { signal: over.signal, capture: true },
      );
    }
  }

  private ask(error: Conflicted, about: About, cell: Element | null): Promise<void> {
    return bring(({ conflict }) => conflict.ask(this.sheet, error, about, cell ?? this.sheet.grid.element));
  }

  private cellOf({ task, column }: About): Element | null {
    const row = task === undefined ? undefined : this.sheet.rowByKey.get(task);
    if (row === undefined) return null;
    const place = this.sheet.columns.findIndex(one => one.key === column);
    return this.sheet.grid.cell(row, Math.max(0, place));
  }

  private activeCell(): Element | null {
    return this.sheet.grid.cell(this.sheet.selection.active.row, this.sheet.selection.active.column);
  }
}

/** Put something into the sheet below an element, or as near as the sheet's edges allow. */
export function float(sheet: Sheet, floating: HTMLElement, below: Element): void {
  const { left, top, height } = sheet.frame.place(below);
  sheet.root.append(floating);
  const lowest = sheet.root.clientHeight - floating.offsetHeight - 8;
  const rightmost = sheet.root.clientWidth - floating.offsetWidth - 8;
  Object.assign(floating.style, {
    left: `${Math.max(8, Math.min(left, rightmost))}px`,
    top: `${Math.max(8, Math.min(top + Math.min(height, 60) + 4, lowest))}px`,
  });
}
