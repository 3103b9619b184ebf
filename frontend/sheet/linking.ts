/** Changing one link from the keyboard: the twin of dragging from bar to bar and of the line between them. */
import { el, icon } from "../dom.ts";
import { phrase, say } from "../say.ts";
import type { Operation } from "./edit.ts";
import { openDialog } from "./dialog.ts";
import { below, type Entry } from "./menu.ts";
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
      run: () => openLink(sheet, link),
    };
  });
}

/** What a link says, in fields: its type, its lag as it is typed ("2d", "-1w", "50%", "3ed"), and both its ends. */
export function openLink(sheet: Sheet, link: Link, pointer?: { clientX: number; clientY: number }): void {
  const { root, plan, gantt } = sheet;
  const cannot = !sheet.mayEdit(plan.tasks.get(link.successor));
  const type = el(
    "select",
    { class: "input", disabled: cannot },
    ...TYPES.map(([kind, label]) => el("option", { value: kind }, say(label))),
  );
  type.value = link.type;
  const lag = el("input", { class: "input", disabled: cannot, autocomplete: "off", placeholder: say("2d, -1w, 50%") });
  const before = (lag.value = lagText(link, sheet).replace("−", "-"));
  const send = (method: Operation["method"], body?: object): void => {
    dialog.close();
    void sheet.save({ method, path: `/links/${link.number}`, body }, { task: link.successor, column: "predecessors" });
  };
  const change = (): void => {
    const body = {
      ...(type.value !== link.type && { type: type.value }),
      ...(lag.value.trim() !== before && { lag: lag.value.trim() }),
    };
    if (Object.keys(body).length) send("PATCH", body);
    else dialog.close();
  };
  const end = (number: number): HTMLElement =>
    button(plan.tasks.get(number)?.name ?? String(number), "quiet", () => {
      dialog.close();
      sheet.selectTask(number);
    });
  gantt.links.chosen = link.number;
  sheet.redraw();
  const box = root.getBoundingClientRect();
  const cell = sheet.grid.cell(sheet.selection.active.row, sheet.selection.active.column) ?? sheet.grid.element;
  const dialog = openDialog(
    sheet,
    {
      label: say("Link"),
      class: "s-linking",
      at: pointer ? { left: pointer.clientX - box.left + 8, top: pointer.clientY - box.top + 8 } : below(root, cell),
      closed: () => {
        gantt.links.chosen = null;
        sheet.redraw();
      },
    },
    el("p", { class: "ends" }, end(link.predecessor), icon("i-right"), end(link.successor)),
    el("label", {}, el("span", {}, say("Type")), type),
    el("label", {}, el("span", {}, say("Lag")), lag),
    cannot
      ? null
      : el(
          "p",
          { class: "actions" },
          button(say("Remove"), "btn", () => send("DELETE")),
          button(say("Save"), "btn primary", change),
        ),
  );
  dialog.element.addEventListener("keydown", pressed => {
    if (pressed.key === "Enter" && pressed.target === lag) change();
  });
  (cannot ? dialog.element : lag).focus();
}

function button(label: string, look: string, run: () => void): HTMLElement {
  const made = el("button", { type: "button", class: look }, label);
  made.addEventListener("click", run);
  return made;
}

/** "+2d", "−4h", or nothing. */
function lagText(link: Link, sheet: Sheet): string {
  if (!link.lag) return "";
  const unit = link.lagUnit || "d";
  const amount = sheet.words.duration(Math.abs(link.lag), unit);
  return `${link.lag < 0 ? "−" : "+"}${amount}${unit === "d" ? "d" : ""}`;
}
