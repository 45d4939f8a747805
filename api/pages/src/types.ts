/** The shapes of the API, by their short names; generated from its own description, never written here. */

import type { components } from "./generated/api.ts";

type Shapes = components["schemas"];
export type Snapshot = Shapes["Snapshot"];
export type Change = Shapes["Change"];
export type Beat = Shapes["Beat"];
export type Message = Snapshot | Change | Beat;
export type QueueLive = Shapes["QueueLive"];
export type CallLive = Shapes["CallLive"];
export type AgentLive = Shapes["AgentLive"];
export type AlertLive = Shapes["AlertLive"];
export type Me = Shapes["Me"];
export type Severity = QueueLive["attention"];
export type Door = QueueLive["door"];
export type CurvePoint = Shapes["CurvePoint"];
export type ActView = Shapes["ActView"];
export type ActLine = Shapes["ActLine"];
export type Team = Shapes["TeamView"];
