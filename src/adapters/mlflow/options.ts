// The options of the tracker mlflow, as a user writes them in the input `options`.

import * as z from 'zod';

export const MlflowOptionsSchema = z.strictObject({
  'store-model': z.boolean().default(true).describe('whether the model is stored on its run'),
});
