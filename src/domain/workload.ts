// What a model is given to compute. Two sides that were given something else are not compared.

export interface WorkloadInput {
  readonly name: string;
  /** Element type, such as `float32`. */
  readonly type: string;
  readonly dims: readonly number[];
  /** Of the data: equal for equal bytes. */
  readonly digest: string;
}

export interface Workload {
  readonly inputs: readonly WorkloadInput[];
}

export interface WorkloadDifference {
  /** What differs, in words that name the input. */
  readonly what: string;
  readonly baseline: string;
  readonly candidate: string;
}

/**
 * The first thing in which two workloads differ, or undefined where both sides compute the same. An input of another
 * name is matched by its place, where type, shape and data are the same.
 */
export function findWorkloadDifference(baseline: Workload, candidate: Workload): WorkloadDifference | undefined {
  if (baseline.inputs.length !== candidate.inputs.length) {
    return { what: 'the number of inputs', baseline: listNames(baseline), candidate: listNames(candidate) };
  }
  for (const [place, input] of candidate.inputs.entries()) {
    const other = baseline.inputs.find(({ name }) => name === input.name) ?? baseline.inputs[place];
    const difference = other === undefined ? undefined : findInputDifference(other, input);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function findInputDifference(baseline: WorkloadInput, candidate: WorkloadInput): WorkloadDifference | undefined {
  const [before, after] = [describeInput(baseline), describeInput(candidate)];
  if (before !== after) return { what: `the input ${candidate.name}`, baseline: before, candidate: after };
  if (baseline.digest === candidate.digest) return undefined;
  return { what: `the data of ${candidate.name}`, baseline: baseline.digest, candidate: candidate.digest };
}

function describeInput({ type, dims }: WorkloadInput): string {
  return `${type} ${dims.length === 0 ? 'scalar' : dims.join('x')}`;
}

function listNames({ inputs }: Workload): string {
  return inputs.length === 0 ? 'none' : inputs.map(({ name }) => name).join(', ');
}

/** The inputs' shapes in one line: `image=1x3x224x224 sr=scalar`. */
export function describeShapes({ inputs }: Workload): string {
  return inputs
    .map(({ name, dims }) => `${name}=${dims.length === 0 ? 'scalar' : dims.join('x')}`)
    .sort()
    .join(' ');
}
