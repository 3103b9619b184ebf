/** A drag: press, move, let go, or Escape. Everything dragged in the sheet is dragged through here. */

export interface By {
  x: number;
  y: number;
  event: PointerEvent;
}

export interface Drag {
  move(by: By): void;
  done(by: By): void;
  /** Escape, or the system took the pointer. */
  cancel?(): void;
}

/** Before a press counts as a drag, so that a click with a nervous hand stays a click. */
const THRESHOLD = 3;

/** Call `begin` when the element is pressed; what it returns is told the rest. Null leaves the press alone. */
export function drags(element: Element, begin: (event: PointerEvent) => Drag | null): void {
  element.addEventListener("pointerdown", event => {
    if (!(event instanceof PointerEvent) || event.button !== 0) return;
    const drag = begin(event);
    if (drag) follow(element, event, drag);
  });
}

function follow(element: Element, from: PointerEvent, drag: Drag): void {
  const over = new AbortController();
  let isMoving = false;
  const by = (event: PointerEvent): By => ({ x: event.clientX - from.clientX, y: event.clientY - from.clientY, event });
  const stop = (): void => {
    over.abort();
    if (element.hasPointerCapture(from.pointerId)) element.releasePointerCapture(from.pointerId);
  };
  const on = <K extends keyof DocumentEventMap>(name: K, heard: (event: DocumentEventMap[K]) => void): void =>
    document.addEventListener(name, heard, { signal: over.signal, capture: true });

  on("pointermove", event => {
    const moved = by(event);
    if (!isMoving && Math.hypot(moved.x, moved.y) < THRESHOLD) return;
    if (!isMoving) element.setPointerCapture(from.pointerId);
    isMoving = true;
    drag.move(moved);
  });
  on("pointerup", event => {
    stop();
    if (isMoving) drag.done(by(event));
    else drag.cancel?.();
  });
  on("pointercancel", () => {
    stop();
    drag.cancel?.();
  });
  on("keydown", pressed => {
    if (pressed.key !== "Escape" || !isMoving) return;
    pressed.stopPropagation();
    stop();
    drag.cancel?.();
  });
}

/** While the pointer is at an edge of `area`, scroll and say by how much, frame by frame, until aborted. */
export function autoscroll(
  area: Element,
  target: { x: Element; y: Element },
  pointer: () => { x: number; y: number },
  scrolled: () => void,
  until: AbortSignal,
): void {
  const EDGE = 32;
  const pull = (at: number, low: number, high: number): number =>
    at < low + EDGE
      ? Math.max(-1, (at - low - EDGE) / EDGE)
      : at > high - EDGE
        ? Math.min(1, (at - high + EDGE) / EDGE)
        : 0;
  const step = (): void => {
    if (until.aborted) return;
    const box = area.getBoundingClientRect();
    const { x, y } = pointer();
    const [dx, dy] = [Math.round(18 * pull(x, box.left, box.right)), Math.round(14 * pull(y, box.top, box.bottom))];
    const before = [target.x.scrollLeft, target.y.scrollTop];
    target.x.scrollLeft += dx;
    target.y.scrollTop += dy;
    if (before[0] !== target.x.scrollLeft || before[1] !== target.y.scrollTop) scrolled();
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}
