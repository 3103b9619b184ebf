/** Changing one link from the keyboard: the twin of dragging from bar to bar and of the line between them. */
import { phrase, say } from "../say.ts";
import { below, openMenu, type Entry } from "./menu.ts";
import type { Link, LinkType } from "./plan.ts";
import type { Sheet } from "./sheet.ts";

const TYPES: readonly (readonly [LinkType, string])[] = [
  ["FS", phrase("Finish to start")],
  ["SS", phrase("Start to start")],
  ["FF", phrase("Finish to finish")],
  ["SF", phrase("Start to finish")],
];

/** In the menu of a task: each of its links, to change or to follow. */
export function linkEntries(sheet: Sheet): Entry[] {
  const task = sheet.activeTask;
  if (!task) return [];
  const links = [...sheet.plan.links.values()]
    .filter(link => link.successor === task.number || link.predecessor === task.number)
    .slice(0, 8);
  return links.map(link => {
    const isBefore = link.successor === task.number;
    const other = sheet.plan.tasks.get(isBefore ? link.predecessor : link.successor);
    const name = other?.name ?? String(isBefore ? link.predecessor : link.successor);
    return {
      label: isBefore ? say("After {name}…", { name }) : say("Before {name}…", { name }),
      keys: link.type + lagText(link, sheet),
      run: () => openLinkMenu(sheet, link),
    };
  });
}

export function openLinkMenu(sheet: Sheet, link: Link, at?: { left: number; top: number }): void {
  const cell = sheet.grid.cell(sheet.selection.active.row, sheet.selection.active.column) ?? sheet.grid.element;
  openMenu(sheet.root, at ?? below(sheet.root, cell), say("Link"), () => {
    const { plan } = sheet;
    const now = plan.links.get(link.number) ?? link;
    const cannot = !sheet.mayEdit(plan.tasks.get(now.successor));
    const change = (body: object): void => void sheet.save({ method: "PATCH", path: `/links/${now.number}`, body });
    const lag = (by: number): void => change({ lag_minutes: now.lag + by * plan.minutesPerDay });
    const follow = (number: number): Entry => ({
      label: say("Go to {name}", { name: plan.tasks.get(number)?.name ?? number }),
      run: () => sheet.selectTask(number),
    });
    return [
      `${plan.tasks.get(now.predecessor)?.name ?? ""} → ${plan.tasks.get(now.successor)?.name ?? ""}`,
      ...TYPES.map(
        ([type, label]): Entry => ({
          label: say(label),
          keys: type,
          checked: now.type === type,
          isDisabled: cannot,
          run: () => change({ type }),
        }),
      ),
      null,
      { label: say("A day more between them"), isDisabled: cannot, run: () => lag(1) },
      { label: say("A day less between them"), isDisabled: cannot, run: () => lag(-1) },
      null,
      follow(now.predecessor),
      follow(now.successor),
      {
        label: say("Remove the link"),
        isDisabled: cannot,
        run: () => void sheet.save({ method: "DELETE", path: `/links/${now.number}` }),
      },
    ];
  });
}

/** "+2d", "−4h", or nothing. */
function lagText(link: Link, sheet: Sheet): string {
  if (!link.lag) return "";
  const unit = link.lagUnit || "d";
  const amount = sheet.words.duration(Math.abs(link.lag), unit);
  return `${link.lag < 0 ? "−" : "+"}${amount}${unit === "d" ? "d" : ""}`;
}
