/** What undo and redo would take back, in words: asked of the server after each save, told by button, palette and toast.
 *
 * Asked late: from the first save or the first look at the tools on, a row of quick edits asks once, and no save waits for
 * it. Until the answer is there nothing is known, and both can be pressed all the same. */
import { put } from "../dom.ts";
import { say } from "../say.ts";
import { step } from "./commands.ts";
import { isObject } from "./load.ts";
import type { Part, Sheet } from "./sheet.ts";
import { showToast } from "./toast.ts";

export interface Step {
  words: string;
  at: string;
}

export type Verb = "undo" | "redo";

const REST_MS = 400;
const KEYS = { undo: "Ctrl+Z", redo: "Ctrl+Y" } as const;

const made = new WeakMap<Sheet, Steps>();

/** What is known of a sheet's steps; from the first call on it is kept up to date. */
export function stepsOf(sheet: Sheet): Steps {
  const known = made.get(sheet) ?? new Steps(sheet, sheet.root.querySelector<HTMLElement>(".s-tools")!);
  if (!made.has(sheet)) {
    made.set(sheet, known);
    sheet.parts.push(known);
    known.refresh();
  }
  return known;
}

/** Say what was just taken back or done again, with the way back beside it. */
export async function tell(sheet: Sheet, verb: Verb): Promise<void> {
  const [steps, back] = [stepsOf(sheet), verb === "undo" ? "redo" : "undo"] as const;
  const what = (await steps.ask()) && steps.next[back]?.words;
  const done = verb === "undo" ? say("Undone") : say("Done again");
  const words = what ? `${done}: ${what}` : done;
  sheet.announce(words);
  showToast(sheet, words, back === "redo" ? say("Redo") : say("Undo"), () => void step(sheet, back));
}

class Steps implements Part {
  /** Null for none, undefined for not known yet. */
  readonly next: Record<Verb, Step | null | undefined> = { undo: undefined, redo: undefined };
  private readonly sheet: Sheet;
  private readonly toolbar: HTMLElement;
  private revision = -1;
  private resting = 0;

  constructor(sheet: Sheet, toolbar: HTMLElement) {
    this.sheet = sheet;
    this.toolbar = toolbar;
    // How long ago it was is said when somebody looks.
    for (const reached of ["pointerover", "focusin"]) toolbar.addEventListener(reached, () => this.tell());
  }

  refresh(): void {
    const { sheet } = this;
    if (sheet.plan.revision === this.revision || sheet.door.isBusy || !sheet.mayEdit()) return;
    this.revision = sheet.plan.revision;
    this.next.undo = this.next.redo = undefined;
    this.tell();
    clearTimeout(this.resting);
    this.resting = window.setTimeout(() => void this.ask(), REST_MS);
  }

  /** Resolves once both are known. */
  async known(): Promise<void> {
    if (this.next.undo === undefined && this.sheet.mayEdit()) await this.ask();
  }

  /** True when the answer is about the plan as it stands. */
  async ask(): Promise<boolean> {
    clearTimeout(this.resting);
    const asked = this.revision;
    const reply = await fetch(`${location.pathname}/steps`, { headers: { Accept: "application/json" } }).catch(
      () => null,
    );
    const json: unknown = reply?.ok ? await reply.json() : null;
    if (!isObject(json) || asked !== this.revision) return false;
    this.next.undo = json.undo as Step | null;
    this.next.redo = json.redo as Step | null;
    this.tell();
    return true;
  }

  /** "Undo: duration of “Cut over” from 3 d to 5 d, by you, 2 min ago". */
  words(verb: Verb): string {
    const step = this.next[verb];
    const name = verb === "undo" ? say("Undo") : say("Redo");
    if (!step) return name;
    return say("{verb}: {what}, by you, {when}", { verb: name, what: step.words, when: this.ago(step.at) });
  }

  /** Why it cannot be pressed; empty when it can. */
  reason(verb: Verb): string {
    if (this.next[verb] !== null) return "";
    return verb === "undo" ? say("There is nothing of yours to undo") : say("There is nothing of yours to redo");
  }

  private tell(): void {
    if (!this.sheet.mayEdit()) return;
    for (const verb of ["undo", "redo"] as const) {
      const button = this.toolbar.querySelector(`[data-tool=${verb}]`)!;
      const reason = this.reason(verb);
      const words = `${reason || this.words(verb)} (${KEYS[verb]})`;
      put(button, "aria-label", reason ? `${this.words(verb)}: ${words}` : words);
      put(button, "data-tip", words);
      put(button, "aria-disabled", reason ? "true" : null);
    }
  }

  private ago(at: string): string {
    const minutes = Math.round((Date.now() - Date.parse(at)) / 60_000);
    const [amount, unit] =
      minutes < 60 ? [minutes, "minute"] : minutes < 1440 ? [minutes / 60, "hour"] : [minutes / 1440, "day"];
    const relative = new Intl.RelativeTimeFormat(this.sheet.words.locale, { numeric: "auto", style: "short" });
    return minutes < 1 ? say("just now") : relative.format(-Math.round(amount as number), unit as "minute");
  }
}
