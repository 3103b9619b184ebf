/** A word about what the pointer rests on or the keyboard stands on: anything with `data-tip`. */
import { el, put } from "./dom.ts";

/** Long enough not to flicker while the pointer crosses a row of tools. */
const WAIT_MS = 450;

const tip = el("div", { class: "tip", role: "tooltip", id: "tip" });
let about: HTMLElement | null = null;
let waiting = 0;

export function listen(): void {
  document.addEventListener("pointerover", event => begin(event.target as Element, WAIT_MS));
  document.addEventListener("focusin", event => {
    if ((event.target as Element).matches(":focus-visible")) begin(event.target as Element, WAIT_MS);
  });
  for (const end of ["pointerdown", "focusout", "scroll"])
    document.addEventListener(end, hide, { capture: true, passive: true });
  document.addEventListener(
    "keydown",
    pressed => {
      if (pressed.key === "Escape") hide();
    },
    { capture: true },
  );
}

function begin(under: Element, wait: number): void {
  const found = under.closest<HTMLElement>("[data-tip]");
  if (found === about) return;
  hide();
  if (!found?.dataset.tip) return;
  about = found;
  waiting = window.setTimeout(() => show(found), wait);
}

function show(element: HTMLElement): void {
  if (!element.isConnected) return hide();
  tip.textContent = element.dataset.tip!;
  (element.closest("dialog[open]") ?? document.body).append(tip);
  put(element, "aria-describedby", "tip");
  const box = element.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left + box.width / 2 - tip.offsetWidth / 2, innerWidth - tip.offsetWidth - 8));
  const isLow = box.bottom + tip.offsetHeight + 12 > innerHeight;
  Object.assign(tip.style, { left: `${left}px`, top: `${isLow ? box.top - tip.offsetHeight - 6 : box.bottom + 6}px` });
}

function hide(): void {
  clearTimeout(waiting);
  if (about) put(about, "aria-describedby", null);
  about = null;
  tip.remove();
}
