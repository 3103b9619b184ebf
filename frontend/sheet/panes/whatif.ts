/** What a drag would do, asked of the server while it lasts: the bars it would move, the finish it would give.
 *
 * One question at a time; when the answer comes, the newest wish is asked next. Nothing is saved. */
import { el } from "../../dom.ts";
import { say } from "../../say.ts";
import { Refused } from "../edit.ts";
import type { Headline, Task } from "../plan.ts";
import type { Sheet } from "../sheet.ts";
import { placeTip } from "./gestures.ts";

export class WhatIf {
  private readonly sheet: Sheet;
  private readonly task: Task;
  private readonly tip = el("div", { class: "s-tip" });
  private readonly over = new AbortController();
  private wish: object | null = null;
  private asked = "null";
  private isAsking = false;

  constructor(sheet: Sheet, task: Task) {
    this.sheet = sheet;
    this.task = task;
    sheet.root.append(this.tip);
    this.say(null);
  }

  ask(fields: object | null, event: PointerEvent): void {
    this.wish = fields;
    placeTip(this.sheet, this.tip, { x: event.clientX, y: event.clientY });
    if (!this.isAsking) void this.next();
  }

  close(): void {
    this.over.abort();
    this.tip.remove();
    this.sheet.previewed = new Map();
    this.sheet.redraw();
  }

  private async next(): Promise<void> {
    const wish = JSON.stringify(this.wish);
    if (wish === this.asked || this.over.signal.aborted) return;
    this.asked = wish;
    if (!this.wish) return this.show([], null);
    this.isAsking = true;
    try {
      const { changes } = await this.sheet.door.preview([{ task: this.task.number, ...this.wish }], this.over.signal);
      this.show(changes.tasks, changes.headline);
    } catch (error) {
      if (error instanceof Refused) this.tip.textContent = error.message;
      else if (!(error instanceof DOMException)) throw error;
    } finally {
      this.isAsking = false;
    }
    await this.next();
  }

  private show(tasks: readonly Task[], headline: Headline | null): void {
    if (this.over.signal.aborted) return;
    this.sheet.previewed = new Map(tasks.map(task => [task.number, task]));
    this.sheet.frame.draw("all");
    this.say(headline);
  }

  private say(headline: Headline | null): void {
    const { words, plan, previewed } = this.sheet;
    const task = previewed.get(this.task.number) ?? this.task;
    const lines = [
      say("{start} to {finish}, {duration}", {
        start: words.dayText(task.start),
        finish: words.finishText(task.finish),
        duration: durationText(task, this.sheet),
      }),
    ];
    const others = [...previewed.values()].filter(
      other => other.number > 0 && other.number !== this.task.number && moves(plan.tasks.get(other.number), other),
    ).length;
    if (others)
      lines.push(others === 1 ? say("One other task moves") : say("{count} other tasks move", { count: others }));
    const [before, after] = [words.finishText(plan.headline.finish), words.finishText(headline?.finish ?? null)];
    if (headline && after)
      lines.push(
        before === after
          ? say("Planned finish stays {day}", { day: after })
          : say("Planned finish {after}, was {before}", { after, before }),
      );
    this.tip.replaceChildren(...lines.map(line => el("div", {}, line)));
  }
}

function moves(before: Task | undefined, after: Task): boolean {
  return before?.start !== after.start || before?.finish !== after.finish;
}

function durationText(task: Task, sheet: Sheet): string {
  const amount = sheet.words.duration(task.duration, task.durationUnit);
  return /\d$/.test(amount) ? `${amount} d` : amount;
}
