/** Small parts that many tables and panels share. */

import type { ComponentChild } from "preact";
import { clock, roughly, share } from "../format.ts";
import { common } from "../i18n/common.ts";
import { now } from "../live/state.ts";
import type { Severity } from "../types.ts";
import { Icon } from "./icons.tsx";

/** How severe something is: a sign with its word; nothing of what is calm. */
export function Sign({ severity }: { severity: Severity }) {
  if (severity === "none") return null;
  const word = common(`severity_${severity}`);
  return (
    <span class={`sign ${severity}`} role="img" aria-label={word} title={word}>
      <Icon name={severity} />
    </span>
  );
}

/** Why something was not done; told to readers of screens as it appears. */
export function Problem({ text }: { text: string }) {
  return (
    <div role="alert">
      {text && (
        <p class="problem">
          <Icon name="critical" />
          {text}
        </p>
      )}
    </div>
  );
}

/** How long since a moment, ticking; `late` seconds on it is marked. */
export function Since({ at, late }: { at: number | null | undefined; late?: number }) {
  if (at === null || at === undefined) return <span class="faint">–</span>;
  const seconds = now.value - at;
  return <time class={late !== undefined && seconds > late ? "late" : undefined}>{clock(seconds)}</time>;
}

/** How long until a moment, ticking down to nothing. */
export function Until({ at }: { at: number }) {
  return <time>{clock(at - now.value)}</time>;
}

export function Share({ of }: { of: number | null }) {
  return <span class={of === null ? "faint" : undefined}>{share(of)}</span>;
}

export function Roughly({ s }: { s: number | null }) {
  return <span class={s === null ? "faint" : undefined}>{roughly(s)}</span>;
}

/** A number that is quiet while it is nought. */
export function Count({ of }: { of: number }) {
  return <span class={of === 0 ? "faint" : undefined}>{of}</span>;
}

/** A state: a dot of its own shape and colour, and always its word. */
export function State({ is, word, more }: { is: string; word: string; more?: ComponentChild }) {
  return (
    <span class="state" data-state={is}>
      <i aria-hidden="true" />
      <span>
        {word}
        {more}
      </span>
    </span>
  );
}
