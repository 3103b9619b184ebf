/** Saving: one operation at a time, in the order they were made.
 *
 * Every write says at which revision its author saw the plan and gets back what it changed. Two of our own writes
 * never overlap, so the second knows the revision of the first; a conflict is always with somebody else. What somebody
 * else saved while a write waited its turn was not seen by its author: such a write names the revision it was made at. */
import { changes, isObject, revision as revisionOf } from "./load.ts";
import { say } from "../say.ts";
import type { Changes } from "./plan.ts";

export type Method = "POST" | "PATCH" | "DELETE";

export interface Operation {
  method: Method;
  /** Below the program: "/tasks/12", ":undo". */
  path: string;
  body?: unknown;
  /** The revision the author saw, where that is not the newest: somebody saved while a cell was open. */
  seen?: number;
  /** Told the answer once it is applied, before the next operation leaves. */
  answered?: (saved: Saved) => void;
}

/** An operation, or how to word it once all before it have been answered; null when nothing is left to do by then. */
export type Saying = Operation | (() => Operation | null);

export function operationOf(said: Saying): Operation | null {
  return typeof said === "function" ? said() : said;
}

export interface Saved {
  revision: number;
  result: unknown;
  changes: Changes;
}

/** Somebody else changed the same field meanwhile. */
export interface Conflict {
  task: number;
  field: string;
  mine: unknown;
  theirs: unknown;
  by: string;
  at: string;
}

/** The server said no, in a sentence for the reader. */
export class Refused extends Error {}

export class Conflicted extends Error {
  readonly conflicts: readonly Conflict[];
  readonly revision: number;
  constructor(conflicts: readonly Conflict[], revision: number) {
    super(say("Somebody changed this meanwhile."));
    this.conflicts = conflicts;
    this.revision = revision;
  }
}

export class Door {
  /** Address of the program's resources: "/api/v1/programs/atlas". */
  private readonly base: string;
  private readonly revision: () => number;
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  /** The newest revision that is not of our own making, as far as we were told. */
  private others = 0;

  constructor(base: string, revision: () => number) {
    this.base = base;
    this.revision = revision;
  }

  get isBusy(): boolean {
    return this.waiting > 0;
  }

  /** Resolves once everything sent so far has been answered. */
  async idle(): Promise<void> {
    while (this.isBusy) await this.last;
  }

  /** Send when all before have been answered. `taken` applies the answer before the next one leaves. */
  save(said: Saying, taken: (saved: Saved) => void): Promise<Saved | null> {
    this.waiting++;
    const madeAt = this.revision();
    const mine = this.last
      .then(async () => {
        const operation = operationOf(said);
        const isUnseen = typeof said !== "function" && this.others > madeAt;
        const seen = operation?.seen ?? (isUnseen ? madeAt : this.revision());
        return operation && ([operation, await this.send(operation, seen)] as const);
      })
      .finally(() => this.waiting--)
      .then(answer => {
        if (!answer) return null;
        const [operation, saved] = answer;
        taken(saved);
        operation.answered?.(saved);
        return saved;
      });
    this.last = mine.catch(() => undefined);
    return mine;
  }

  /** Somebody else's change was taken in. */
  heard(revision: number): void {
    this.others = Math.max(this.others, revision);
  }

  /** What would happen; nothing is saved, nothing waits. */
  async preview(edits: readonly unknown[], signal: AbortSignal): Promise<Saved> {
    return this.answer({ method: "POST", path: "/tasks:preview", body: { edits } }, this.revision(), signal);
  }

  async read(path: string): Promise<unknown> {
    const reply = await reach(this.base + path, { headers: { Accept: "application/json" } });
    if (!reply.ok) throw new Refused(await sentence(reply));
    return reply.json();
  }

  /** Ask for what belongs to the reader and to no program, as his views: it has no revision and waits for nothing. */
  async own(method: Method | "GET", path: string, body?: object): Promise<unknown> {
    const address = this.base.replace(/\/programs\/.*$/, path);
    const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrf() };
    const reply = await reach(address, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!reply.ok) throw new Refused(await sentence(reply));
    return reply.status === 204 ? null : reply.json();
  }

  private async send(operation: Operation, seen: number): Promise<Saved> {
    const saved = await this.answer(operation, seen);
    // One of ours is one revision; more than that, and the answer tells of others too.
    if (saved.revision > Math.max(seen, this.revision()) + 1) this.heard(saved.revision);
    return saved;
  }

  private async answer({ method, path, body }: Operation, seen: number, signal?: AbortSignal): Promise<Saved> {
    const headers = {
      "Content-Type": "application/json",
      "If-Match": `"${seen}"`,
      "Milepost-Answer": "sheet, dates apart",
      "X-CSRFToken": csrf(),
    };
    const reply = await reach(this.base + path, {
      method,
      headers,
      body: JSON.stringify(body ?? {}),
      ...(signal && { signal }),
    });
    if (reply.status === 412) throw await conflicted(reply);
    if (!reply.ok) throw new Refused(await sentence(reply));
    const json: unknown = await reply.json();
    if (!isObject(json)) throw new Refused(say("The server’s answer could not be read."));
    return { revision: revisionOf(json), result: json.result, changes: changes(json.changes) };
  }
}

async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { credentials: "same-origin", ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refused(say("The server does not answer. Nothing was saved; try again."));
  }
}

async function conflicted(reply: Response): Promise<Error> {
  const json: unknown = await reply.json();
  if (!isObject(json) || !Array.isArray(json.conflicts))
    return new Refused(say("Somebody changed this meanwhile. Reload the plan."));
  return new Conflicted(json.conflicts as Conflict[], revisionOf(json));
}

/** What a problem document says to a person: its detail, then its title. */
async function sentence(reply: Response): Promise<string> {
  if (reply.status === 401) return say("You are signed out. Sign in again in another tab, then retry.");
  const json: unknown = await reply.json().catch(() => null);
  const said = isObject(json) ? (json.detail ?? json.title) : null;
  return typeof said === "string" ? said : say("The server refused this ({status}).", { status: reply.status });
}

function csrf(): string {
  const stated = document.body.getAttribute("hx-headers:inherited") ?? document.body.getAttribute("hx-headers");
  const token = stated ? (JSON.parse(stated) as Record<string, string>)["X-CSRFToken"] : undefined;
  return token ?? /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}
