/** The menus of a cell and of a column head: for the pointer's second button, and for those who have none. */
import { say } from "../say.ts";
import { allColumns } from "./columns.ts";
import { entries } from "./catalogue.ts";
import type { Column } from "./column.ts";
import { openColumnFilter } from "./columnfilter.ts";
import { isParent } from "./draw.ts";
import { narrowable } from "./filter.ts";
import { below, openMenu, type Entry } from "./menu.ts";
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
  const first = [
    ...(task && task.kind !== "project" ? entries(sheet, "open", "showBar") : []),
    ...(row && isParent(row) ? entries(sheet, row.isOpen ? "collapse" : "expand") : []),
  ];
  return [
    ...first,
    ...(first.length ? [null] : []),
    ...entries(sheet, "insert", "indent", "outdent", "moveUp", "moveDown", "fillDown"),
    null,
    ...entries(sheet, "link", "unlink"),
    ...linkEntries(sheet),
    null,
    ...entries(sheet, "clear", "remove"),
  ];
}

/** Sorting, freezing, hiding, moving and widening one column: each drag on the head has its twin here. */
export function openHeadMenu(sheet: Sheet, column: number, at: { left: number; top: number }): void {
  const shown = sheet.columns[column];
  if (shown) openMenu(sheet.root, at, shown.label, () => headEntries(sheet, shown));
}

function headEntries(sheet: Sheet, { key }: Column): Entry[] {
  // Moved or widened while the menu is open, it stands elsewhere and is another object.
  const at = sheet.columns.findIndex(one => one.key === key);
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
    { label: say("Move left"), stays: true, isDisabled: place === 0, run: () => sheet.look({ columns: moved(-1) }) },
    {
      label: say("Move right"),
      stays: true,
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
