/** Everything that opens when it is asked for, in one part: menus, and the choice between two values.
 *
 * It says that it stands on all that the hands bring: otherwise the build would cut what both need into many files. */
import "./hands.ts";

export * as conflict from "./conflict.ts";
export * as context from "./context.ts";
export * as filterbar from "./filterbar.ts";
export * as linking from "./linking.ts";
export * as toast from "./toast.ts";
export * as tools from "./tools.ts";
