import assert from "node:assert/strict";
import { test } from "node:test";

import { explained, mayBeHeaded, type Mapping } from "../sheet/remembered.ts";

const MONTHLY: Mapping = {
  headings: "was|wie lange|wann",
  columns: { by_field: { name: 0, duration: 1, start: 2 }, day_first: true, decimal: ",", unit: "h" },
};

test("a block is read as its headings were explained for a file before", () => {
  const block = [
    ["Was", "Wie lange", "Wann"],
    ["  Packen", "7,5", "03/04/2026"],
    ["Fahren", "2w", "soon"],
  ];

  assert.deepEqual(explained(block, [MONTHLY]), {
    keys: ["name", "duration", "start"],
    rows: [
      ["  Packen", "7.5h", "2026-04-03"],
      ["Fahren", "2w", "soon"],
    ],
  });
});

test("headings nobody has explained say nothing", () => {
  assert.equal(
    explained(
      [
        ["Wer", "Wo"],
        ["Ana", "Oslo"],
      ],
      [MONTHLY],
    ),
    null,
  );
});

test("numbers are no headings, and one row is none", () => {
  assert.equal(
    mayBeHeaded([
      ["Pack", "3d"],
      ["Drive", "1d"],
    ]),
    false,
  );
  assert.equal(mayBeHeaded([["Was", "Wie lange"]]), false);
  assert.equal(
    mayBeHeaded([
      ["Was", "Wie lange"],
      ["Packen", "7"],
    ]),
    true,
  );
});
