// The backends by name: what each sets, whether its service asks for a key, and where the public ones are.

/** Where models are executed. */
export const PROFILERS = ['local', 'command', 'embedl', 'device-farm', 'results', 'vertesia', 'hubify'] as const;
export type ProfilerName = (typeof PROFILERS)[number];

/** Where runs are kept. */
export const TRACKERS = ['local', 'embedl', 'mlflow', 'experiments', 'vertesia', 'hubify'] as const;
export type TrackerName = (typeof TRACKERS)[number];

/** Whether a service asks for a key; `none` is no service at all. */
export const KEYS: Readonly<Record<ProfilerName | TrackerName, 'needed' | 'optional' | 'none'>> = {
  local: 'none',
  command: 'none',
  results: 'none',
  embedl: 'needed',
  'device-farm': 'needed',
  mlflow: 'optional',
  experiments: 'optional',
  vertesia: 'needed',
  hubify: 'needed',
};

/** Where the public services are: the only addresses, besides this machine's, that a file may name. */
export const PUBLIC_ADDRESSES: Readonly<Partial<Record<ProfilerName | TrackerName, string>>> = {
  embedl: 'https://hub.embedl.com',
  'device-farm': 'https://devicefarm.us-west-2.amazonaws.com',
  vertesia: 'https://api.vertesia.io',
  hubify: 'https://www.hubify.com/api/v1',
};

/** What each backend sets; one that offers only half of it is paired with this machine. */
export const BACKENDS = {
  local: { profiler: 'local', tracker: 'local' },
  embedl: { profiler: 'embedl', tracker: 'embedl' },
  'device-farm': { profiler: 'device-farm', tracker: 'local' },
  command: { profiler: 'command', tracker: 'local' },
  results: { profiler: 'results', tracker: 'local' },
  mlflow: { profiler: 'local', tracker: 'mlflow' },
  experiments: { profiler: 'local', tracker: 'experiments' },
  vertesia: { profiler: 'vertesia', tracker: 'vertesia' },
  hubify: { profiler: 'hubify', tracker: 'hubify' },
} as const satisfies Record<string, { readonly profiler: ProfilerName; readonly tracker: TrackerName }>;
