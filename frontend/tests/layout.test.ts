import assert from "node:assert/strict";
import { test } from "node:test";
import { BAR, bar, bracket, isOn, ROW, route, rowTop, makeRoom, workingDays, type End } from "../sheet/layout.ts";
import { fittingZoom, Scale, ZOOMS } from "../sheet/scale.ts";
import { day, task } from "./builders.ts";

const WEEK = ZOOMS.findIndex(zoom => zoom.name === "week");
const scale = new Scale(day("2026-09-01"), day("2026-12-31"), ZOOMS[WEEK]!);
const pixels = ZOOMS[WEEK]!.pixelsPerDay;

test("a bar reaches from start to finish, its done part as far as its percentage", () => {
  const drawn = bar(task(1, { start: day("2026-10-05"), finish: day("2026-10-15"), percent: 40 }), scale)!;

  assert.equal(drawn.width, 10 * pixels);
  assert.equal(drawn.done, 4 * pixels);
});

test("a task without dates has no bar, a short one can still be seen", () => {
  assert.equal(bar(task(1, { start: null }), scale), null);
  assert.equal(bar(task(1, { start: day("2026-10-05"), finish: day("2026-10-05") }), scale)!.width, 3);
});

test("float reaches to the late finish, and is none when the task is done or critical", () => {
  const dates = {
    start: day("2026-10-05"),
    finish: day("2026-10-09"),
    lateFinish: day("2026-10-19"),
    totalFloat: 6 * 480,
  };

  assert.equal(bar(task(1, dates), scale)!.floatTo, scale.x(day("2026-10-19")));
  assert.equal(bar(task(1, { ...dates, percent: 100 }), scale)!.floatTo, null);
  assert.equal(bar(task(1, { ...dates, totalFloat: 0 }), scale)!.floatTo, null);
});

test("a deadline is missed when the finish is later", () => {
  const late = { start: day("2026-10-05"), finish: day("2026-10-09"), deadline: day("2026-10-08") };

  assert.equal(bar(task(1, late), scale)!.isDeadlineMissed, true);
  assert.equal(bar(task(1, { ...late, deadline: day("2026-10-09") }), scale)!.isDeadlineMissed, false);
});

const end = (row: number, x: number, width = 30, shape: End["shape"] = "task"): End => ({ row, x, width, shape });
const points = (line: string): string => line.replaceAll(/[A-Za-z]/g, letter => ` ${letter}`).trim();

test("finish to start drops onto the successor that begins where the predecessor ends", () => {
  assert.match(points(route("FS", end(0, 0), end(2, 30)).line), /^M30 11\.5 H33 V\d+(\.\d+)?$/);
});

test("a link back in time goes round between the rows", () => {
  const { line } = route("FS", end(0, 100), end(1, 20));

  assert.match(points(line), new RegExp(`^M130 11\\.5 h4 V${11.5 + ROW / 2 + 1.5} H12 V38\\.5 H18$`));
});

test("start to start leaves and enters on the left, finish to finish on the right", () => {
  assert.match(points(route("SS", end(0, 50), end(1, 80)).line), /^M50 11\.5 H43 V38\.5 H78$/);
  assert.match(points(route("FF", end(0, 50), end(1, 80)).line), /^M80 11\.5 H117 V38\.5 H112$/);
});

test("start to finish enters the successor from the right", () => {
  assert.match(route("SF", end(0, 100), end(1, 20)).head, /^M54 35\.5/);
});

test("a summary too short for its hooks is a plain bar", () => {
  assert.equal(bracket(0, 5), "M0 9h5v4h-5z");
});

test("working days leave out what is not worked, both ends counted", () => {
  const weekends = [
    [day("2026-10-10"), day("2026-10-12")],
    [day("2026-10-17"), day("2026-10-19")],
  ] as const;

  assert.equal(workingDays(day("2026-10-05", 8), day("2026-10-16", 17), weekends), 10);
  assert.equal(workingDays(day("2026-10-10"), day("2026-10-11"), weekends), 0);
});

test("time and pixels are each other's inverse", () => {
  assert.equal(scale.minute(scale.x(day("2026-11-02"))), day("2026-11-02"));
});

test("a drag snaps to whole days, and to weeks where a day is no pixel wide", () => {
  assert.equal(scale.snap(pixels * 2.4), 2 * 1440);
  assert.equal(new Scale(0, day("2027-01-01"), ZOOMS[0]!).snap(4), 7 * 1440);
});

test("the axis names months above and Mondays below", () => {
  const x = scale.x(day("2026-10-01"));

  assert.equal(scale.upper(x, x + 10, () => "Oct")[0]?.label, "Oct 2026");
  assert.equal(scale.lower(scale.x(day("2026-10-05")), scale.x(day("2026-10-06")))[0]?.label, "5");
});

test("a plan opens at the zoom in which it takes a screen and a half", () => {
  assert.equal(ZOOMS[fittingZoom(0, 240 * 1440, 700)]?.name, "month");
  assert.equal(ZOOMS[fittingZoom(0, 365 * 1440, 700)]?.name, "quarter");
  assert.equal(ZOOMS[fittingZoom(0, 10 * 1440, 700)]?.name, "day");
});

test("a link is found where it is drawn, and nowhere else", () => {
  const line = "M10 11.5H40V60H38";
  assert.ok(isOn(line, 25, 13));
  assert.ok(isOn(line, 41, 40));
  assert.ok(!isOn(line, 25, 40));
  assert.ok(!isOn("M10 11.5h4V80H60", 4, 40));
});

test("low rows keep their drawings in step with the table", () => {
  makeRoom("dense");
  try {
    assert.equal(ROW, 21);
    assert.equal(rowTop(10) + BAR.middle, 210 + 7.5);
  } finally {
    makeRoom("usual");
  }
  assert.equal(rowTop(10), 270);
});
