/** Where the page hands over: `<div class="plan-sheet" data-sheet="/api/v1/programs/atlas">`.
 *
 * The page may name the task to open at (`data-task`), the revision or day to look at (`data-as-of`), the only project
 * that is wanted (`data-project`), the only tasks (`data-only`, their numbers) and where plans are brought in
 * (`data-import`). It may ask for a command of the sheet with any element marked `data-sheet-do` ("add" is the screen's
 * Add task), and say who reads it (`data-me`). The sheet says `plan:selected`, `plan:opened` and `plan:saved`; it hears `plan:changed`, `plan:show` and
 * `plan:step`. */
import { el } from "../dom.ts";
import { watch, type Changed } from "../live.ts";
import { say } from "../say.ts";
import { Blank } from "./blank.ts";
import { Foot } from "./foot.ts";
import * as load from "./load.ts";
import { fetchFilter, Sheet, type FilterPart } from "./sheet.ts";
import { Toolbar } from "./toolbar.ts";

for (const root of document.querySelectorAll<HTMLElement>("[data-sheet]")) void open(root);

async function open(root: HTMLElement): Promise<void> {
  const base = root.dataset.sheet!;
  const hands = import("./hands.ts");
  const narrows =
    "project" in root.dataset || "only" in root.dataset || /[?&](words|only|where)=/.test(location.search);
  const filter = narrows ? fetchFilter() : null;
  try {
    const query = root.dataset.asOf ? `?as_of=${encodeURIComponent(root.dataset.asOf)}` : "";
    const reply = await fetch(`${base}/sheet${query}`, {
      credentials: "same-origin",
      headers: { Accept: "application/json" },
    });
    if (!reply.ok) throw new load.Malformed(`the server answered ${reply.status}`);
    const json: unknown = await reply.json();
    performance.mark("sheet:data");
    const [sheet, toolbar] = mount(root, base, json, await filter);
    performance.mark("sheet:drawn");
    (await hands).attach(sheet, toolbar);
    root.dataset.ready = "";
    if (!root.dataset.asOf) watch(base, sheet.plan.revision);
  } catch (error) {
    root.replaceChildren(failure());
    throw error;
  }
}

function mount(root: HTMLElement, base: string, json: unknown, part: FilterPart | null): [Sheet, HTMLElement] {
  const plan = load.plan(json);
  root.replaceChildren();
  const sheet = new Sheet(root, base, plan);
  const [toolbar, foot, blank] = [new Toolbar(sheet), new Foot(sheet), new Blank(sheet)];
  sheet.parts.push(toolbar, foot, blank);
  root.prepend(toolbar.element);
  root.append(blank.element, foot.element);
  if (part) {
    const { project, only } = root.dataset;
    sheet.filtering = part;
    sheet.view.filter = part.ofAddress(location.search, {
      project: project ? Number(project) : null,
      among: only === undefined ? null : new Set(only.split(" ").map(Number)),
    });
  }
  sheet.start();
  const task = Number(root.dataset.task);
  if (plan.tasks.has(task)) sheet.selectTask(task);
  document.addEventListener("plan:changed", event => void sheet.catchUp((event as CustomEvent<Changed>).detail));
  document.addEventListener("plan:show", event =>
    sheet.selectTask((event as CustomEvent<{ number: number }>).detail.number),
  );
  return [sheet, toolbar.element];
}

function failure(): HTMLElement {
  const again = el("button", { type: "button", class: "btn" }, say("Try again"));
  again.addEventListener("click", () => location.reload());
  const sentence = say("The plan could not be read. If it stays so after another try, tell your administrator.");
  return el("div", { class: "s-blank", role: "alert" }, el("p", {}, sentence), el("p", {}, again));
}
