/** What every page loads: the palette, keys, tips, the side panel, and changes by others as they happen. */
import { watch } from "./live.ts";
import * as palette from "./palette.ts";
import * as panel from "./panel.ts";
import * as shortcuts from "./shortcuts.ts";
import * as tips from "./tips.ts";

palette.listen();
shortcuts.listen();
tips.listen();
panel.listen();

// A page that shows figures of a program hears `plan:changed`, and its fragments ask for themselves again.
for (const { dataset } of document.querySelectorAll<HTMLElement>("[data-live]")) watch(dataset.live!, null);
