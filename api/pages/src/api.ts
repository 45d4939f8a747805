/** Asking the API: every path, body and answer is typed by its own description; refusals become sentences. */

import { signal } from "@preact/signals";
import type { paths } from "./generated/api.ts";
import { language } from "./i18n/language.ts";

type Verb = "get" | "post" | "put" | "patch" | "delete";
type Route<P extends keyof paths, V extends Verb> = NonNullable<paths[P][V]>;
type Content<T> = T extends { content: infer C } ? C[keyof C] : undefined;
type Answered<R> = R extends { responses: infer A } ? Content<A[keyof A & (200 | 201 | 204)]> : never;
type Sent<R> = R extends { requestBody?: infer B } ? Content<NonNullable<B>> : never;
type Verbs<P extends keyof paths> = { [V in Verb]: paths[P][V] extends object ? V : never }[Verb];

/** What goes with a request besides its path. */
export interface Wish<B = unknown> {
  /** values of the path's blanks */
  at?: Record<string, string>;
  query?: Record<string, string | number | undefined>;
  body?: B;
  /** of the one who acts: the same key is never carried out twice */
  key?: string;
}

/** A refusal or a failure, with the sentence to show and the field it is about ("" for none). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string;

  constructor(status: number, code: string, detail: string, field = "") {
    super(detail);
    this.status = status;
    this.code = code;
    this.field = field;
  }
}

/** Goes into every unsafe request of a session; known once /api/me was asked. */
export const csrf = signal("");

/** What happens when the session is over, or is another than the page's (signed in anew beside it); a page sets it. */
export const away = { signedOut: (): void => undefined, pageIsOld: async (): Promise<void> => undefined };

const LONGEST_MS = 15_000;
const NO_ANSWER = { en: "The service does not answer. Try again.", ru: "Служба не отвечает. Попробуйте ещё раз." };

/** Ask `verb` of `path`. Throws ApiError. */
export async function ask<P extends keyof paths, V extends Verbs<P>>(
  path: P,
  verb: V,
  wish: Wish<Sent<Route<P, V>>> = {},
): Promise<Answered<Route<P, V>>> {
  const once = async (): Promise<unknown> => {
    const answer = await fetched(address(path, wish), { method: verb.toUpperCase(), ...content(wish) });
    const said = await read(answer);
    if (!answer.ok) throw refusal(answer.status, said);
    return said;
  };
  try {
    return (await once().catch((fault: unknown) => again(fault, once))) as Answered<Route<P, V>>;
  } catch (fault) {
    if (fault instanceof ApiError && fault.status === 401 && path !== "/api/sign-in") away.signedOut();
    throw fault;
  }
}

/** Once more with the text of the session that holds now, if that is all that was wrong. */
async function again(fault: unknown, once: () => Promise<unknown>): Promise<unknown> {
  if (!(fault instanceof ApiError) || fault.code !== "wrong_csrf") throw fault;
  await away.pageIsOld();
  return once();
}

/** A key for one act of a person; a second try of the same act takes the same key. */
export function newKey(): string {
  // randomUUID is only there on https and localhost; a centre's page may be neither.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (each) => each.toString(16).padStart(2, "0")).join("");
}

export function address(path: string, wish: Wish): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(wish.at?.[name] ?? ""));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wish.query ?? {})) if (value !== undefined) query.set(name, String(value));
  const text = query.toString();
  return text ? `${filled}?${text}` : filled;
}

function content(wish: Wish): Pick<RequestInit, "headers" | "body"> {
  const headers: Record<string, string> = { "Accept-Language": language.value };
  if (csrf.value) headers["X-CSRF-Token"] = csrf.value;
  if (wish.key) headers["Idempotency-Key"] = wish.key;
  if (wish.body === undefined) return { headers };
  headers["Content-Type"] = "application/json";
  return { headers, body: JSON.stringify(wish.body) };
}

async function fetched(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, credentials: "same-origin", signal: AbortSignal.timeout(LONGEST_MS) });
  } catch {
    throw new ApiError(0, "no_answer", NO_ANSWER[language.value]);
  }
}

async function read(answer: Response): Promise<unknown> {
  const text = await answer.text().catch(() => "");
  if (!(answer.headers.get("content-type") ?? "").includes("json")) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The error that a refusal's body tells of. */
export function refusal(status: number, said: unknown): ApiError {
  const body = (typeof said === "object" && said !== null ? said : {}) as Record<string, unknown>;
  const detail = typeof body["detail"] === "string" ? body["detail"] : NO_ANSWER[language.value];
  const fields = Array.isArray(body["fields"]) ? (body["fields"] as { field?: unknown }[]) : [];
  const field = typeof fields[0]?.field === "string" ? fields[0].field : "";
  return new ApiError(status, typeof body["code"] === "string" ? body["code"] : "fault", detail, field);
}
