import assert from "node:assert/strict";
import { test } from "node:test";
import { ofAddress, sieve, withFilter } from "../sheet/filter.ts";
import { NO_FILTER, type Filter } from "../sheet/outline.ts";
import { Words } from "../sheet/words.ts";
import { day, plan, task } from "./builders.ts";

const TODAY = day("2026-09-22");
const PLAN = plan(
  [
    task(-1, { kind: "project", name: "Core" }),
    task(1, { parent: -1, kind: "summary", name: "Build" }),
    task(2, {
      parent: 1,
      name: "Ledger build",
      wbs: "2.1",
      critical: true,
      people: "Ana Silva[50%];Bo Lind",
      predecessors: "7FS",
      start: day("2026-08-01"),
      finish: day("2026-09-30", 17),
      totalFloat: 0,
    }),
    task(3, {
      parent: 1,
      name: "Loader",
      wbs: "2.2",
      people: "Bo Lind",
      owner: "Ana Silva",
      start: day("2026-12-01"),
      finish: day("2027-01-01"), // midnight: the last day is 31 December
      duration: 5 * 480,
      totalFloat: 3 * 480,
    }),
    task(4, { parent: -1, kind: "milestone", name: "Launch", wbs: "3", percent: 100, custom: { team: "A|B.1" } }),
  ],
  { today: TODAY, custom: [{ key: "team", label: "Team" }], problems: [{ code: "x", task: 3, message: "" }] },
);
const CONTEXT = { plan: PLAN, words: new Words("en-GB", TODAY, 480) };

const kept = (filter: Partial<Filter>, me = ""): number[] =>
  [...PLAN.tasks.values()].filter(sieve({ ...NO_FILTER, ...filter }, CONTEXT, me)).map(one => one.number);

test("words are parts of a name, a person, the beginning of a WBS, or a number; all must be there", () => {
  assert.deepEqual(kept({ words: "LEDGER ana" }), [2]);
  assert.deepEqual(kept({ words: "2." }), [2, 3]);
  assert.deepEqual(kept({ words: "4" }), [4]);
  assert.deepEqual(kept({ words: "ledger loader" }), []);
});

test("each sign keeps its tasks, and several keep those that bear all of them", () => {
  const signed = (...only: string[]) => kept({ only: new Set(only as never[]) }, "Ana Silva");

  assert.deepEqual(signed("critical"), [2]);
  assert.deepEqual(signed("near"), [2, 3]); // three days of float are within five
  assert.deepEqual(signed("open"), [2, 3]);
  assert.deepEqual(signed("milestones"), [4]);
  assert.deepEqual(signed("unlinked"), [3, 4]);
  assert.deepEqual(signed("problems"), [3]);
  assert.deepEqual(signed("soon"), [2]); // the loader begins in ten weeks
  assert.deepEqual(signed("mine"), [2, 3]); // she works on the one and answers for the other
  assert.deepEqual(signed("mine", "critical"), [2]);
});

test("a column is narrowed to values, of which a task with several people has several", () => {
  assert.deepEqual(kept({ where: { people: { values: ["Ana Silva"] } } }), [2]);
  assert.deepEqual(kept({ where: { people: { values: ["Ana Silva", "Bo Lind"] } } }), [2, 3]);
  assert.deepEqual(kept({ where: { people: { values: [""] } } }), [4]);
  assert.deepEqual(kept({ where: { "custom.team": { values: ["A|B.1"] } } }), [4]);
});

test("a column of days or lengths is narrowed to a span, both ends included", () => {
  assert.deepEqual(kept({ where: { finish: { until: day("2026-12-31"), from: day("2026-09-30") } } }), [2, 3]);
  assert.deepEqual(kept({ where: { finish: { until: day("2026-12-30"), from: day("2026-09-30") } } }), [2]);
  assert.deepEqual(kept({ where: { duration: { from: 5 } } }), [3]); // working days
  assert.deepEqual(kept({ where: { float: { until: 3 } } }), [2, 3]);
  assert.deepEqual(kept({ where: { deadline: { values: [""] } } }), [2, 3, 4]);
});

test("what the page narrows to holds besides what the reader asks", () => {
  assert.deepEqual(kept({ among: new Set([2, 4]), only: new Set(["open"]) }), [2]);
  assert.deepEqual(kept({ project: 9 }), []);
});

test("a filter goes through the address unchanged, and takes nothing else of it away", () => {
  const filter: Filter = {
    ...NO_FILTER,
    words: "trial & error",
    only: new Set(["late", "mine"]),
    where: {
      people: { values: ["Ana Silva", ""] },
      "custom.team": { values: ["A|B.1", "1..2"] },
      finish: { from: null, until: day("2026-09-30") },
      float: { from: -2, until: 5.5 },
    },
  };
  const address = withFilter(new URL("https://host/p/atlas/plan?project=3&only=open"), filter);

  assert.equal(address.searchParams.get("project"), "3");
  assert.deepEqual(ofAddress(address.search, {}), filter);
  assert.equal(withFilter(address, NO_FILTER).search, "?project=3");
});

test("an address somebody mistyped narrows nothing it does not understand", () => {
  assert.deepEqual(ofAddress("?only=red.late&where=finish:soon..later", {}), {
    ...NO_FILTER,
    only: new Set(["late"]),
    where: { finish: { from: null, until: null } },
  });
});
