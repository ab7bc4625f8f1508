// Every call of Vertesia that is used: verbs, paths, bodies. No decision is made here.

import type { ServiceClient } from '../http/service.ts';
import { Execution, Executions } from './schema.ts';

export interface NewExecution {
  readonly interaction: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  readonly stream: boolean;
}

/** The API, one method a call. */
export class VertesiaApi {
  readonly #service: ServiceClient;

  constructor(service: ServiceClient) {
    this.#service = service;
  }

  execute(execution: NewExecution, version: string | undefined) {
    return this.#service.call({
      method: 'POST',
      path: 'runs',
      body: execution,
      ...(version === undefined ? {} : { headers: { 'x-interaction-tag': version } }),
      answer: Execution,
      doing: `an execution of ${execution.interaction}`,
    });
  }

  read(id: string) {
    return this.#service.call({
      method: 'GET',
      path: `runs/${encodeURIComponent(id)}`,
      answer: Execution,
      doing: 'an execution',
    });
  }

  /** Executions that bear all of the tags. */
  search(tags: readonly string[], limit: number, offset: number) {
    return this.#service.call({
      method: 'POST',
      path: 'runs/search',
      body: { limit, offset, query: { tags } },
      answer: Executions,
      repeatable: true,
      doing: 'the search for earlier executions',
    });
  }

  /** Where an execution's chunks come from; the token is in the query, so it must not be shown. */
  async streamAddress(id: string): Promise<URL> {
    const { Authorization = '' } = await this.#service.headers();
    const url = this.#service.resolve(`runs/${encodeURIComponent(id)}/stream`);
    url.searchParams.set('access_token', Authorization.replace(/^Bearer /, ''));
    return url;
  }
}
