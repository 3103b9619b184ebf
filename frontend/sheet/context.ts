/** The menus of a cell and of a column head: for the pointer's second button, and for those who have none. */
import { say } from "../say.ts";
import { allColumns } from "./columns.ts";
import * as commands from "./commands.ts";
import { openColumnFilter } from "./columnfilter.ts";
import { isParent } from "./draw.ts";
import { narrowable } from "./filter.ts";
import type { Command } from "./keys.ts";
import { below, openMenu, type Entry, type Item } from "./menu.ts";
import type { Sheet } from "./sheet.ts";
import { linkEntries } from "./linking.ts";

export function openContextMenu(sheet: Sheet, at?: { left: number; top: number }): void {
  const { row, column } = sheet.selection.active;
  const cell = sheet.grid.cell(row, column) ?? sheet.grid.element;
  openMenu(sheet.root, at ?? below(sheet.root, cell), say("Task"), () => taskEntries(sheet));
}

function taskEntries(sheet: Sheet): Entry[] {
  const row = sheet.activeRow;
  const task = sheet.activeTask;
  const cannot = !sheet.mayShape(task);
  const command = (label: string, name: Command, keys: string, icon?: string): Item => ({
    label,
    keys,
    isDisabled: cannot,
    ...(icon && { icon }),
    run: () => commands.run(sheet, name),
  });
  const entries: Entry[] = [];
  if (task && task.kind !== "project")
    entries.push(
      { label: say("Open"), keys: "Ctrl Enter", icon: "i-right", run: () => commands.open(sheet) },
      { label: say("Show its bar"), keys: "Ctrl Shift F5", run: () => commands.run(sheet, "showBar") },
    );
  if (row && isParent(row))
    entries.push({
      label: row.isOpen ? say("Collapse") : say("Expand"),
      keys: row.isOpen ? "Alt ←" : "Alt →",
      run: () => commands.run(sheet, "toggle"),
    });
  if (entries.length) entries.push(null);
  entries.push(
    command(say("Insert a task"), "insert", "Insert", "i-plus"),
    command(say("Indent"), "indent", "Alt Shift →", "i-indent"),
    command(say("Outdent"), "outdent", "Alt Shift ←", "i-outdent"),
    command(say("Move up"), "moveUp", "Alt Shift ↑"),
    command(say("Move down"), "moveDown", "Alt Shift ↓"),
    command(say("Fill down"), "fillDown", "Ctrl D"),
    null,
    command(say("Link the selected tasks"), "link", "Ctrl F2", "i-link"),
    command(say("Unlink"), "unlink", "Ctrl Shift F2"),
    ...linkEntries(sheet),
    null,
    command(say("Delete"), "remove", "Ctrl −"),
  );
  return entries;
}

/** Sorting, freezing, hiding, moving and widening one column: each drag on the head has its twin here. */
export function openHeadMenu(sheet: Sheet, column: number, at: { left: number; top: number }): void {
  openMenu(sheet.root, at, sheet.columns[column]?.label ?? "", () => headEntries(sheet, column));
}

function headEntries(sheet: Sheet, at: number): Entry[] {
  const column = sheet.columns[at]!;
  const { sort, columns, frozen } = sheet.view;
  const sorted = sort?.column === column.key ? sort : null;
  const place = columns.indexOf(column.key);
  const moved = (by: number): string[] => columns.toSpliced(place, 1).toSpliced(place + by, 0, column.key);
  const widened = (by: number): Record<string, number> => ({
    ...sheet.view.widths,
    [column.key]: Math.max(16, column.width + by),
  });
  return [
    {
      label: say("Smallest first"),
      checked: sorted !== null && !sorted.descending,
      run: () => sortBy(sheet, column.key, false),
    },
    { label: say("Largest first"), checked: sorted?.descending ?? false, run: () => sortBy(sheet, column.key, true) },
    {
      label: say("In the order of the plan"),
      isDisabled: !sort,
      run: () => {
        sheet.look({ sort: null });
        sheet.grid.rebuild();
        sheet.redraw();
      },
    },
    null,
    {
      label: frozen === at + 1 ? say("Unfreeze") : say("Freeze up to here"),
      run: () => sheet.look({ frozen: frozen === at + 1 ? 0 : at + 1 }),
    },
    { label: say("Wider"), stays: true, run: () => sheet.look({ widths: widened(24) }) },
    { label: say("Narrower"), stays: true, run: () => sheet.look({ widths: widened(-24) }) },
    { label: say("Move left"), isDisabled: place === 0, run: () => sheet.look({ columns: moved(-1) }) },
    {
      label: say("Move right"),
      isDisabled: place === columns.length - 1,
      run: () => sheet.look({ columns: moved(1) }),
    },
    {
      label: say("Hide"),
      isDisabled: column.key === "name",
      run: () => sheet.look({ columns: columns.filter(key => key !== column.key) }),
    },
    null,
    {
      label: say("Filter by this column…"),
      icon: "i-filter",
      isDisabled: !narrowable(sheet.plan).some(({ key }) => key === column.key),
      run: () => openColumnFilter(sheet, column, { left: sheet.grid.left(at), top: 44 }),
    },
    {
      label: say("More columns…"),
      icon: "i-columns",
      run: () => openColumnMenu(sheet, { left: sheet.grid.left(at), top: 44 }),
    },
  ];
}

export function openColumnMenu(sheet: Sheet, at: { left: number; top: number }): void {
  openMenu(sheet.root, at, say("Columns"), () => [
    ...allColumns(sheet.plan).map((column): Entry => {
      const isShown = sheet.view.columns.includes(column.key);
      return {
        label: column.label === "%" ? say("% done") : column.label,
        checked: isShown,
        stays: true,
        isDisabled: column.key === "name",
        run: () =>
          sheet.look({
            columns: isShown
              ? sheet.view.columns.filter(key => key !== column.key)
              : [...sheet.view.columns, column.key],
          }),
      };
    }),
  ]);
}

function sortBy(sheet: Sheet, column: string, descending: boolean): void {
  sheet.look({ sort: { column, descending } });
  sheet.grid.rebuild();
  sheet.redraw();
}
