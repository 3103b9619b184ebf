import assert from "node:assert/strict";
import { test } from "node:test";
import { rows, type Arrangement, type Row } from "../sheet/outline.ts";
import { plan, task } from "./builders.ts";

const PLAN = plan([
  task(-1, { kind: "project", name: "Core" }),
  task(1, { parent: -1, kind: "summary", name: "Build" }),
  task(2, { parent: 1, name: "Ledger", critical: true, people: "Ana" }),
  task(3, { parent: 1, name: "Loader", people: "Bo" }),
  task(4, { parent: -1, name: "Launch", kind: "milestone", rank: 9 }),
  task(5, { parent: -1, name: "Train", rank: 5 }),
]);
const PLAIN: Arrangement = { keeps: null, sort: null, group: null, shut: new Set() };

const names = (shown: Row[]): string[] =>
  shown.map(
    row =>
      "  ".repeat(row.depth) +
      (row.kind === "task" ? row.task.name : row.kind === "group" ? `[${row.label} ${row.count}]` : "…"),
  );

test("rows stand in the order of the plan, each below its summary", () => {
  assert.deepEqual(names(rows(PLAN, PLAIN)), ["Core", "  Build", "    Ledger", "    Loader", "  Train", "  Launch"]);
});

test("what is shut hides what is in it", () => {
  assert.deepEqual(names(rows(PLAN, { ...PLAIN, shut: new Set([1]) })), ["Core", "  Build", "  Train", "  Launch"]);
});

test("a filter keeps what matches and where it belongs, even inside what is shut", () => {
  const shown = rows(PLAN, { ...PLAIN, shut: new Set([1]), keeps: one => one.critical });

  assert.deepEqual(names(shown), ["Core", "  Build", "    Ledger"]);
  assert.deepEqual(
    shown.map(row => row.kind === "task" && row.isMatch),
    [false, false, true],
  );
});

test("sorting keeps the tree and orders each family", () => {
  const shown = rows(PLAN, { ...PLAIN, sort: { by: one => one.name, descending: true } });

  assert.deepEqual(names(shown), ["Core", "  Train", "  Launch", "  Build", "    Loader", "    Ledger"]);
});

test("groups list tasks without their tree, with how many there are", () => {
  const shown = rows(PLAN, { ...PLAIN, group: one => [one.people || "~", one.people || "Nobody"] });

  assert.deepEqual(names(shown), ["[Ana 1]", "  Ledger", "[Bo 1]", "  Loader", "[Nobody 2]", "  Train", "  Launch"]);
});
