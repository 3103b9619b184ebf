/** The menus of the toolbar. */
import { say } from "../say.ts";
import { DEEDS, entries } from "./catalogue.ts";
import { openColumnMenu } from "./context.ts";
import { GROUPS } from "./grouping.ts";
import { below, openMenu, type Entry } from "./menu.ts";
import type { Sheet } from "./sheet.ts";
import { stepsOf } from "./steps.ts";
import type { MenuTool } from "./toolbar.ts";
import type { View } from "./view.ts";
import { openViewMenu } from "./views.ts";

/** More promises below one bar cannot be told apart. */
const MOST_GHOSTS = 2;
export function open(sheet: Sheet, tool: MenuTool, button: HTMLElement): void | Promise<void> {
  const at = below(sheet.root, button);
  const menu = (label: string, entries: () => Entry[]): void => openMenu(sheet.root, at, label, entries);
  switch (tool) {
    case "group":
      return menu(say("Group"), () => groupEntries(sheet));
    case "columns":
      return openColumnMenu(sheet, at);
    case "view":
      return openViewMenu(sheet, button);
    case "baseline":
      return menu(say("Baseline"), () => baselineEntries(sheet));
    case "more":
      return menu(say("More"), () => moreEntries(sheet, at));
  }
}

function groupEntries(sheet: Sheet): Entry[] {
  const { view } = sheet;
  return [
    { label: say("By the work breakdown"), checked: view.group === null, run: () => sheet.look({ group: null }) },
    ...GROUPS.map(
      ([group, label]): Entry => ({
        label: say(label),
        checked: view.group === group,
        run: () => sheet.look({ group }),
      }),
    ),
  ];
}

function baselineEntries(sheet: Sheet): Entry[] {
  const { plan, view } = sheet;
  const chosen = view.baseline ?? plan.baselines.at(-1)?.number;
  const compared = plan.baselines.map(
    (baseline): Entry => ({
      label: baseline.name,
      keys: baseline.takenOn,
      checked: baseline.number === chosen,
      run: () => {
        sheet.look({ baseline: baseline.number, ghosts: view.ghosts.filter(slot => slot !== baseline.number) });
        void sheet.reload();
      },
    }),
  );
  const others = plan.baselines
    .filter(({ number }) => number !== chosen)
    .map(({ number, name }): Entry => {
      const isShown = view.ghosts.includes(number);
      return {
        label: name,
        checked: isShown,
        stays: true,
        isDisabled: !isShown && view.ghosts.length >= MOST_GHOSTS,
        run: () => {
          sheet.look({ ghosts: isShown ? view.ghosts.filter(slot => slot !== number) : [...view.ghosts, number] });
          void sheet.fetchPromises();
        },
      };
    });
  return others.length ? [say("Compare with"), ...compared, say("Draw besides"), ...others] : compared;
}

function moreEntries(sheet: Sheet, at: { left: number; top: number }): Entry[] {
  const { view } = sheet;
  const show = (label: string, key: "showsGantt" | "showsLinks" | "showsFloat"): Entry => ({
    label,
    checked: view[key],
    stays: true,
    run: () => sheet.look({ [key]: !view[key] }),
  });
  const colour = (by: View["colour"], label: string): Entry => ({
    label,
    checked: view.colour === by,
    stays: true,
    run: () => sheet.look({ colour: by }),
  });
  return [
    show(say("Gantt"), "showsGantt"),
    show(say("Links"), "showsLinks"),
    show(say("Float"), "showsFloat"),
    null,
    colour("work", say("Colour by progress")),
    colour("project", say("Colour by project")),
    colour("person", say("Colour by person")),
    null,
    ...entries(sheet, "expandAll", "collapseAll"),
    {
      label: say("Go to today"),
      run: () => {
        sheet.gantt.element.scrollLeft = sheet.scale.x(sheet.plan.today) - 80;
      },
    },
    { label: say("All commands…"), keys: "Ctrl K", icon: "i-keyboard", run: () => void allCommands(sheet, at) },
  ];
}

/** Everything, with its keys; what cannot be done now says why. */
async function allCommands(sheet: Sheet, at: { left: number; top: number }): Promise<void> {
  await stepsOf(sheet).known();
  openMenu(sheet.root, at, say("All commands"), () => entries(sheet, ...DEEDS.map(({ command }) => command)));
}
