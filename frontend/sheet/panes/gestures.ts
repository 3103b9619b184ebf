/** The pointer on the Gantt: moving a bar, drawing its end, linking from bar to bar; each with what it would do to the
 * plan while it lasts. Every one of these has a cell or a menu entry that does the same. */
import { el, svg } from "../../dom.ts";
import { phrase, say } from "../../say.ts";
import * as commands from "../commands.ts";
import { autoscroll, drags, type By, type Drag } from "../drag.ts";
import { BAR, rowTop, workingDays } from "../layout.ts";
import { openContextMenu, openLink, whatIfs } from "../later.ts";
import type { LinkType, Task } from "../plan.ts";
import * as select from "../select.ts";
import type { Sheet } from "../sheet.ts";
import { iso } from "../words.ts";
import { hit, type Hit, type Part } from "./hit.ts";
import type { WhatIf } from "./whatif.ts";

const CURSOR: Record<Part, string> = {
  body: "grab",
  end: "ew-resize",
  fromStart: "crosshair",
  fromFinish: "crosshair",
  hint: "pointer",
  row: "default",
};

export function listen(sheet: Sheet): void {
  const { element } = sheet.gantt;
  drags(element, event => press(sheet, event));
  element.addEventListener("pointermove", event => hover(sheet, event));
  element.addEventListener("pointerleave", () => sheet.gantt.handles(null));
  element.addEventListener("dblclick", event => {
    if (hit(sheet, event.clientX, event.clientY)) commands.open(sheet);
  });
  element.addEventListener("wheel", event => wheel(sheet, event), { passive: false });
  element.addEventListener("contextmenu", event => {
    const at = hit(sheet, event.clientX, event.clientY);
    if (!at) return;
    event.preventDefault();
    if (!select.hasRow(sheet.selection, at.row)) choose(sheet, at, event);
    const box = sheet.root.getBoundingClientRect();
    openContextMenu(sheet, { left: event.clientX - box.left, top: event.clientY - box.top });
  });
}

function press(sheet: Sheet, event: PointerEvent): Drag | null {
  if (event.pointerType === "touch") return null; // a thumb scrolls, and taps
  const at = hit(sheet, event.clientX, event.clientY);
  if (!at) return null;
  if (at.part === "hint") {
    sheet.gantt.show(at.task);
    sheet.redraw();
    return null;
  }
  const link = at.part === "row" && sheet.gantt.links.at(at.x, at.y);
  if (link) {
    event.preventDefault();
    openLink(sheet, link, event);
    return null;
  }
  choose(sheet, at, event);
  sheet.gantt.handles(null);
  if (at.part === "row" || !sheet.mayEdit(at.task)) return pans(sheet);
  event.preventDefault();
  if (at.part === "body") return moves(sheet, at);
  if (at.part === "end") return stretches(sheet, at);
  return links(sheet, at);
}

export function choose(sheet: Sheet, { row }: Hit, event: MouseEvent): void {
  const { column } = sheet.selection.active;
  if (event.shiftKey) sheet.select(select.extended(sheet.selection, row, column, sheet.bounds), false);
  else if (event.ctrlKey || event.metaKey) sheet.select(select.toggled(sheet.selection, row, column), false);
  else sheet.select(select.at(row, column, sheet.bounds), false);
  sheet.grid.element.focus({ preventScroll: true });
}

/** On empty ground a drag carries the view along. */
function pans(sheet: Sheet): Drag {
  const { scrollLeft } = sheet.gantt.element;
  const { scrollTop } = sheet.frame.scroller;
  const follow = ({ x, y }: By): void => {
    sheet.gantt.element.scrollLeft = scrollLeft - x;
    sheet.frame.scroller.scrollTop = scrollTop - y;
  };
  return { move: follow, done: follow };
}

function moves(sheet: Sheet, { task }: Hit): Drag | null {
  if (task.start === null) return null;
  const start = task.start;
  return changes(sheet, task, by => {
    const moved = start + sheet.scale.snap(by);
    return moved === start ? null : { start: iso(moved) };
  });
}

/** The dragged end asks for a duration in whole working days; which date that gives is the server's to say. */
function stretches(sheet: Sheet, { task }: Hit): Drag | null {
  const { start, finish } = task;
  if (start === null || finish === null) return null;
  const before = workingDays(start, finish - 1, sheet.plan.nonworking);
  return changes(sheet, task, by => {
    const days = Math.max(1, workingDays(start, finish - 1 + sheet.scale.snap(by), sheet.plan.nonworking));
    return days === before ? null : { duration: `${days}d` };
  });
}

/** A drag that changes fields of one task: asked of the server while it lasts, saved when it ends. */
function changes(sheet: Sheet, task: Task, fieldsAt: (pixels: number) => object | null): Drag {
  let whatIf: WhatIf | null = null;
  let isOver = false;
  const over = new AbortController();
  const from = sheet.gantt.element.scrollLeft;
  let last: By | null = null;
  let fields: object | null = null;
  const follow = (): void => {
    if (!last) return;
    fields = fieldsAt(last.x + sheet.gantt.element.scrollLeft - from);
    whatIf?.ask(fields, last.event);
  };
  const end = (): void => {
    isOver = true;
    over.abort();
    whatIf?.close();
  };
  // The first drag fetches what answers it; the bar can be let go before that.
  void whatIfs().then(({ WhatIf }) => {
    if (isOver) return;
    whatIf = new WhatIf(sheet, task);
    follow();
  });
  return {
    move: by => {
      if (!last)
        autoscroll(
          sheet.gantt.element,
          { x: sheet.gantt.element, y: sheet.frame.live },
          () => ({ x: last!.event.clientX, y: NaN }),
          follow,
          over.signal,
        );
      last = by;
      follow();
    },
    done: () => {
      over.abort();
      if (!fields) return end();
      const saving = sheet.save(
        { method: "PATCH", path: `/tasks/${task.number}`, body: fields },
        { task: task.number, column: "duration" in fields ? "duration" : "start" },
      );
      void saving.finally(end);
    },
    cancel: end,
  };
}

/** From a dot at one bar's end to the half of another bar that is meant: all four types. */
function links(sheet: Sheet, from: Hit): Drag {
  const line = svg("path", { class: "link drive" });
  const tip = el("div", { class: "s-tip" });
  const over = new AbortController();
  let pointer = { x: 0, y: 0 };
  let target: { task: Task; type: LinkType } | null = null;
  const leaves = from.part === "fromFinish" ? "F" : "S";
  const bar = sheet.gantt.bar(from.task)!;
  const start = { x: leaves === "F" ? bar.x + bar.width : bar.x, y: rowTop(from.row) + BAR.middle };
  const follow = (): void => {
    const at = hit(sheet, pointer.x, pointer.y);
    const other = at && at.task !== from.task && at.task.kind !== "project" ? sheet.gantt.bar(at.task) : null;
    target =
      at && other
        ? {
            task: at.task,
            type: `${leaves}${at.x > other.x + other.width / 2 && other.width > 8 ? "F" : "S"}` as LinkType,
          }
        : null;
    const box = sheet.gantt.element.getBoundingClientRect();
    const [x, y] = [
      pointer.x - box.left + sheet.gantt.element.scrollLeft,
      pointer.y - box.top - 44 + sheet.frame.scroller.scrollTop,
    ];
    line.setAttribute("d", `M${start.x} ${start.y}L${x} ${y}`);
    tip.textContent = target
      ? linkWords(from.task, target.task, target.type)
      : say("Let go on the task that waits for this one");
    placeTip(sheet, tip, pointer);
  };
  const end = (): void => {
    over.abort();
    line.remove();
    tip.remove();
  };
  return {
    move: ({ event }) => {
      pointer = { x: event.clientX, y: event.clientY };
      if (!line.isConnected) {
        sheet.gantt.over.append(line);
        sheet.root.append(tip);
        autoscroll(
          sheet.gantt.element,
          { x: sheet.gantt.element, y: sheet.frame.scroller },
          () => pointer,
          follow,
          over.signal,
        );
      }
      follow();
    },
    done: () => {
      end();
      if (!target) return;
      const body = { predecessor: from.task.number, successor: target.task.number, type: target.type, lag_minutes: 0 };
      void sheet.save({ method: "POST", path: "/links", body }, { task: target.task.number, column: "predecessors" });
    },
    cancel: end,
  };
}

const LINK_WORDS: Record<LinkType, string> = {
  FS: phrase("“{to}” starts when “{from}” finishes"),
  SS: phrase("“{to}” starts when “{from}” starts"),
  FF: phrase("“{to}” finishes when “{from}” finishes"),
  SF: phrase("“{to}” finishes when “{from}” starts"),
};

function linkWords(from: Task, to: Task, type: LinkType): string {
  return say(LINK_WORDS[type], { from: from.name, to: to.name });
}

export function placeTip(sheet: Sheet, tip: HTMLElement, { x, y }: { x: number; y: number }): void {
  const box = sheet.root.getBoundingClientRect();
  const left = Math.min(x - box.left + 14, box.width - tip.offsetWidth - 8);
  Object.assign(tip.style, { left: `${left}px`, top: `${y - box.top + 18}px` });
}

function hover(sheet: Sheet, event: PointerEvent): void {
  if (event.buttons) return;
  const at = hit(sheet, event.clientX, event.clientY);
  const canChange = at !== null && sheet.mayEdit(at.task);
  const isOnLink = at?.part === "row" && sheet.gantt.links.at(at.x, at.y) !== null;
  sheet.gantt.element.style.cursor = isOnLink
    ? "pointer"
    : at && (canChange || at.part === "hint")
      ? CURSOR[at.part]
      : "default";
  sheet.gantt.handles(canChange && at.part !== "row" && at.part !== "hint" ? at : null);
}

/** Ctrl and the wheel zoom around the pointer; Shift and the wheel, or a sideways wheel, go along time. */
function wheel(sheet: Sheet, event: WheelEvent): void {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  sheet.gantt.zoom(event.deltaY < 0 ? 1 : -1, event.clientX - sheet.gantt.element.getBoundingClientRect().left);
}
