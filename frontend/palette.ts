/** Ctrl-K: go to a page or a task, do what this screen offers. A dialog the page brings; its lines come from the server,
 * with the screen's own actions before them. */
import { el, icon, put } from "./dom.ts";

export interface Line {
  label: string;
  /** Behind the label: what it is, its key, or why it cannot be done now. */
  kind: string;
  icon: string;
  isDisabled?: boolean;
  run: () => void;
}

/** Islands hear `palette:asked` and add what they can do. */
export interface Asked {
  words: string;
  offered: Promise<Line[]>[];
}

/** A pause in typing after which the server is asked. */
const PAUSE_MS = 90;

export function listen(): void {
  const dialog = document.querySelector<HTMLDialogElement>("dialog.palette");
  if (!dialog) return;
  const palette = new Palette(dialog);
  document.addEventListener("keydown", pressed => {
    if (!(pressed.ctrlKey || pressed.metaKey) || pressed.key.toLowerCase() !== "k") return;
    pressed.preventDefault();
    palette.open();
  });
  document.addEventListener("click", event => {
    if (!(event.target as Element).closest("[data-palette]")) return;
    event.preventDefault();
    palette.open();
  });
}

class Palette {
  private readonly dialog: HTMLDialogElement;
  private readonly input: HTMLInputElement;
  private readonly list: HTMLElement;
  private lines: Line[] = [];
  private at = 0;
  private asking: AbortController | null = null;
  private pause = 0;

  constructor(dialog: HTMLDialogElement) {
    this.dialog = dialog;
    this.input = dialog.querySelector("input")!;
    this.list = dialog.querySelector("[role=listbox]")!;
    this.input.addEventListener("input", () => {
      clearTimeout(this.pause);
      this.pause = window.setTimeout(() => void this.ask(), PAUSE_MS);
    });
    this.input.addEventListener("keydown", pressed => this.press(pressed));
    this.list.addEventListener("click", event =>
      this.choose((event.target as Element).closest<HTMLElement>("[data-at]")),
    );
    dialog.addEventListener("click", event => {
      if (event.target === dialog) dialog.close();
    });
  }

  open(): void {
    if (this.dialog.open) return;
    this.input.value = "";
    this.lines = [];
    this.draw();
    this.dialog.showModal();
    this.input.focus();
    void this.ask();
  }

  private async ask(): Promise<void> {
    this.asking?.abort();
    this.asking = new AbortController();
    const words = this.input.value.trim();
    const own = (await actions(words)).filter(({ label }) =>
      words
        .toLowerCase()
        .split(/\s+/)
        .every(word => label.toLowerCase().includes(word)),
    );
    try {
      const reply = await fetch(`${this.dialog.dataset.source}?q=${encodeURIComponent(words)}`, {
        signal: this.asking.signal,
        headers: { Accept: "application/json" },
      });
      const found = reply.ok
        ? ((await reply.json()) as { items: { label: string; url: string; icon: string; kind: string }[] }).items
        : [];
      this.lines = [
        ...own,
        ...found.map(({ label, url, icon, kind }) => ({ label, kind, icon, run: () => location.assign(url) })),
      ];
    } catch (error) {
      if (error instanceof DOMException) return;
      this.lines = own; // no connection: what is on the page can still be done
    }
    this.at = 0;
    this.draw();
  }

  private press(pressed: KeyboardEvent): void {
    const by = pressed.key === "ArrowDown" ? 1 : pressed.key === "ArrowUp" ? -1 : 0;
    if (by && this.lines.length) this.at = (this.at + by + this.lines.length) % this.lines.length;
    // A search field would take the first Escape to empty itself.
    else if (pressed.key === "Escape") return this.dialog.close();
    else if (pressed.key === "Enter")
      return this.choose(this.list.querySelector<HTMLElement>(`[data-at="${this.at}"]`));
    else return;
    pressed.preventDefault();
    this.draw();
  }

  private choose(option: HTMLElement | null): void {
    const line = option && this.lines[Number(option.dataset.at)];
    if (!line || line.isDisabled) return;
    this.dialog.close();
    line.run();
  }

  private draw(): void {
    this.list.replaceChildren(
      ...this.lines.map((line, at) =>
        el(
          "div",
          {
            role: "option",
            id: `palette-${at}`,
            "data-at": at,
            "aria-selected": String(at === this.at),
            "aria-disabled": line.isDisabled ? "true" : null,
          },
          icon(`i-${line.icon}`),
          el("span", {}, line.label),
          el("span", {}, line.kind),
        ),
      ),
    );
    put(this.input, "aria-activedescendant", this.lines.length ? `palette-${this.at}` : null);
    this.list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }
}

/** What this screen offers to do: the buttons and links of its context bar, and what its islands add. */
async function actions(words: string): Promise<Line[]> {
  const offered: Promise<Line[]>[] = [];
  document.dispatchEvent(new CustomEvent<Asked>("palette:asked", { detail: { words, offered } }));
  const bar = [...document.querySelectorAll<HTMLElement>(".bar .actions :is(a, button)")].map(action => ({
    label: action.textContent?.trim() ?? "",
    kind: "",
    icon: "arrow",
    run: () => action.click(),
  }));
  return [...bar, ...(await Promise.all(offered)).flat()];
}
