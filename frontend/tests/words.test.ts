import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDuration, parsePercent, signed, Words } from "../sheet/words.ts";
import { allColumns } from "../sheet/columns.ts";
import { day, plan, task } from "./builders.ts";

const british = new Words("en-GB", day("2026-09-22"), 480);
const american = new Words("en-US", day("2026-09-22"), 480);
const german = new Words("de", day("2026-09-22"), 480);

test("a day of this year goes without its year", () => {
  assert.deepEqual(british.day(day("2026-09-18", 8)), ["18 Sep", ""]);
  assert.deepEqual(british.day(day("2027-04-02")), ["2 Apr", "27"]);
  assert.deepEqual(british.day(null), ["", ""]);
});

test("a day is read as it is written in the reader's country", () => {
  assert.equal(british.parseDay("4/3"), day("2026-03-04"));
  assert.equal(american.parseDay("4/3"), day("2026-04-03"));
  assert.equal(german.parseDay("4.3.27"), day("2027-03-04"));
});

test("a day is read with its month in words, in any order", () => {
  assert.equal(british.parseDay("18 Sep"), day("2026-09-18"));
  assert.equal(british.parseDay("2 apr 27"), day("2027-04-02"));
  assert.equal(american.parseDay("Sep 18, 2027"), day("2027-09-18"));
  assert.equal(german.parseDay("18. Dez."), day("2026-12-18"));
});

test("an ISO day, today, and an hour are understood everywhere", () => {
  assert.equal(german.parseDay("2026-10-22"), day("2026-10-22"));
  assert.equal(british.parseDay("today"), day("2026-09-22"));
  assert.equal(british.parseDay("22 Oct 13:30"), day("2026-10-22", 13.5));
  assert.equal(british.parseDay("22 Oct", 17 * 60), day("2026-10-22", 17));
});

test("a day pasted from the reader's own programs is read in their order, whatever the page's language", () => {
  const abroad = new Words("en-GB", day("2026-09-22"), 480, "en-US");
  assert.equal(abroad.dayText(day("2026-09-18")), "18 Sep");
  assert.equal(abroad.parseDay("4/3/2026"), day("2026-04-03"));
  assert.equal(abroad.parseDay("Fri 9/18/26 5:00 PM"), day("2026-09-18", 17));
  assert.equal(abroad.parseDay("9/18/2026 12:15 AM"), day("2026-09-18", 0.25));
  assert.equal(abroad.parseDay("18/9"), day("2026-09-18"));
  const german = new Words("en-GB", day("2026-09-22"), 480, "de-DE");
  assert.equal(german.parseDay("18. Okt. 2026"), day("2026-10-18"));
  assert.equal(german.parseDay("18.10.2026 08:00:00"), day("2026-10-18", 8));
});

test("a finish at midnight is shown, typed and copied as the day that ends then", () => {
  const finish = allColumns(plan([])).find(column => column.key === "finish")!;
  const context = { plan: plan([]), words: british };
  const late = task(1, { start: day("2026-09-17"), finish: day("2026-09-19") });
  assert.deepEqual(finish.show(late, context), ["18 Sep", ""]);
  assert.deepEqual(finish.read!(finish.write!(late, context), late, context), { finish: "2026-09-19T00:00" });
  assert.equal(british.finishText(day("2026-09-18", 17)), "18 Sep");
});

test("what is no day is none", () => {
  for (const typed of ["31 Feb", "soon", "13", "1/2/3/4", "", "32/1"])
    assert.equal(british.parseDay(typed), null, typed);
});

test("what the sheet shows of a day it also reads", () => {
  for (const words of [british, american, german]) {
    for (const iso of ["2026-01-31", "2026-09-01", "2027-05-09"])
      assert.equal(words.parseDay(words.dayText(day(iso))), day(iso), `${words.locale} ${iso}`);
  }
});

test("days go without unit, other units with theirs", () => {
  assert.equal(british.duration(5 * 480, "d"), "5");
  assert.equal(british.duration(240, "h"), "4h");
  assert.equal(british.duration(2 * 5 * 480, "w"), "2w");
  assert.equal(british.duration(3 * 1440, "ed"), "3ed");
  assert.equal(british.duration(240, "d"), "0.5");
});

test("a duration is read in the words of MS Project", () => {
  assert.deepEqual(["3", "3d", "2 weeks", "4 hrs", "5 ed", "1.5d", "1,5", "2mo", "30 min", "3d?"].map(parseDuration), [
    "3d",
    "3d",
    "2w",
    "4h",
    "5ed",
    "1.5d",
    "1.5d",
    "2mo",
    "30m",
    "3d",
  ]);
  assert.deepEqual(["", "abc", "-3d", "3 d 4"].map(parseDuration), [null, null, null, null]);
});

test("a percentage is a number from 0 to 100", () => {
  assert.deepEqual(["40", "40%", "0", "100", "101", "-1", "", "x"].map(parsePercent), [
    40,
    40,
    0,
    100,
    null,
    null,
    null,
    null,
  ]);
});

test("slip shows its direction, with a real minus", () => {
  assert.deepEqual([8, 0, -3, 0.5, null].map(signed), ["+8", "0", "−3", "+0.5", ""]);
});
