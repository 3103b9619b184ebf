/** One row of the Gantt: ghost, bar, progress, float, deadline, marks, words. */
import { svg } from "../../dom.ts";
import { BAR, bracket, diamond, GHOST, ghostOf, ROW, type Bar } from "../layout.ts";
import { firstPerson } from "../grouping.ts";
import type { Row } from "../outline.ts";
import type { Task } from "../plan.ts";
import * as select from "../select.ts";
import type { Sheet } from "../sheet.ts";

/** A bar this narrow has no room for the chevron. */
const ROOM_FOR_MARK = 16;
/** Projects or people that a colour can still tell apart; further ones begin again. */
const COLOURS = 5;

export function fillGround(group: Element, sheet: Sheet, at: number): void {
  const [left, right] = sheet.gantt.reach;
  const tint = select.hasRow(sheet.selection, at)
    ? svg("rect", { class: "row-sel", x: left, width: right - left, height: ROW - 1 })
    : null;
  if (tint) group.replaceChildren(tint);
  else if (group.firstChild) group.replaceChildren();
}

export function fillBar(group: SVGGElement, sheet: Sheet, at: number): void {
  const row = sheet.rows[at];
  const parts: SVGElement[] = [];
  const bar = row?.kind === "task" ? sheet.gantt.bar(row.task) : null;
  if (row?.kind === "task" && bar && isNear(bar, sheet.gantt.reach)) {
    parts.push(
      ...ghost(bar),
      ...otherGhosts(row.task, sheet),
      ...around(bar, sheet),
      svg("g", { class: "g-bar" }, ...shape(row.task, bar, sheet)),
      words(row.task, bar, sheet),
    );
    const isActive = sheet.selection.active.row === at;
    if (isActive && bar.shape === "task")
      parts.push(
        svg("rect", {
          class: "ring",
          x: bar.x - 2,
          y: BAR.top - 2,
          width: bar.width + 4,
          height: BAR.height + 4,
          rx: 3.5,
        }),
      );
  }
  if (row && sheet.showsBarsAlone) parts.push(name(row, sheet));
  parts.push(svg("text", { class: "hint", y: 17.5 }));
  group.replaceChildren(...parts);
}

/** Above its bar, where no table stands beside it: what it is called, and whether it is open. */
function name(row: Row, sheet: Sheet): SVGElement {
  const x = 14 + row.depth * 10;
  const words = row.kind === "task" ? row.task.name : row.kind === "group" ? `${row.label} ${row.count}` : row.name;
  const letters = Math.floor((sheet.frame.ganttWidth - x - 30) / 7);
  const isSum = row.kind === "group" || (row.kind === "task" && row.isParent);
  return svg(
    "g",
    { class: isSum ? "g-name sum" : "g-name" },
    isSum && svg("path", { class: "twist", d: row.isOpen ? `M${x} -8l4 4 4-4` : `M${x + 2} -10l4 4-4 4` }),
    svg("text", { x: isSum ? x + 14 : x, y: -2 }, words.length > letters ? `${words.slice(0, letters - 1)}…` : words),
  );
}

/** Whether any of it, ghost and float included, is on screen or soon will be. */
function isNear(bar: Bar, [left, right]: [number, number]): boolean {
  const from = Math.min(bar.x, bar.ghost?.x ?? bar.x, bar.deadline ?? bar.x);
  const to = Math.max(
    bar.x + bar.width,
    (bar.ghost?.x ?? 0) + (bar.ghost?.width ?? 0),
    bar.floatTo ?? 0,
    bar.deadline ?? 0,
  );
  return from <= right && to >= left;
}

function ghost({ ghost, shape }: Bar): SVGElement[] {
  if (!ghost) return [];
  if (shape === "milestone") return [svg("path", { class: "dia hollow", d: diamond(ghost.x, 4.5) })];
  return shape === "task"
    ? [svg("rect", { class: "ghost", x: ghost.x, y: GHOST.top, width: ghost.width, height: GHOST.height, rx: 1 })]
    : [];
}

/** What further baselines promised: thinner lines below and above its own, in the order they were ticked. */
function otherGhosts(task: Task, { view, promises, scale }: Sheet): SVGElement[] {
  return view.ghosts.flatMap((slot, place) => {
    const promise = promises.get(slot)?.get(task.number);
    const span = promise && ghostOf(promise.start, promise.finish, task.kind === "milestone", scale);
    if (!span || task.kind === "summary" || task.kind === "project") return [];
    const name = `ghost b${place + 1}`;
    if (task.kind === "milestone") return [svg("path", { class: `${name} dia`, d: diamond(span.x, 3) })];
    const y = place ? GHOST.top - 2.5 : GHOST.top + GHOST.height + 0.5;
    return [svg("rect", { class: name, x: span.x, y, width: span.width, height: 2 })];
  });
}

function around(bar: Bar, sheet: Sheet): SVGElement[] {
  const parts: SVGElement[] = [];
  if (bar.floatTo !== null && sheet.view.showsFloat)
    parts.push(svg("path", { class: "float", d: `M${bar.x + bar.width} ${BAR.middle}H${bar.floatTo}v-2.5v5` }));
  if (bar.deadline !== null)
    parts.push(
      svg("path", {
        class: bar.isDeadlineMissed ? "deadline missed" : "deadline",
        d: `M${bar.deadline} 19v-14m-3.5 10l3.5 4l3.5 -4`,
      }),
    );
  return parts;
}

function shape(task: Task, bar: Bar, sheet: Sheet): SVGElement[] {
  const isCritical = task.critical && sheet.view.showsCritical;
  const tone = [
    isCritical && "crit",
    !task.isActive && "inactive",
    task.isManual && "manual",
    task.isByVendor && "vendor",
    colourOf(task, sheet),
  ]
    .filter(Boolean)
    .join(" ");
  if (bar.shape === "summary") return [svg("path", { class: `sumbar ${tone}`, d: bracket(bar.x, bar.width) })];
  if (bar.shape === "milestone")
    return [svg("path", { class: `dia key ${tone}${task.percent >= 100 ? " done" : ""}`, d: diamond(bar.x) })];
  const box = { x: bar.x, y: BAR.top, height: BAR.height, rx: 2 };
  const parts: SVGElement[] = [svg("rect", { class: `bar-g ${tone}`, ...box, width: bar.width })];
  if (bar.done > 0) parts.push(svg("rect", { class: `done-g ${tone}`, ...box, width: bar.done }));
  if (isCritical && bar.width >= ROOM_FOR_MARK) {
    parts.push(
      svg("use", {
        class: bar.done > 12 ? "bar-mark on" : "bar-mark",
        href: "#m-crit",
        x: bar.x + 4,
        y: BAR.top + 1.5,
        width: 8,
        height: 8,
      }),
    );
  }
  return parts;
}

function words(task: Task, bar: Bar, sheet: Sheet): SVGElement {
  const end = bar.shape === "milestone" ? bar.x + 13 : Math.max(bar.x + bar.width, bar.floatTo ?? 0) + 11;
  return svg(
    "text",
    { class: bar.shape === "milestone" ? "b" : "", x: end, y: bar.shape === "milestone" ? 17.5 : 15.5 },
    label(task, sheet),
  );
}

/** Beside a milestone its day, beside work the family name of who does it, beside a summary nothing. */
export function label(task: Task, sheet: Sheet): string {
  if (task.kind === "milestone") return sheet.words.finishText(task.finish);
  if (task.kind !== "task") return "";
  const others = task.people.split(";").length - 1;
  const name = firstPerson(task).split(" ").at(-1) ?? "";
  return others > 0 && name ? `${name} +${others}` : name;
}

/** The class that tells its project or its person apart; none when bars tell progress alone. */
function colourOf(task: Task, { plan, view }: Sheet): string {
  if (view.colour === "work") return "";
  const person = firstPerson(task);
  const at =
    view.colour === "project"
      ? plan.projects.findIndex(project => project.number === task.project)
      : plan.people.findIndex(({ name }) => name === person);
  return at < 0 ? "" : `p${(at % COLOURS) + 1}`;
}
