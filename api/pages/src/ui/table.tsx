/**
 * A table of live things: one row each, the arrow keys go through them, Enter opens, m shows the acts.
 *
 * How it works. A row is drawn anew only when its view was replaced; what only time changes ticks by itself. More than
 * a screenful is shown when asked for, so that a thousand agents cost no more than a hundred. Where there is no room
 * each row becomes a card, and each cell says its head (`data-head`); the roles are named because cards lose them.
 */

import "./table.css";
import { useSignal } from "@preact/signals";
import type { ComponentChild } from "preact";
import { t } from "../i18n/page.ts";
import type { Severity } from "../types.ts";
import { Icon } from "./icons.tsx";
import { type MenuEntry, openMenu } from "./menu.tsx";
import { Sign } from "./parts.tsx";

export interface Column<T> {
  id: string;
  head: () => string;
  cell: (item: T) => ComponentChild;
  /** "number" is set to the right */
  kind?: "number" | "wide" | "doing";
  /** how severe what the cell shows is */
  tone?: (item: T) => Severity;
}

/** What a table shows; made once, so that rows can be compared. */
export interface TableOf<T> {
  id: string;
  label: () => string;
  columns: Column<T>[];
  key: (item: T) => string;
  /** what the row is called; its first cell */
  name: (item: T) => string;
  under?: (item: T) => ComponentChild;
  severity: (item: T) => Severity;
  open: (item: T) => void;
  acts: (item: T) => MenuEntry[];
  first: () => string;
}

const AT_FIRST = 100;
const MORE = 200;

export function Table<T>({ of, rows, empty }: { of: TableOf<T>; rows: T[]; empty: string }) {
  const most = useSignal(AT_FIRST);
  const chosen = useSignal("");
  const shown = rows.slice(0, most.value);
  const inTabs = shown.some((row) => of.key(row) === chosen.value) ? chosen.value : shown[0] && of.key(shown[0]);
  if (rows.length === 0) return <p class="nothing soft">{empty}</p>;
  return (
    <>
      <table id={of.id} class="table" role="table" aria-label={of.label()} aria-rowcount={rows.length + 1} onKeyDown={goThrough}>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              {of.first()}
            </th>
            {of.columns.map((column) => (
              <th key={column.id} scope="col" role="columnheader" class={column.kind} data-column={column.id}>
                {column.head()}
              </th>
            ))}
            <th scope="col" role="columnheader" class="acts">
              <span class="unseen">{t("acts")}</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup" onFocusIn={(event) => (chosen.value = rowOf(event.target)?.dataset["key"] ?? "")}>
          {shown.map((row) => (
            <Row key={of.key(row)} of={of as TableOf<unknown>} item={row} inTabs={of.key(row) === inTabs} />
          ))}
        </tbody>
      </table>
      {rows.length > shown.length && (
        <button type="button" class="button plain more" onClick={() => (most.value += MORE)}>
          {t("show_more", { n: Math.min(MORE, rows.length - shown.length) })}
          <span class="faint">{t("shown_of", { shown: shown.length, all: rows.length })}</span>
        </button>
      )}
    </>
  );
}

function Row({ of, item, inTabs }: { of: TableOf<unknown>; item: unknown; inTabs: boolean }) {
  const [name, severity, acts] = [of.name(item), of.severity(item), of.acts(item)];
  return (
    <tr role="row" class={severity} data-key={of.key(item)} onClick={(event) => onNothingElse(event) && of.open(item)}>
      <th scope="row" role="rowheader">
        <Sign severity={severity} />
        <button type="button" class="name" data-row tabIndex={inTabs ? 0 : -1} onClick={() => of.open(item)}>
          {name}
        </button>
        {of.under?.(item)}
      </th>
      {of.columns.map((column) => (
        <td key={column.id} role="cell" class={`${column.kind ?? ""} ${column.tone?.(item) ?? ""}`} data-column={column.id} data-head={column.head()}>
          {column.cell(item)}
        </td>
      ))}
      <td role="cell" class="acts">
        {acts.length > 0 && (
          <button
            type="button"
            class="button plain square small"
            data-menu
            tabIndex={-1}
            aria-haspopup="menu"
            aria-label={t("menu_of", { name })}
            onClick={(event) => openMenu(event.currentTarget, t("menu_of", { name }), acts)}
          >
            <Icon name="more" />
          </button>
        )}
      </td>
    </tr>
  );
}

function onNothingElse(event: Event): boolean {
  const selecting = getSelection()?.isCollapsed === false;
  return !selecting && !(event.target as Element).closest("button, a, input, select");
}

function rowOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("tr[data-key]") : null;
}

function goThrough(event: KeyboardEvent): void {
  const row = rowOf(event.target);
  if (row === null || event.altKey || event.ctrlKey || event.metaKey) return;
  const rows = [...(row.parentElement?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
  const at = rows.findIndex((each) => row.contains(each));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to !== undefined) rows[Math.max(0, Math.min(rows.length - 1, to))]?.focus();
  else if (event.key === "m" || event.key === "ь" || event.key === "ContextMenu") row.querySelector<HTMLElement>("[data-menu]")?.click();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
