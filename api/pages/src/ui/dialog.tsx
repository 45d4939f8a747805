/** A dialog of the browser's own: it holds the focus, Esc closes it, and focus returns to where it was. */

import "./dialog.css";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { common } from "../i18n/common.ts";
import { Icon } from "./icons.tsx";
import { dialogs, Toasts } from "./toasts.tsx";

interface Props {
  title: ComponentChildren;
  /** "drawer" comes from the side and is for looking, "box" is for asking */
  as: "drawer" | "box";
  close: () => void;
  children: ComponentChildren;
}

export function Dialog({ title, as, close, children }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  const depth = useMemo(() => ++dialogs.value, []);
  useEffect(() => {
    const [dialog, back] = [box.current, document.activeElement];
    dialog?.showModal();
    return () => {
      dialogs.value--;
      dialog?.close();
      if (back instanceof HTMLElement && back.isConnected) back.focus();
    };
  }, []);
  return (
    <dialog
      ref={box}
      class={as}
      aria-labelledby={`${as}-title`}
      onCancel={(event) => {
        if (event.target !== box.current) return;
        event.preventDefault();
        close();
      }}
      onMouseDown={(event) => event.target === box.current && as === "drawer" && close()}
    >
      <div class="inside">
        <header>
          <h2 id={`${as}-title`}>{title}</h2>
          <button type="button" class="button plain square" aria-label={common("close")} onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
      <Toasts above={depth} />
    </dialog>
  );
}
