/** The one menu of acts: it opens at what was pressed, the arrow keys go through it, and focus returns where it was. */

import "./menu.css";
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon, type IconName } from "./icons.tsx";

export interface MenuEntry {
  id: string;
  label: string;
  icon: IconName;
  hurts: boolean;
  run: () => void;
}

interface Open {
  at: HTMLElement;
  label: string;
  entries: MenuEntry[];
}

const open = signal<Open | null>(null);

export function openMenu(at: HTMLElement, label: string, entries: MenuEntry[]): void {
  open.value = { at, label, entries };
}

export function Menu() {
  const box = useRef<HTMLDivElement>(null);
  const now = open.value;
  useEffect(() => {
    const menu = box.current;
    if (!now || !menu) return;
    menu.showPopover();
    place(menu, now.at.getBoundingClientRect());
    menu.querySelector<HTMLElement>("button")?.focus();
  }, [now]);
  if (!now) return null;
  const choose = (entry: MenuEntry): void => {
    box.current?.hidePopover();
    entry.run();
  };
  return (
    <div
      ref={box}
      class="menu"
      popover="auto"
      role="menu"
      aria-label={now.label}
      onKeyDown={goThrough}
      onToggle={(event) => {
        if (event.newState !== "closed") return;
        if (box.current?.contains(document.activeElement) || document.activeElement === document.body) now.at.focus();
        open.value = null;
      }}
    >
      {now.entries.map((entry) => (
        <button key={entry.id} type="button" role="menuitem" class={entry.hurts ? "hurts" : ""} data-act={entry.id} onClick={() => choose(entry)}>
          <Icon name={entry.icon} />
          {entry.label}
        </button>
      ))}
    </div>
  );
}

/** Below what was pressed and within the window, whatever its size. */
function place(menu: HTMLElement, at: DOMRect): void {
  const edge = 8;
  const { width, height } = menu.getBoundingClientRect();
  const below = at.bottom + 4 + height <= innerHeight - edge;
  menu.style.left = `${Math.max(edge, Math.min(at.right - width, innerWidth - width - edge))}px`;
  menu.style.top = `${below ? at.bottom + 4 : Math.max(edge, at.top - 4 - height)}px`;
}

function goThrough(event: KeyboardEvent): void {
  const entries = [...(event.currentTarget as HTMLElement).querySelectorAll("button")];
  const at = entries.indexOf(document.activeElement as HTMLButtonElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (event.key === "Tab") (event.currentTarget as HTMLElement).hidePopover();
  if (to === undefined) return;
  entries.at(to % entries.length)?.focus();
  event.preventDefault();
  event.stopPropagation();
}
