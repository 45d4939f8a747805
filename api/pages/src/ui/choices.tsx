/** Choosing the language and the look of a page; small enough for a header. */

import { common } from "../i18n/common.ts";
import { isLanguage, language, LANGUAGES, type Language } from "../i18n/language.ts";
import { type Theme, theme, THEMES } from "../theme.ts";
import { Icon } from "./icons.tsx";

export function LanguageChoice({ choose }: { choose: (to: Language) => void }) {
  return (
    <select
      class="input slim"
      aria-label={common("language")}
      value={language.value}
      onChange={(event) => isLanguage(event.currentTarget.value) && choose(event.currentTarget.value)}
    >
      {LANGUAGES.map((each) => (
        <option key={each} value={each} lang={each}>
          {common(`language_${each}`)}
        </option>
      ))}
    </select>
  );
}

/** One button that goes round the looks; its name says which one holds. */
export function ThemeChoice() {
  const name = `${common("theme")}: ${common(`theme_${theme.value}`)}`;
  return (
    <button type="button" class="button plain square" aria-label={name} title={name} onClick={() => (theme.value = after(theme.value))}>
      <Icon name={theme.value} />
    </button>
  );
}

function after(now: Theme): Theme {
  return THEMES[(THEMES.indexOf(now) + 1) % THEMES.length] ?? "system";
}
