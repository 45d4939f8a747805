/** The panel at the side: about a call, an agent, a queue; the history of alerts, the acts, the keys. */

import { t } from "../i18n/page.ts";
import { picture, versions } from "../live/state.ts";
import { Dialog } from "../ui/dialog.tsx";
import { agentTitle, callerOf, queueTitle } from "./named.ts";
import { ActsMade } from "./acts-made.tsx";
import { AgentPanel } from "./agent-panel.tsx";
import { AlertHistory } from "./alert-history.tsx";
import { CallPanel } from "./call-panel.tsx";
import { KEYS } from "./keys.ts";
import { QueuePanel } from "./queue-panel.tsx";
import { type Panel, panel } from "./shown.ts";

export function Panels() {
  const now = panel.value;
  return (
    now && (
      <Dialog key={`${now.about} ${"name" in now ? now.name : ""}`} as="drawer" title={titleOf(now)} close={() => (panel.value = null)}>
        <Inside of={now} />
      </Dialog>
    )
  );
}

function Inside({ of }: { of: Panel }) {
  switch (of.about) {
    case "call":
      return <CallPanel id={of.name} />;
    case "agent":
      return <AgentPanel name={of.name} />;
    case "queue":
      return <QueuePanel name={of.name} />;
    case "alerts":
      return <AlertHistory />;
    case "acts":
      return <ActsMade />;
    case "help":
      return <Help />;
  }
}

function titleOf(of: Panel): string {
  if (of.about === "queue") return queueTitle(of.name);
  if (of.about === "agent") return agentTitle(of.name);
  if (of.about !== "call") return t(of.about);
  versions.calls.value;
  const call = picture.calls.get(of.name);
  return call ? callerOf(call) : t("call");
}

function Help() {
  return (
    <dl class="keys">
      {KEYS.map(([key, does]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{t(`key_${does}`)}</dd>
        </div>
      ))}
    </dl>
  );
}
