// Scenarios that take a minute or more; `SKIP_SLOW=1` leaves them out, visibly.

import process from 'node:process';

export const skipsSlow = (process.env['SKIP_SLOW'] ?? '') !== '';
