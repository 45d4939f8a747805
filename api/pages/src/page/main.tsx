/** The supervisor's page: the centre as it is this second, and everything one may do about it. */

import "./page.css";
import "./panels.css";
import { common } from "../i18n/common.ts";
import { t } from "../i18n/page.ts";
import { followCentre, picture, tooMany, versions } from "../live/state.ts";
import { identify, may, me } from "../me.ts";
import { Menu } from "../ui/menu.tsx";
import { start } from "../ui/start.tsx";
import { Toasts } from "../ui/toasts.tsx";
import { ActDialog } from "./act-dialog.tsx";
import { Agents, TeamChoice } from "./agents.tsx";
import { Alerts, unseen } from "./alerts.tsx";
import { Calls } from "./calls.tsx";
import { Day } from "./day.tsx";
import { Glance } from "./glance.tsx";
import { Header, Stale } from "./header.tsx";
import { listenToKeys } from "./keys.ts";
import { Panels } from "./panels.tsx";
import { PasswordDialog } from "./password.tsx";
import { Queues } from "./queues.tsx";
import { Section, Sections } from "./sections.tsx";
import { section } from "./shown.ts";

function Page() {
  return (
    <>
      <a class="skip" href="#section-queues">
        {t("skip")}
      </a>
      <Header />
      <Stale />
      <Centre />
      <Menu />
      <Panels />
      <ActDialog />
      <PasswordDialog />
      <Toasts above={0} />
    </>
  );
}

function Centre() {
  versions.queues.value;
  if (me.value && !may("look")) return <p class="empty">{t("not_allowed")}</p>;
  if (tooMany.value) return <p class="empty">{common("too_many")}</p>;
  if (picture.run === "") return <p class="empty soft">{t("waiting_first")}</p>;
  return (
    <main data-section={section.value}>
      <Glance />
      <Alerts />
      <Sections />
      <div class="sections">
        <Section name="queues">
          <Queues />
        </Section>
        <Section name="day">
          <Day />
        </Section>
        <Section name="calls">
          <Calls />
        </Section>
        <Section name="agents" more={<TeamChoice />}>
          <Agents />
        </Section>
      </div>
    </main>
  );
}

start(<Page />, () => {
  const count = unseen();
  return [count > 0 && `(${count})`, [picture.centre, common("supervisor")].filter(Boolean).join(" · ")].filter(Boolean).join(" ");
});
listenToKeys();
void identify().then(() => may("look") && followCentre());
