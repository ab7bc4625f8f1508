// What a route of the hub stand-in is given, and what it answers inside the envelope.

import type { ServerAnswer, ServerRequest } from '../http.ts';
import type { Fields } from './rules.ts';
import type { HubState } from './state.ts';

export interface HubCall {
  readonly request: ServerRequest;
  readonly state: HubState;
  readonly baseUrl: string;
  readonly body: Fields;
}

/** `data: undefined` is a 204. */
export type HubAnswer = { readonly data: unknown } | { readonly refusal: ServerAnswer };

/** The hub's own form of a failure. */
export function fail(status: number, code: string, detail: string): ServerAnswer {
  return { status, body: { message: detail, errors: [{ title: 'Refused', status: String(status), code, detail }] } };
}

export function refuse(status: number, code: string, detail: string): HubAnswer {
  return { refusal: fail(status, code, detail) };
}

/** A value or query parameter that was refused: 400 or 422, as the hub likes. */
export function refuseValue({ manners }: HubState, detail: string): HubAnswer {
  return refuse(manners.refusal, 'validation_error', detail);
}

export function notFound(what: string): HubAnswer {
  return refuse(404, 'not_found', `no such ${what}`);
}

/** A list whose shape nobody has published. */
export function listed({ manners }: HubState, items: readonly object[]): unknown {
  return manners.listsAsItems ? { items } : items;
}
