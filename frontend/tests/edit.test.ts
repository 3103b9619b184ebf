/** The queue of our own saves: in order, each knowing what its author saw. The server is a list of answers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Door, type Saved } from "../sheet/edit.ts";

interface Sent {
  path: string;
  seen: number;
}

/** A door to a server that answers when told to, and the plan's revision as the sheet would keep it. */
function doorAt(revision: number) {
  const sent: Sent[] = [];
  const answers: ((revision: number) => void)[] = [];
  let now = revision;
  Object.assign(globalThis, {
    document: { body: { getAttribute: () => '{"X-CSRFToken": "t"}' } },
    fetch: (address: string, { headers }: { headers: Record<string, string> }) => {
      sent.push({ path: address, seen: Number(headers["If-Match"]!.replaceAll('"', "")) });
      return new Promise(resolve =>
        answers.push(revision => resolve(Response.json({ revision, result: null, changes: {} }))),
      );
    },
  });
  const door = new Door("", () => now);
  const taken = (saved: Saved): void => void (now = Math.max(now, saved.revision));
  const settled = (): Promise<void> => new Promise(resolve => setTimeout(resolve));
  return { door, sent, answers, taken, settled };
}

const edit = (task: number) => ({ method: "PATCH" as const, path: `/tasks/${task}`, body: { name: "x" } });

test("a save leaves when the one before it is answered, and has seen what that one did", async () => {
  const { door, sent, answers, taken, settled } = doorAt(7);
  const both = [door.save(edit(1), taken), door.save(edit(2), taken)];
  await settled();
  assert.deepEqual(sent, [{ path: "/tasks/1", seen: 7 }]);

  answers[0]!(8);
  await settled();
  assert.deepEqual(sent[1], { path: "/tasks/2", seen: 8 });

  answers[1]!(9);
  await Promise.all(both);
  assert.equal(door.isBusy, false);
});

test("what somebody else saved while an edit waited was not seen by its author", async () => {
  const { door, sent, answers, taken, settled } = doorAt(7);
  void door.save(edit(1), taken);
  void door.save(edit(2), taken);
  await settled();

  answers[0]!(9); // ours is 8 or 9, the other one is somebody else's
  await settled();

  assert.deepEqual(sent[1], { path: "/tasks/2", seen: 7 });
});

test("an edit made after somebody else's change was shown has seen it", async () => {
  const { door, sent, answers, taken, settled } = doorAt(7);
  void door.save(edit(1), taken);
  await settled();
  answers[0]!(9);
  await settled();

  void door.save(edit(2), taken);
  await settled();

  assert.deepEqual(sent[1], { path: "/tasks/2", seen: 9 });
});

test("an operation may be worded when its turn comes, and then find nothing left to do", async () => {
  const { door, sent, answers, taken, settled } = doorAt(7);
  void door.save(edit(1), taken);
  const second = door.save(() => null, taken);
  await settled();
  answers[0]!(8);

  assert.equal(await second, null);
  assert.equal(sent.length, 1);
  assert.equal(door.isBusy, false);
});
