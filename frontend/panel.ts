/** The side panel has its own address (`?task=412`): opening, following the selection and closing keep the two together.
 *
 * The panel's content is the server's; it is fetched with HTMX, so that what is inside works like the rest of the page. */

import { el } from "./dom.ts";

interface Htmx {
  ajax(method: string, url: string, how: { target: string; select: string; swap: string }): Promise<void>;
}

declare global {
  interface Window {
    htmx?: Htmx;
  }
}

/** While the selection runs through rows the panel waits for where it stops. */
const REST_MS = 140;

let resting = 0;
let coming: Promise<Htmx | undefined> | null = null;

export function listen(): void {
  document.addEventListener("plan:opened", event => void show(numberOf(event)));
  document.addEventListener("plan:selected", event => {
    const number = numberOf(event);
    clearTimeout(resting);
    if (!isOpen() || number === null || number < 0 || number === current()) return;
    resting = window.setTimeout(() => void show(number), REST_MS);
  });
  document.addEventListener("plan:saved", () => {
    if (isOpen()) void show(current());
  });
  // Until HTMX is there, what is inside the panel follows its plain addresses.
  for (const reached of ["pointerover", "focusin"])
    document.addEventListener(reached, event => {
      if ((event.target as Element).closest(".panel")) void htmx();
    });
  document.addEventListener("click", event => {
    const target = event.target as Element;
    const step = target.closest<HTMLElement>(".panel [data-step]");
    const task = target.closest<HTMLElement>(".panel [data-task]");
    if (target.closest(".panel [data-close]")) close();
    else if (step) document.dispatchEvent(new CustomEvent("plan:step", { detail: { by: Number(step.dataset.step) } }));
    else if (task && document.querySelector("[data-sheet]"))
      document.dispatchEvent(new CustomEvent("plan:show", { detail: { number: Number(task.dataset.task) } }));
    else return;
    event.preventDefault();
  });
}

function numberOf(event: Event): number | null {
  return (event as CustomEvent<{ number: number | null }>).detail.number;
}

function isOpen(): boolean {
  return (document.getElementById("panel")?.childElementCount ?? 0) > 0;
}

function current(): number | null {
  return Number(new URL(location.href).searchParams.get("task")) || null;
}

async function show(number: number | null): Promise<void> {
  if (number === null) return;
  const address = new URL(location.href);
  address.searchParams.set("task", String(number));
  history.replaceState(history.state, "", address);
  const source = await htmx();
  if (!source)
    location.reload(); // it could not be fetched: the address alone opens the panel
  else if (number === current())
    await source.ajax("GET", address.href, { target: "#panel", select: "#panel", swap: "outerHTML" });
}

/** HTMX: on the page already, or where the page only names its source, fetched the first time it is wanted. */
function htmx(): Promise<Htmx | undefined> {
  if (window.htmx) return Promise.resolve(window.htmx);
  const source = document.querySelector<HTMLMetaElement>("meta[name=htmx-source]")?.content;
  coming ??= new Promise(resolve => {
    const script = el("script", { src: source });
    for (const end of ["load", "error"]) script.addEventListener(end, () => resolve(window.htmx));
    document.head.append(script);
  });
  return coming;
}

function close(): void {
  clearTimeout(resting);
  const address = new URL(location.href);
  address.searchParams.delete("task");
  history.replaceState(history.state, "", address);
  document.getElementById("panel")?.replaceChildren();
  document.querySelector<HTMLElement>("[role=treegrid]")?.focus({ preventScroll: true });
}
