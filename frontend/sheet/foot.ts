/** The line below the sheet: where the lines stand, what is critical, the planned finish, whether all is saved. */
import { el } from "../dom.ts";
import { say } from "../say.ts";
import type { Part, Sheet } from "./sheet.ts";

export class Foot implements Part {
  readonly element = el("footer", { class: "foot s-foot" });
  private readonly sheet: Sheet;
  private readonly parts = ["s-lines", "s-critical", "s-finish", "end"].map(name => el("span", { class: name }));

  constructor(sheet: Sheet) {
    this.sheet = sheet;
    this.element.append(...this.parts);
  }

  refresh(): void {
    [this.lines(), this.critical(), this.finish(), this.saved()].forEach((sentence, at) => {
      const part = this.parts[at]!;
      if (part.textContent !== sentence) part.textContent = sentence;
      part.hidden = !sentence;
    });
  }

  private lines(): string {
    const { plan, words } = this.sheet;
    const today = words.dayText(plan.today);
    return plan.status === null
      ? say("Today {today}", { today })
      : say("Status line {status}, today {today}", { status: words.dayText(plan.status), today });
  }

  private critical(): string {
    const { critical, nearCritical } = this.sheet.plan.headline;
    return say("{critical} critical, {near} within 5 days", { critical, near: nearCritical });
  }

  /** Only the network's own finish: with no simulation run, nothing may pass for a forecast. */
  private finish(): string {
    const { headline } = this.sheet.plan;
    return (
      headline.sentence ||
      (headline.finish === null
        ? ""
        : say("Planned finish {day}, without risks", { day: this.sheet.words.finishText(headline.finish) }))
    );
  }

  private saved(): string {
    const { door, savedAt, pending } = this.sheet;
    if (door.isBusy || pending.size) return say("Saving…");
    if (!savedAt) return this.sheet.mayEdit() ? say("All changes saved") : say("You can read this plan");
    return say("All changes saved {time}", {
      time: savedAt.toLocaleTimeString(this.sheet.words.locale, { hour: "2-digit", minute: "2-digit" }),
    });
  }
}
