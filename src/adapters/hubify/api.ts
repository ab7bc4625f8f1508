// Every call of Hubify that is used: verbs, paths, bodies. Routes below one experiment are announced, not all live.

import * as z from 'zod';
import { listPages, type PagedList } from '../http/paged-list.ts';
import type { ServiceClient } from '../http/service.ts';
import { ServiceError } from '../http/service-errors.ts';
import { type Experiment, ExperimentPage, OneExperiment } from './schema.ts';

export interface NewExperiment {
  readonly labId: string;
  readonly title: string;
  readonly projectId?: string | undefined;
  /** Our own identifier. */
  readonly experimentId: string;
  readonly computeMode: string;
  /** Sent as an object; it is handed back as text. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly template?: string | undefined;
  readonly priority?: string | undefined;
  readonly estimatedSeconds?: number | undefined;
}

const PAGE = 50;
const MOST_EXPERIMENTS = 1000;
/** What a route that is announced but not live answers. */
const NOT_LIVE = [404, 405, 501];

/** The API, one method a call. */
export class HubifyApi {
  readonly #service: ServiceClient;
  /** Whether a method's route below one experiment is live, as its first call showed. */
  readonly #live = new Map<string, Promise<boolean>>();

  constructor(service: ServiceClient) {
    this.#service = service;
  }

  create(experiment: NewExperiment) {
    return this.#service.call({
      method: 'POST',
      path: 'experiments',
      body: experiment,
      answer: OneExperiment,
      doing: `the experiment "${experiment.title}"`,
    });
  }

  /** The experiments of a lab, as the service orders them; `isEnough` ends the paging early. */
  list(labId: string, isEnough?: (found: readonly Experiment[]) => boolean): Promise<PagedList<Experiment>> {
    const ask = async (cursor: string) => {
      const after = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const answer = await this.#service.call({
        method: 'GET',
        path: `experiments?labId=${encodeURIComponent(labId)}&limit=${PAGE}${after}`,
        answer: ExperimentPage,
        doing: 'the list of experiments',
      });
      return { items: answer.items, next: answer.cursor ?? undefined };
    };
    return listPages(ask, { from: '', most: MOST_EXPERIMENTS, isEnough });
  }

  /** One experiment by its own route; undefined where that is not live, which is remembered. */
  read(id: string): Promise<Experiment | undefined> {
    return this.#ifLive('GET', () =>
      this.#service.call({
        method: 'GET',
        path: `experiments/${encodeURIComponent(id)}`,
        answer: OneExperiment,
        doing: 'an experiment',
      }),
    );
  }

  /** Sets status and result; false where that route is not live. */
  async patch(id: string, change: { readonly status: string; readonly result: string }): Promise<boolean> {
    const answer = await this.#ifLive('PATCH', () =>
      this.#service.call({
        method: 'PATCH',
        path: `experiments/${encodeURIComponent(id)}`,
        body: change,
        answer: z.unknown().transform(() => true),
        ignoresBody: true,
        doing: "an experiment's result",
      }),
    );
    return answer === true;
  }

  /** The first call of a method finds out; those beside it wait for its answer. */
  async #ifLive<T>(method: string, call: () => Promise<T>): Promise<T | undefined> {
    const known = this.#live.get(method);
    if (known !== undefined) return (await known) ? call().catch(undefinedIfMissing) : undefined;
    const first = call();
    const live = first.then(
      () => true,
      (error: unknown) => !isNotLive(error),
    );
    this.#live.set(method, live);
    return (await live) ? first : undefined;
  }
}

/** One that a live route does not know (yet) may stand in the list. */
function undefinedIfMissing(error: unknown): undefined {
  if (!isNotLive(error)) throw error;
}

function isNotLive(error: unknown): boolean {
  return error instanceof ServiceError && NOT_LIVE.includes(error.status);
}
