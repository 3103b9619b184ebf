import assert from "node:assert/strict";
import { test } from "node:test";
import { allColumns } from "../sheet/columns.ts";
import { headings } from "../sheet/headings.ts";
import { plan } from "./builders.ts";
import { levels, readText, writeHtml, writeText } from "../sheet/clipboard.ts";

test("cells are split by tabs, rows by any line ending", () => {
  assert.deepEqual(readText("a\tb\r\nc\td\ne\tf\rg\th"), [
    ["a", "b"],
    ["c", "d"],
    ["e", "f"],
    ["g", "h"],
  ]);
});

test("the newline Excel ends a copy with makes no further row", () => {
  assert.deepEqual(readText("a\tb\r\n"), [["a", "b"]]);
});

test("a quoted cell keeps its tabs, line breaks and quotes", () => {
  assert.deepEqual(readText('"two\r\nlines"\t"a ""word"""\t"tab\there"\r\n'), [
    ["two\nlines", 'a "word"', "tab\there"],
  ]);
});

test("a quote inside a cell, or one that never closes, is an ordinary character", () => {
  assert.deepEqual(readText('12" disk\t"open'), [['12" disk', '"open']]);
  assert.deepEqual(readText('"Go" decision\tx'), [['"Go" decision', "x"]]);
});

test("empty cells and empty rows are kept", () => {
  assert.deepEqual(readText("a\t\tb\n\n\tc"), [["a", "", "b"], [""], ["", "c"]]);
  assert.deepEqual(readText("a\t"), [["a", ""]]);
});

test("what is written is read back the same", () => {
  const table = [
    ["plain", 'has "quotes"'],
    ["two\nlines", "tab\there"],
    ["", "last"],
  ];

  assert.deepEqual(readText(writeText(table)), table);
});

test("names cannot become markup on the clipboard", () => {
  assert.equal(writeHtml([["<b>&"]]), "<table><tr><td>&lt;b&gt;&amp;</td></tr></table>");
});

test("leading spaces are the outline, and no row is more than one deeper than the one above", () => {
  assert.deepEqual(levels(["Design", "  Draft", "  Review", "Build", "      Far"]), [0, 1, 1, 0, 1]);
  assert.deepEqual(levels(["a", "    b", "        c"]), [0, 1, 2]);
  assert.deepEqual(levels(["a", "b"]), [0, 0]);
});

test("headings of MS Project and of our own say which cell is what", () => {
  const columns = allColumns(plan([]));

  assert.deepEqual(
    headings(
      [
        ["ID", "Task Name", "Duration", "Resource Names"],
        ["1", "Build", "3d", "Ana"],
      ],
      columns,
    ),
    ["number", "name", "duration", "people"],
  );
  assert.deepEqual(
    headings(
      [
        ["Task", "Days", "Colour"],
        ["Build", "3", "red"],
      ],
      columns,
    ),
    ["name", "duration", null],
  );
  assert.equal(
    headings(
      [
        ["Build", "3d"],
        ["Test", "2d"],
      ],
      columns,
    ),
    null,
  );
});
