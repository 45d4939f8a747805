/** What every page begins with: its looks, its theme, its language, and its root. */

import "./base.css";
import "./controls.css";
import { type ComponentChild, render } from "preact";
import { followLanguage } from "../i18n/language.ts";
import { followTheme } from "../theme.ts";

/** Show `page`; `title` is read again whenever the language changes. */
export function start(page: ComponentChild, title: () => string): void {
  followTheme();
  followLanguage(title);
  const root = document.getElementById("page");
  if (root) render(page, root);
}
