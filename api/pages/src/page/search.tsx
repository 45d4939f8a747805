/** One field finds queues, agents and calls; arrow keys choose, Enter opens. */

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { t } from "../i18n/page.ts";
import { stateOf } from "../i18n/states.ts";
import { picture, versions } from "../live/state.ts";
import { Icon, type IconName } from "../ui/icons.tsx";
import { agentTexts, callTexts, matches, queueTexts } from "./attention.ts";
import { callerOf, queueTitle } from "./named.ts";
import { queueInShort } from "./queues.tsx";
import { type Panel, panel } from "./shown.ts";

const MOST = 5; // of each kind; who needs more types a letter more

interface Found {
  id: string;
  icon: IconName;
  name: string;
  more: string;
  opens: Panel;
}

export function Search() {
  const text = useSignal("");
  const at = useSignal(0);
  const field = useRef<HTMLInputElement>(null);
  const asked = text.value.trim().toLowerCase();
  const found = asked ? look(asked) : [];
  const chosen = found[Math.min(at.value, found.length - 1)];

  const open = (one: Found): void => {
    text.value = "";
    field.current?.blur();
    panel.value = one.opens;
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown") at.value = Math.min(found.length - 1, at.value + 1);
    else if (event.key === "ArrowUp") at.value = Math.max(0, at.value - 1);
    else if (event.key === "Enter" && chosen) open(chosen);
    else if (event.key === "Escape") text.value ? (text.value = "") : field.current?.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class="search" role="search">
      <Icon name="search" />
      <input
        ref={field}
        id="search"
        class="input"
        role="combobox"
        placeholder={t("search")}
        aria-label={t("search")}
        aria-keyshortcuts="/"
        aria-expanded={asked !== ""}
        aria-controls="found"
        aria-activedescendant={chosen ? `found-${chosen.id}` : undefined}
        autocomplete="off"
        spellcheck={false}
        maxLength={100}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          at.value = 0;
        }}
        onKeyDown={onKey}
        onBlur={() => setTimeout(() => (text.value = ""), 150)}
      />
      <kbd aria-hidden="true">/</kbd>
      {asked && (
        <ul id="found" role="listbox" aria-label={t("search")}>
          {found.length === 0 && <li class="soft">{t("search_none", { text: text.value.trim() })}</li>}
          {found.map((each) => (
            <li key={each.id} id={`found-${each.id}`} role="option" aria-selected={each === chosen} onMouseDown={(event) => (event.preventDefault(), open(each))}>
              <Icon name={each.icon} />
              <b>{each.name}</b>
              <span class="soft">{each.more}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function look(asked: string): Found[] {
  versions.calls.value;
  return [...foundQueues(asked), ...foundAgents(asked), ...foundCalls(asked)];
}

function foundQueues(asked: string): Found[] {
  return some(picture.queues.values(), (each) => matches(asked, queueTexts(each))).map((each) => ({
    id: `q-${each.name}`,
    icon: "screen",
    name: each.title || each.name,
    more: queueInShort(each),
    opens: { about: "queue", name: each.name },
  }));
}

function foundAgents(asked: string): Found[] {
  return some(picture.agents.values(), (each) => matches(asked, agentTexts(each))).map((each) => ({
    id: `a-${each.name}`,
    icon: "person",
    name: each.title || each.name,
    more: [stateOf("agent", each.state), each.team].filter(Boolean).join(" · "),
    opens: { about: "agent", name: each.name },
  }));
}

function foundCalls(asked: string): Found[] {
  return some(picture.calls.values(), (each) => matches(asked, [...callTexts(each), queueTitle(each.queue)])).map((each) => ({
    id: `c-${each.call}`,
    icon: "call",
    name: callerOf(each),
    more: [stateOf("call", each.state), queueTitle(each.queue)].filter(Boolean).join(" · "),
    opens: { about: "call", name: each.call },
  }));
}

function some<T>(all: Iterable<T>, fits: (each: T) => boolean): T[] {
  const found: T[] = [];
  for (const each of all) {
    if (fits(each)) found.push(each);
    if (found.length >= MOST) break;
  }
  return found;
}
