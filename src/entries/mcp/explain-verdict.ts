// The tool explain_verdict: why comparisons ended as they did, with what a person would look at next.

import * as z from 'zod';
import type { ReadingTool } from '../../adapters/mcp/serve.ts';
import { notableLayers } from '../../rendering/details.ts';
import { explain } from '../../rendering/why.ts';
import { reasonWords } from '../../rendering/words.ts';
import { type Place, readReport } from './read-inside.ts';
import { type Selected, Selection, select, toData } from './select.ts';

const Input = z.strictObject(Selection);
const MOST_LAYERS = 10;

export function explainVerdict(place: Place): ReadingTool {
  return {
    name: 'explain_verdict',
    title: 'Explain this verdict',
    description:
      'Why a comparison regressed, improved, stayed or is not known: the interval against the limit, what the measuring did and why it stopped, the layers that changed most, and what differs between the two environments. Without a selection: everything that did not end unchanged.',
    input: Input,
    async answer(given) {
      const { report: path, ...wanted } = Input.parse(given);
      const report = await readReport(path, place);
      const found = select(report, wanted);
      const asked = Object.values(wanted).some((value) => value !== undefined);
      const open = found.filter(({ comparison }) => comparison.verdict !== 'unchanged' && comparison.metric.gates);
      const told = asked || open.length === 0 ? found : open;
      return {
        text: told.map(explainOne).join('\n'),
        data: { explanations: told.map((one) => ({ ...toData(one), ...describe(one) })) },
      };
    },
  };
}

function explainOne({ subject, comparison }: Selected): string {
  const where = `${comparison.metric.label} of ${subject.model.name} on ${subject.device}`;
  const why = explain(comparison, traceOf({ subject, comparison }));
  return `${where}: ${comparison.verdict} (${reasonWords(comparison)}). ${why}`;
}

function describe({ subject, comparison }: Selected) {
  const { baseline, environment, steps, layers } = subject;
  const before = baseline?.environment ?? {};
  const names = [...new Set([...Object.keys(before), ...Object.keys(environment)])];
  const differs = names.filter((name) => name in before && before[name] !== environment[name]);
  return {
    why: explain(comparison, traceOf({ subject, comparison })),
    explanation: comparison.explanation,
    steps,
    comparedWith:
      baseline === null ? null : { commit: baseline.commit.sha, distance: baseline.distance, runs: baseline.runs },
    environmentDiffers: differs.map((name) => ({ name, baseline: before[name], candidate: environment[name] ?? null })),
    layers: notableLayers(layers, MOST_LAYERS),
  };
}

function traceOf({ subject, comparison }: Selected) {
  return subject.traces.find(({ metric }) => metric === comparison.metric.name);
}
