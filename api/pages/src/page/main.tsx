/** The supervisor's page. */

import { common } from "../i18n/common.ts";
import { followCentre, lineState } from "../live/state.ts";
import { identify } from "../me.ts";
import { start } from "../ui/start.tsx";

function Page() {
  return <main>{common(lineState.value)}</main>;
}

start(<Page />, () => common("supervisor"));
void identify().then(() => followCentre());
