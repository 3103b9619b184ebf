/** The words of the islands, in the reader's language.
 *
 * The page carries its translations as JSON in `<script type="application/json" id="words">`: English sentence to
 * sentence. A sentence it does not know is said in English. `{name}` stands for a value. */

let words: Record<string, string> | undefined;

export function say(sentence: string, values: Record<string, string | number> = {}): string {
  words ??= pageWords();
  return (words[sentence] ?? sentence).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** A sentence that is said elsewhere, as from a table: marks it for the translators. */
export function phrase(sentence: string): string {
  return sentence;
}

function pageWords(): Record<string, string> {
  const text = typeof document === "undefined" ? null : document.getElementById("words")?.textContent;
  return text ? (JSON.parse(text) as Record<string, string>) : {};
}
