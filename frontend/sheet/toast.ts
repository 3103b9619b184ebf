/** What was just done, with the way back beside it; it goes after a while, and stays under the pointer or the focus. */
import { el } from "../dom.ts";
import type { Sheet } from "./sheet.ts";

export function showToast(sheet: Sheet, words: string, back: string, run: () => void): void {
  sheet.root.querySelector(".s-toast")?.remove();
  const button = el("button", { type: "button" }, back);
  const toast = el("div", { class: "toast s-toast" }, el("span", {}, words), button);
  button.addEventListener("click", () => {
    toast.remove();
    run();
    sheet.grid.element.focus({ preventScroll: true });
  });
  toast.addEventListener("animationend", () => toast.remove());
  toast.addEventListener("keydown", pressed => {
    if (pressed.key !== "Escape") return;
    pressed.stopPropagation();
    toast.remove();
    sheet.grid.element.focus({ preventScroll: true });
  });
  sheet.root.append(toast);
}
