/** The wallboard: a team's queues, agents and alerts, to be read from ten metres. Nothing on it can be pressed. */

import "./wall.css";
import { effect, signal } from "@preact/signals";
import { timeOfDay } from "../format.ts";
import { common } from "../i18n/common.ts";
import { language } from "../i18n/language.ts";
import { w } from "../i18n/wall.ts";
import { followCentre, now, picture, versions } from "../live/state.ts";
import { identify, may, me } from "../me.ts";
import { Icon } from "../ui/icons.tsx";
import { start } from "../ui/start.tsx";
import { Band, Calm, Freshness, isStale, Stale } from "./band.tsx";
import { Cell } from "./cell.tsx";
import { agents, alerts, askForTeams, queues, team, teams, unknown, wanted } from "./choice.ts";
import { Chooser } from "./chooser.tsx";
import { Crew } from "./crew.tsx";
import { gridFor, onPage, pagesFor } from "./fitting.ts";
import { loadIfNew, lookForNew, stayAwake } from "./staying.ts";
import { addressOf, isChosen } from "./wanted.ts";

const TURN_MS = 10_000;
/** Of a screen's height, about what is left for the cells. */
const CELLS_SHARE = 0.68;

const turn = signal(0);
const screen = signal({ width: innerWidth, height: innerHeight });

function Wall() {
  versions.queues.value;
  if (me.value && !may("look")) return <p class="empty">{w("nothing")}</p>;
  if (picture.run === "" || teams.value === null) return <p class="empty">{w("connecting")}</p>;
  return isChosen(wanted) ? <Board /> : <Chooser />;
}

function Board() {
  return (
    <div class={`board ${isStale() ? "old" : ""}`}>
      <Head />
      <Stale />
      <Band alerts={alerts.value} />
      <Cells />
      <Crew agents={agents.value} of={team.value?.title ?? wanted.team} />
    </div>
  );
}

function Head() {
  const { pages } = pagesNow();
  return (
    <header class="head">
      <h1>
        {picture.centre}
        {wanted.team && <span> · {team.value?.title ?? wanted.team}</span>}
      </h1>
      {unknown.value.length > 0 && (
        <p class="unknown">
          <Icon name="warning" />
          {w("unknown", { names: unknown.value.join(", ") })}
        </p>
      )}
      {pages > 1 && <p class="page">{w("page", { n: (turn.value % pages) + 1, all: pages })}</p>}
      <p class="tools">
        <button type="button" class="button plain square" aria-label={w("full_screen")} title={w("full_screen")} onClick={() => void fill()}>
          <Icon name="screen" />
        </button>
        <a class="button plain square" href={addressOf({}, wanted)} aria-label={w("other")} title={w("other")}>
          <Icon name="more" />
        </a>
      </p>
      <Calm alerts={alerts.value} />
      <Freshness />
      <time class="clock">{timeOfDay(now.value)}</time>
    </header>
  );
}

function Cells() {
  const { each } = pagesNow();
  const shown = onPage(queues.value, turn.value, each);
  const { width, height } = screen.value;
  const grid = gridFor(Math.min(each, queues.value.length), width, height * CELLS_SHARE);
  const shape = (part: HTMLElement | null): void => {
    part?.style.setProperty("--columns", String(grid.columns));
    part?.style.setProperty("--rows", String(grid.rows));
  };
  return (
    <main class="cells" ref={shape}>
      {shown.length === 0 && <p class="empty">{w("nothing")}</p>}
      {shown.map((queue) => (
        <Cell key={queue.name} queue={queue} />
      ))}
    </main>
  );
}

function pagesNow(): { pages: number; each: number } {
  const { width, height } = screen.value;
  return pagesFor(queues.value.length, width >= height);
}

async function fill(): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await document.documentElement.requestFullscreen().catch(() => undefined);
}

/** After each start of the service there may be other teams, and another build of this page. */
function afterEachStart(): void {
  let known = "";
  effect(() => {
    versions.queues.value;
    if (picture.run === known) return;
    if (known) void loadIfNew();
    known = picture.run;
    void askForTeams();
  });
}

start(<Wall />, () => [picture.centre, common("wall")].filter(Boolean).join(" · "));
document.documentElement.dataset["theme"] = wanted.theme;
addEventListener("resize", () => (screen.value = { width: innerWidth, height: innerHeight }));
setInterval(() => turn.value++, TURN_MS);
stayAwake();
lookForNew();
if (wanted.language) language.value = wanted.language;
void identify().then(() => {
  if (wanted.language) language.value = wanted.language; // the address is meant for this screen, the account is not
  if (!may("look")) return;
  afterEachStart();
  followCentre();
});
