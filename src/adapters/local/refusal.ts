// A model that cannot be executed here, and whose fault that is.

import type { RefusalCode } from './protocol.ts';

export class Refusal extends Error {
  readonly code: RefusalCode;
  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}
