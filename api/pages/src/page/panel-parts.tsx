/** Parts that the panels share: facts by name, acts as buttons, and waiting for an answer of the API. */

import { type Signal, useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentChild, ComponentChildren } from "preact";
import { ApiError } from "../api.ts";
import { t } from "../i18n/page.ts";
import { Icon } from "../ui/icons.tsx";
import { entriesFor } from "./act-dialog.tsx";
import type { Subject } from "./shown.ts";

export type Fact = [name: string, value: ComponentChild] | false | null | undefined | "" | 0;

/** Facts by name; those that are nothing are left out. */
export function Facts({ of }: { of: Fact[] }) {
  return (
    <dl class="facts">
      {of.map(
        (fact) =>
          fact && (
            <div key={fact[0]}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

export function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="part">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** Every act that is possible now, as a button. */
export function ActButtons({ subject }: { subject: Subject }) {
  const entries = entriesFor(subject);
  if (entries.length === 0) return null;
  return (
    <div class="act-buttons">
      {entries.map((entry) => (
        <button key={entry.id} type="button" class={`button small ${entry.hurts ? "hurts" : ""}`} data-act={entry.id} onClick={entry.run}>
          <Icon name={entry.icon} />
          {entry.label}
        </button>
      ))}
    </div>
  );
}

export type Answer<T> = { is: "asked" } | { is: "there"; value: T } | { is: "failed"; why: string };

/**
 * What `ask` answers; asked again whenever a signal that it reads changes, and by calling the second of the pair.
 * With `keeps` a failure leaves the answer before, because it is still worth a look.
 */
export function useAnswer<T>(ask: () => Promise<T>, keeps = false): [Signal<Answer<T>>, () => void] {
  const answer = useSignal<Answer<T>>({ is: "asked" });
  const round = useSignal(0);
  useSignalEffect(() => {
    round.value;
    let wanted = true;
    ask().then(
      (value) => wanted && (answer.value = { is: "there", value }),
      (fault: unknown) => {
        if (!wanted || (keeps && answer.peek().is === "there")) return;
        answer.value = { is: "failed", why: fault instanceof ApiError ? fault.message : t("failed") };
      },
    );
    return () => {
      wanted = false;
    };
  });
  return [answer, () => round.value++];
}

/** What was answered, or that it is asked, or why there is nothing. */
export function Answered<T>({ to, again, children }: { to: Answer<T>; again: () => void; children: (value: T) => ComponentChild }) {
  if (to.is === "there") return <>{children(to.value)}</>;
  if (to.is === "asked") return <p class="soft nothing">…</p>;
  return (
    <p class="problem">
      <Icon name="critical" />
      <span>
        {to.why}{" "}
        <button type="button" class="button small" onClick={again}>
          {t("retry")}
        </button>
      </span>
    </p>
  );
}
