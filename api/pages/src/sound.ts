/** Alerts that are heard: a few soft tones by severity, once the person has asked for them. */

import { choice } from "./settings.ts";
import type { Severity } from "./types.ts";

export const sound = choice<"on" | "off">("sound", ["on", "off"], "off");

/** Hertz, one after the other; the more severe, the more and the higher. */
const TONES: Record<Severity, number[]> = { none: [], information: [523], warning: [523, 659], critical: [659, 880, 659, 880] };
const TONE_S = 0.16;
const LOUDNESS = 0.12;

let speaker: AudioContext | null = null;

/** Browsers let a page be heard only after the person has done something on it: call this from a click or a key. */
export function wakeSound(): void {
  if (sound.value !== "on") return;
  speaker ??= new AudioContext();
  void speaker.resume();
}

export function toggleSound(): void {
  sound.value = sound.value === "on" ? "off" : "on";
  wakeSound();
  play("information");
}

export function play(severity: Severity): void {
  if (sound.value !== "on" || speaker?.state !== "running") return;
  TONES[severity].forEach((hertz, at) => tone(speaker as AudioContext, hertz, at * TONE_S * 1.25));
}

function tone(by: AudioContext, hertz: number, after: number): void {
  const [source, loudness, from] = [by.createOscillator(), by.createGain(), by.currentTime + after];
  source.frequency.value = hertz;
  loudness.gain.setValueAtTime(0, from);
  loudness.gain.linearRampToValueAtTime(LOUDNESS, from + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.0001, from + TONE_S);
  source.connect(loudness).connect(by.destination);
  source.start(from);
  source.stop(from + TONE_S);
}
