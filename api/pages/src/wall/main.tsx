/** The wallboard. */

import { common } from "../i18n/common.ts";
import { followCentre, lineState } from "../live/state.ts";
import { identify } from "../me.ts";
import { start } from "../ui/start.tsx";

function Wall() {
  return <main>{common(lineState.value)}</main>;
}

start(<Wall />, () => common("wall"));
void identify().then(() => followCentre());
