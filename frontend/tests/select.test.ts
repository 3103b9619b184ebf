import assert from "node:assert/strict";
import { test } from "node:test";
import { meaning, types } from "../sheet/keys.ts";
import * as select from "../sheet/select.ts";
import { people, predecessors } from "../sheet/suggest.ts";
import { plan, task } from "./builders.ts";

const BOUNDS = { rows: 10, columns: 5 };
const press = (key: string, held = "") => ({
  key,
  ctrlKey: held.includes("C"),
  metaKey: false,
  shiftKey: held.includes("S"),
  altKey: held.includes("A"),
});

test("a range grows from its anchor and stays inside the sheet", () => {
  const grown = select.extended(select.at(3, 1, BOUNDS), 20, 2, BOUNDS);

  assert.deepEqual(select.range(grown), { top: 3, bottom: 9, left: 1, right: 2 });
  assert.equal(select.hasCell(grown, 5, 2), true);
  assert.equal(select.hasCell(grown, 5, 3), false);
});

test("rows picked with Ctrl join, and a second pick lets them go", () => {
  const two = select.toggled(select.at(2, 1, BOUNDS), 7, 1);

  assert.deepEqual(select.rowsOf(two), [2, 7]);
  assert.deepEqual(select.rowsOf(select.toggled(two, 7, 1)), [2]);
});

test("the keys of MS Project and Excel mean what they mean there", () => {
  assert.deepEqual(meaning(press("ArrowRight", "AS")), { command: "indent", extend: false });
  assert.deepEqual(meaning(press("ArrowDown", "S")), { command: "down", extend: true });
  assert.deepEqual(meaning(press("Home", "CS")), { command: "first", extend: true });
  assert.equal(meaning(press("F2", "C"))?.command, "link");
  assert.equal(meaning(press("Z", "CS"))?.command, "redo");
  assert.equal(meaning(press("d", "C"))?.command, "fillDown");
  assert.equal(meaning(press("x")), null);
});

test("a plain character starts an edit, one with Ctrl or Alt does not", () => {
  assert.equal(types(press("x")), true);
  assert.equal(types(press("X", "S")), true);
  assert.equal(types(press("x", "C")), false);
  assert.equal(types(press("Enter")), false);
});

const PLAN = plan(
  [task(12, { name: "Trial migration" }), task(120, { name: "Go-live" }), task(7, { name: "Second trial" })],
  {
    people: [
      { number: 1, name: "Ana Silva" },
      { number: 2, name: "Bo Ang" },
    ],
  },
);

test("people are found by any of their names, behind the last semicolon", () => {
  assert.deepEqual(
    people(PLAN, "an").map(one => one.text),
    ["Ana Silva", "Bo Ang"],
  );
  assert.deepEqual(
    people(PLAN, "Ana Silva; a").map(one => one.text),
    ["Bo Ang"],
  );
  assert.deepEqual(people(PLAN, "Ana Silva[5"), []);
});

test("predecessors are found by number and by words of their name", () => {
  assert.deepEqual(
    predecessors(PLAN, "12").map(one => one.text),
    ["12", "120"],
  );
  assert.deepEqual(
    predecessors(PLAN, "7FS;tri").map(one => one.label),
    ["Trial migration", "Second trial"],
  );
  assert.deepEqual(predecessors(PLAN, "12FS+"), []);
});

test("a selection stays with its rows when others come and go", () => {
  const bounds = { rows: 8, columns: 5 };
  const range = select.extended(select.at(2, 1, bounds), 4, 2, bounds);
  const below = select.carried(range, row => row + 1, bounds);
  assert.deepEqual(select.range(below), { top: 3, bottom: 5, left: 1, right: 2 });

  const picked = select.toggled(range, 6, 1);
  const gone = select.carried(picked, row => (row === 3 ? undefined : row > 3 ? row - 1 : row), bounds);
  assert.deepEqual(select.rowsOf(gone), [2, 3, 5]);
});

test("where the active row is gone, nothing else is left selected in its place", () => {
  const bounds = { rows: 8, columns: 5 };
  const range = select.extended(select.at(2, 1, bounds), 4, 2, bounds);
  const alone = select.carried(range, row => (row === 4 ? undefined : row), bounds);
  assert.deepEqual(select.rowsOf(alone), [4]);
});
