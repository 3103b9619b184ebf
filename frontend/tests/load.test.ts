import assert from "node:assert/strict";
import { test } from "node:test";
import * as load from "../sheet/load.ts";
import { apply } from "../sheet/plan.ts";

const PLAN = {
  revision: 7,
  program: { slug: "atlas", name: "Atlas" },
  status: null,
  today: 29_000_000,
  minutes_per_day: 480,
  rights: ["plan.edit"],
  nonworking: [[0, 1440]],
  projects: [{ number: 1, name: "Core", can_edit: true }],
  headline: { finish: 100 },
  tasks: {
    number: [-1, 5],
    parent: [null, -1],
    project: [1, 1],
    rank: [1, 1],
    wbs: ["1", "1.1"],
    name: ["Core", "Build"],
    kind: ["project", "task"],
    start: [0, 0.5],
    critical: [0, 1],
  },
  links: { number: [9], predecessor: [4], successor: [5], type: ["FS"] },
};

test("columns become tasks by number", () => {
  const plan = load.plan(PLAN);

  assert.equal(plan.tasks.get(5)?.name, "Build");
  assert.equal(plan.tasks.get(5)?.start, 0.5);
  assert.equal(plan.tasks.get(5)?.critical, true);
});

test("a column the server leaves out is a column of nothing", () => {
  const task = load.plan(PLAN).tasks.get(5)!;

  assert.equal(task.deadline, null);
  assert.equal(task.people, "");
  assert.equal(task.isActive, true);
});

test("a value of the wrong type is named by column and position", () => {
  const broken = { ...PLAN, tasks: { ...PLAN.tasks, start: [0, "Monday"] } };

  assert.throws(() => load.plan(broken), /tasks\.start\[1\] is "Monday"/);
});

test("columns of unequal length are refused", () => {
  const broken = { ...PLAN, tasks: { ...PLAN.tasks, name: ["Core"] } };

  assert.throws(() => load.plan(broken), /tasks\.name has 1 values, not 2/);
});

test("an unknown link type is refused", () => {
  assert.throws(() => load.plan({ ...PLAN, links: { ...PLAN.links, type: ["XX"] } }), /links\.type\[0\]/);
});

test("changes without tasks change nothing", () => {
  assert.deepEqual(load.changes({}).tasks, []);
});

test("dates told apart from the rest of a task leave the rest as it was", () => {
  const plan = load.plan(PLAN);
  const { number, name } = [...plan.tasks.values()][0]!;
  const redated = { number: [number], start: [480], finish: [960], total_float: [60], critical: [1] };

  apply(plan, load.changes({ redated }), 9);

  const task = plan.tasks.get(number)!;
  assert.deepEqual([task.name, task.start, task.finish, task.totalFloat, task.critical], [name, 480, 960, 60, true]);
});
