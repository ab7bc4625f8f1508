// Which measurements share a session: pairs of the same two models on the same device that are asked for together. A
// session is one run of Device Farm on one phone; so many at once as the option says.

/** What a session is asked for. */
export interface SessionRequest<R> {
  /** Equal for what may share a session. */
  readonly key: string;
  readonly request: R;
}

/** A session that was started, and the place in it of whoever asked. */
export interface Seat<S> {
  readonly started: S;
  /** From 0. */
  readonly place: number;
}

interface Batch<R, S> {
  readonly requests: R[];
  readonly started: Promise<S>;
}

export interface SessionsSetup<R, S> {
  readonly concurrency: number;
  /** Pairs in one session at most. */
  readonly size: number;
  readonly signal: AbortSignal;
  /** Starts a session for all of these; rejects where none was started. */
  readonly start: (requests: readonly R[]) => Promise<S>;
}

/** Gathers what is asked for in one go, and starts it when a place is free. */
export class Sessions<R, S> {
  readonly #setup: SessionsSetup<R, S>;
  readonly #open = new Map<string, Batch<R, S>>();
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  constructor(setup: SessionsSetup<R, S>) {
    this.#setup = setup;
  }

  /** Resolves when the session runs; the place is given back by `release`. */
  async join({ key, request }: SessionRequest<R>): Promise<Seat<S>> {
    const open = this.#open.get(key);
    const batch = open === undefined || open.requests.length >= this.#setup.size ? this.#begin(key) : open;
    batch.requests.push(request);
    const place = batch.requests.length - 1;
    return { started: await batch.started, place };
  }

  /** A session has ended: the next one may start. */
  release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#busy -= 1;
    else next();
  }

  #begin(key: string): Batch<R, S> {
    const requests: R[] = [];
    const batch: Batch<R, S> = { requests, started: this.#start(key, requests) };
    this.#open.set(key, batch);
    return batch;
  }

  async #start(key: string, requests: readonly R[]): Promise<S> {
    const { signal, start } = this.#setup;
    // Whoever asks in the same turn of the event loop belongs together.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#open.get(key)?.requests === requests) this.#open.delete(key);
    await this.#place();
    try {
      signal.throwIfAborted();
      return await start(requests);
    } catch (error) {
      this.release();
      throw error;
    }
  }

  async #place(): Promise<void> {
    const { concurrency, signal } = this.#setup;
    signal.throwIfAborted();
    if (this.#busy < concurrency) {
      this.#busy += 1;
      return;
    }
    // Whoever leaves hands the place on.
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}
