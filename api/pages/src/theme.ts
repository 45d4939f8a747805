/** Dark or light: as the system says, unless the person said otherwise. */

import { effect } from "@preact/signals";
import { choice } from "./settings.ts";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export const theme = choice<Theme>("theme", THEMES, "system");

/** Keep the page in the chosen theme from now on. */
export function followTheme(): void {
  effect(() => {
    document.documentElement.dataset["theme"] = theme.value;
  });
}

/** The colour that the variable `name` has now, for what is drawn on a canvas. */
export function colour(name: string): string {
  const probe = document.createElement("i");
  probe.style.color = `var(${name})`;
  probe.hidden = true;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}
