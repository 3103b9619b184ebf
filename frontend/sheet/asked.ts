/** Everything that opens when it is asked for, in one part: menus, and the choice between two values.
 *
 * It says that it stands on all that the hands bring: otherwise the build would cut what both need into many files. */
import "./hands.ts";
import look from "./asked.css";

// Its looks come with it: pages that never open one do not carry them. The content policy allows a sheet made by script.
const looks = new CSSStyleSheet();
looks.replaceSync(look);
document.adoptedStyleSheets.push(looks);

export * as catalogue from "./catalogue.ts";
export * as conflict from "./conflict.ts";
export * as context from "./context.ts";
export * as filterbar from "./filterbar.ts";
export * as find from "./find.ts";
export * as linking from "./linking.ts";
export * as steps from "./steps.ts";
export * as tools from "./tools.ts";
export * as views from "./views.ts";
export * as whatif from "./panes/whatif.ts";
