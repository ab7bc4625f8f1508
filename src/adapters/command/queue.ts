// Which job is measured next: jobs of one device one after another, and so many devices at once as was asked for.

/** Runs work by device; `concurrency` devices at most are busy. */
export class DeviceQueue {
  readonly #concurrency: number;
  readonly #waiting: { readonly device: string; readonly work: () => Promise<void> }[] = [];
  readonly #busy = new Set<string>();

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  add(device: string, work: () => Promise<void>): void {
    this.#waiting.push({ device, work });
    this.#next();
  }

  #next(): void {
    while (this.#busy.size < this.#concurrency) {
      const index = this.#waiting.findIndex(({ device }) => !this.#busy.has(device));
      const [item] = index === -1 ? [] : this.#waiting.splice(index, 1);
      if (item === undefined) return;
      this.#busy.add(item.device);
      void item.work().finally(() => {
        this.#busy.delete(item.device);
        this.#next();
      });
    }
  }
}
