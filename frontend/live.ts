/** What others save, as it happens: the server's event stream, told to the page as `plan:changed`.
 *
 * The stream is closed while nobody looks at the page: browsers allow few connections to one host, and a tab that is
 * hidden for a day should not hold one. Coming back, it goes on from the last revision it told. */

export interface Changed {
  revision: number;
  by: string;
  tasks: number[] | null;
}

/** Listen to a program from a revision on (from now on, without one), for as long as the page lives. */
export function watch(program: string, since: number | null): void {
  let stream: EventSource | null = null;
  let last = since;
  const listen = (): void => {
    if (document.hidden) {
      stream?.close();
      stream = null;
    } else if (!stream) {
      stream = new EventSource(`${program}/events${last === null ? "" : `?since=${last}`}`);
      stream.addEventListener("saved", event => {
        const changed = JSON.parse(event.data as string) as Changed;
        last = changed.revision;
        document.body.dispatchEvent(new CustomEvent("plan:changed", { bubbles: true, detail: changed }));
      });
      // The right to read it ended: the browser would otherwise try again for ever.
      stream.addEventListener("ended", () => stream?.close());
    }
  };
  document.addEventListener("visibilitychange", listen);
  listen();
}
