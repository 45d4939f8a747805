/** What lets a wall hang for months: the screen stays awake, and a new build of the page is loaded when there is one. */

/** How often it is looked for a new build, besides after every reconnection. */
const LOOK_MS = 10 * 60_000;

/** Keep the screen awake while the page is seen; browsers allow it on https and on this machine only. */
export function stayAwake(): void {
  const ask = (): void => {
    if (!document.hidden && "wakeLock" in navigator) void navigator.wakeLock.request("screen").catch(() => undefined);
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}

/** The script that a page loads: its name holds a digest, so another build has another. */
export function scriptOf(html: string): string {
  return /<script[^>]*\ssrc="([^"]+)"/.exec(html)?.[1] ?? "";
}

/** Load the page anew if the service has another build of it; what cannot be found out changes nothing. */
export async function loadIfNew(): Promise<void> {
  try {
    const answer = await fetch("/wall", { cache: "no-cache", signal: AbortSignal.timeout(10_000) });
    const theirs = answer.ok ? scriptOf(await answer.text()) : "";
    const ours = document.querySelector("script[src]")?.getAttribute("src") ?? "";
    if (theirs && ours && theirs !== ours) location.reload();
  } catch {
    // The line says that the service is away.
  }
}

/** Look now and then, and when the screen has a network again. */
export function lookForNew(): void {
  setInterval(() => void loadIfNew(), LOOK_MS);
  addEventListener("online", () => void loadIfNew());
}
