/** What came of an act, said in a corner for a while, and to readers of screens at once. */

import "./toasts.css";
import { signal } from "@preact/signals";
import { common } from "../i18n/common.ts";
import { Icon } from "./icons.tsx";

interface Toast {
  id: number;
  kind: "good" | "critical";
  title: string;
  lines: string[];
}

const SHOWN_MS = { good: 7000, critical: 15_000 };
const MOST = 4;

const toasts = signal<Toast[]>([]);
let last = 0;

export function toast(kind: Toast["kind"], title: string, lines: string[] = []): void {
  const id = ++last;
  toasts.value = [...toasts.value.slice(1 - MOST), { id, kind, title, lines }];
  setTimeout(() => drop(id), SHOWN_MS[kind]);
}

function drop(id: number): void {
  toasts.value = toasts.value.filter((each) => each.id !== id);
}

/** How many dialogs are open. What is behind one is not heard, so what came of acts is said in the topmost. */
export const dialogs = signal(0);

export function Toasts({ above }: { above: number }) {
  if (above !== dialogs.value) return null;
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((each) => (
        <div key={each.id} class={`toast ${each.kind}`}>
          <Icon name={each.kind} />
          <div>
            <strong>{each.title}</strong>
            {each.lines.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </div>
          <button type="button" class="button plain square small" aria-label={common("close")} onClick={() => drop(each.id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
