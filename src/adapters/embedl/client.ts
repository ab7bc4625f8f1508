// The hub as a JSON service: its envelope, its key, its words for refusals.

import * as z from 'zod';
import type { Clock } from '../../ports/machine.ts';
import type { Fetch } from '../http/fetch.ts';
import { ServiceClient } from '../http/service.ts';
import { toHubError } from './errors.ts';

export interface HubOptions {
  /** `https://hub.embedl.com`, or where the hub is served. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
}

const Envelope = z.object({ data: z.unknown() });

export function createHubClient({ apiKey, ...options }: HubOptions): ServiceClient {
  return new ServiceClient({
    ...options,
    name: 'Embedl Hub',
    headers: async () => ({ Authorization: `Bearer ${apiKey}` }),
    refuse: toHubError,
    unwrap(json) {
      const envelope = Envelope.safeParse(json);
      if (envelope.success && envelope.data.data !== undefined) return envelope.data.data;
      throw new Error('without data');
    },
  });
}
