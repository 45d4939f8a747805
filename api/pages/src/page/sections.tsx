/** The four parts of the page; where there is no room for all, one at a time, chosen below. */

import type { ComponentChild, ComponentChildren } from "preact";
import { count } from "../format.ts";
import { t } from "../i18n/page.ts";
import { picture, versions } from "../live/state.ts";
import { type Section as Name, section, SECTIONS } from "./shown.ts";

export function Section({ name, more, children }: { name: Name; more?: ComponentChild; children: ComponentChildren }) {
  return (
    <section id={`section-${name}`} class={`section ${name} ${section.value === name ? "here" : ""}`} aria-labelledby={`title-${name}`} tabIndex={-1}>
      <header>
        <h2 id={`title-${name}`}>
          {t(name)} <Size of={name} />
        </h2>
        {more}
      </header>
      <div class="body">{children}</div>
    </section>
  );
}

function Size({ of }: { of: Name }) {
  if (of === "day") return null;
  versions[of].value;
  return <span class="faint">{count(picture[of].size)}</span>;
}

export function Sections() {
  return (
    <nav class="tabs" aria-label={t("skip")}>
      {SECTIONS.map((each) => (
        <button key={each} type="button" aria-current={section.value === each ? "true" : undefined} onClick={() => (section.value = each)}>
          {t(each)} <Size of={each} />
        </button>
      ))}
    </nav>
  );
}
