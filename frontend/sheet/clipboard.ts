/** Tables as Excel, LibreOffice, MS Project and web pages put them on the clipboard, read and written. Pure.
 *
 * Text is tab-separated; a cell with a tab, a line break or a quote is quoted and its quotes are doubled. HTML carries
 * the same cells and survives programs that mangle the text. */

export type Table = string[][];

/** Rows of cells. Understands CRLF, CR and LF, quoted cells with line breaks in them, and a trailing newline. */
export function readText(text: string): Table {
  const rows: Table = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const [cell, next] = text[at] === '"' ? quoted(text, at) : bare(text, at);
    row.push(cell);
    at = next;
    if (text[at] === "\t") {
      at++;
      if (at === text.length) row.push("");
      continue;
    }
    at += text.startsWith("\r\n", at) ? 2 : 1;
    rows.push(row);
    row = [];
  }
  if (row.length) rows.push(row);
  return rows;
}

/** A quoted cell from its opening quote, and where it ends. A quote that never closes, or closes before the cell
 * does, was an ordinary character. */
function quoted(text: string, from: number): [string, number] {
  let cell = "";
  let at = from + 1;
  for (;;) {
    const end = text.indexOf('"', at);
    if (end < 0) return bare(text, from);
    cell += text.slice(at, end);
    if (text[end + 1] === '"') {
      cell += '"';
      at = end + 2;
      continue;
    }
    const isWhole = end + 1 === text.length || "\t\r\n".includes(text[end + 1]!);
    return isWhole ? [cell.replace(/\r\n?/g, "\n"), end + 1] : bare(text, from);
  }
}

function bare(text: string, from: number): [string, number] {
  let end = from;
  while (end < text.length && !"\t\r\n".includes(text[end]!)) end++;
  return [text.slice(from, end), end];
}

export function writeText(table: Table): string {
  return table
    .map(
      row => row.map(cell => (/["\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join("\t") + "\r\n",
    )
    .join("");
}

export function writeHtml(table: Table): string {
  const rows = table.map(row => `<tr>${row.map(cell => `<td>${escaped(cell)}</td>`).join("")}</tr>`);
  return `<table>${rows.join("")}</table>`;
}

/** The first table of a page, or null. Takes a parsed document, so that nothing of it ever runs. */
export function readHtml(page: Document): Table | null {
  const table = page.querySelector("table");
  if (!table) return null;
  return [...table.rows].map(row =>
    [...row.cells].flatMap(cell => [words(cell), ...Array<string>(Math.max(0, cell.colSpan - 1)).fill("")]),
  );
}

function words(cell: Element): string {
  for (const line of cell.querySelectorAll("br")) line.replaceWith("\n");
  return (cell.textContent ?? "").replace(/[\u00a0 \t\r]+/g, " ").trim();
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\n", "<br>");
}

/** How deep each name stands, from its leading spaces: the outline of a pasted list. Two spaces, or what the first
 * indented line uses, are one level. */
export function levels(names: readonly string[]): number[] {
  const indents = names.map(name => name.length - name.trimStart().length);
  const step = Math.min(...indents.filter(indent => indent > 0), 8);
  let deepest = -1;
  return indents.map(indent => (deepest = Math.min(deepest + 1, Math.round(indent / step))));
}
