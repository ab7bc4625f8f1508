// The search itself: halves the way between two levels by pairs of models, until one commit is left or all is spent.

import {
  errorPerLook,
  noiseOfGroups,
  type StepPairs,
  type Told,
  tellEnds,
  tellStep,
} from '../../decision/bisection.ts';
import type { BisectEnd, Bisection, BisectStep } from '../../domain/bisection.ts';
import { shortSha } from '../../domain/run.ts';
import { type AbleModel, type BisectQuestion, type BisectTools, EndMissing } from './question.ts';

/** Looks at the ends, and at each step, that a search plans for: how strict each is depends on it. */
const LOOKS = 24;
/** Models that could not be told and are passed over, as those that cannot be had: a second one ends the search. */
const MOST_OPEN = 1;
/** Pairs of the ends at first: they tell the gap, and the noise of all that follows. */
const FIRST_PAIRS = 3;

/** Throws where an end itself cannot be had. */
export async function bisect<M>(question: BisectQuestion, tools: BisectTools<M>): Promise<Bisection> {
  return new Search(question, tools).run();
}

interface Place<M> {
  /** In the question's commits. */
  readonly at: number;
  readonly able: AbleModel<M>;
}

class Search<M> {
  readonly #question: BisectQuestion;
  readonly #tools: BisectTools<M>;
  readonly #error: number;
  readonly #groups: number[][] = [];
  readonly #steps: BisectStep[] = [];
  readonly #reasons: string[] = [];
  readonly #unable = new Set<number>();
  /** Why a model could not be told, by its place. */
  readonly #open = new Map<number, string>();
  #pairs = 0;

  constructor(question: BisectQuestion, tools: BisectTools<M>) {
    this.#question = question;
    this.#tools = tools;
    const questions = Math.ceil(Math.log2(Math.max(2, question.commits.length))) + 2 + MOST_OPEN;
    this.#error = errorPerLook(questions, LOOKS);
  }

  async run(): Promise<Bisection> {
    const { commits } = this.#question;
    let good = await this.#end(0);
    let bad = await this.#end(commits.length - 1);
    const ends = await this.#tellEnds(good, bad);
    if (ends.answer !== 'worse') return this.#answer('no-change', good, bad, ends, null);
    const [first, last] = [good, bad];
    for (let middle = await this.#middle(good, bad); middle !== undefined; middle = await this.#middle(good, bad)) {
      const answer = await this.#tellStep(middle, first, last, good, bad, ends.estimate);
      if (answer === 'good') good = middle;
      if (answer === 'bad') bad = middle;
      if (answer === 'open' && (this.#open.size > MOST_OPEN || !this.#canPay())) break;
    }
    const alone = bad.at - good.at === 1;
    if (!alone) this.#explainRange(good, bad);
    const change = await this.#confirm(good, bad, first, last, ends);
    return this.#answer(alone && change.answer === 'worse' ? 'found' : 'range', good, bad, ends, change);
  }

  async #end(at: number): Promise<Place<M>> {
    const candidate = this.#question.commits[at];
    if (candidate === undefined) throw new Error('a search without commits');
    const able = await this.#tools.fetch(candidate);
    if ('why' in able) throw new EndMissing(candidate.commit, able.why);
    return { at, able };
  }

  async #tellEnds(good: Place<M>, bad: Place<M>): Promise<Told<'worse' | 'better' | 'open'>> {
    if (good.able.sha256 === bad.able.sha256) {
      this.#reasons.push('Both ends are the same model: the change is not in its bytes.');
      return { answer: 'open', estimate: 0, interval: [0, 0] };
    }
    const pairs = this.#group();
    const { metric, maxPairs } = this.#question;
    for (;;) {
      pairs.push(await this.#measure(good, bad));
      const told = tellEnds(pairs, metric.direction, this.#error, noiseOfGroups(this.#groups));
      if (pairs.length >= FIRST_PAIRS && told.answer === 'worse') return told;
      if (
        pairs.length >= LOOKS ||
        this.#pairs >= maxPairs ||
        (told.answer === 'better' && pairs.length >= FIRST_PAIRS)
      ) {
        const what =
          told.answer === 'better' ? 'The bad end is better here' : 'The two ends could not be told apart here';
        this.#reasons.push(
          `${what}, by ${pairs.length} pairs: what changed may be the machine, the runtime or the settings.`,
        );
        return told;
      }
    }
  }

  /** Whether another look at a step may be paid. */
  #canPay(): boolean {
    return this.#pairs + 2 <= this.#question.maxPairs;
  }

  /** The model nearest to half-way that can be had; undefined: none is left. */
  async #middle(good: Place<M>, bad: Place<M>): Promise<Place<M> | undefined> {
    const half = (good.at + bad.at) / 2;
    const inside = Array.from({ length: Math.max(0, bad.at - good.at - 1) }, (_, place) => good.at + 1 + place);
    const left = inside.filter((at) => !this.#unable.has(at) && !this.#open.has(at));
    const order = left.sort((a, b) => Math.abs(a - half) - Math.abs(b - half));
    for (const at of order) {
      const candidate = this.#question.commits[at];
      if (candidate === undefined) continue;
      const able = await this.#tools.fetch(candidate);
      if (!('why' in able)) return { at, able };
      this.#unable.add(at);
      this.#tools.tell(`${shortSha(candidate.commit)} is passed over: ${able.why}`);
    }
    return undefined;
  }

  async #tellStep(
    middle: Place<M>,
    first: Place<M>,
    last: Place<M>,
    good: Place<M>,
    bad: Place<M>,
    gap: number,
  ): Promise<'good' | 'bad' | 'open'> {
    const { sha256 } = middle.able;
    const same = sha256 === good.able.sha256 ? 'good' : sha256 === bad.able.sha256 ? 'bad' : undefined;
    if (same !== undefined) {
      this.#note(middle, 'same-bytes', same === 'good' ? 0 : 1, 0);
      return same;
    }
    if (!this.#canPay()) {
      this.#open.set(middle.at, this.#describeOpen(middle, 0));
      return 'open';
    }
    const [fromGood, toBad] = [this.#group(), this.#group()];
    const pairs: StepPairs = { fromGood, toBad };
    let told: Told<'good' | 'bad' | 'open'> = { answer: 'open', estimate: 0, interval: [0, 0] };
    for (let look = 0; look < LOOKS && told.answer === 'open' && this.#canPay(); look += 1) {
      fromGood.push(await this.#measure(first, middle));
      toBad.push(await this.#measure(middle, last));
      told = tellStep(pairs, gap, this.#error, noiseOfGroups(this.#groups));
    }
    this.#note(middle, told.answer, 0.5 + told.estimate / gap / 2, 2 * fromGood.length);
    if (told.answer === 'open') this.#open.set(middle.at, this.#describeOpen(middle, fromGood.length));
    return told.answer;
  }

  /** The last good model beside the first bad one: how large the change is that is left. */
  async #confirm(
    good: Place<M>,
    bad: Place<M>,
    first: Place<M>,
    last: Place<M>,
    ends: Told<'worse' | 'better' | 'open'>,
  ): Promise<Told<'worse' | 'better' | 'open'>> {
    if (good === first && bad === last) return ends;
    const pairs = this.#group();
    let told: Told<'worse' | 'better' | 'open'> = {
      answer: 'open',
      estimate: Number.NaN,
      interval: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    };
    while (told.answer === 'open' && pairs.length < LOOKS && this.#pairs < this.#question.maxPairs) {
      pairs.push(await this.#measure(good, bad));
      told = tellEnds(pairs, this.#question.metric.direction, this.#error, noiseOfGroups(this.#groups));
    }
    if (told.answer !== 'worse' && bad.at - good.at === 1)
      this.#reasons.push('Beside each other, the last good commit and the first bad one could not be told apart.');
    return told;
  }

  async #measure(a: Place<M>, b: Place<M>): Promise<number> {
    this.#pairs += 1;
    return this.#tools.measure(a.able.model, b.able.model);
  }

  #group(): number[] {
    const group: number[] = [];
    this.#groups.push(group);
    return group;
  }

  #note({ at }: Place<M>, answer: BisectStep['answer'], position: number, pairs: number): void {
    const commit = this.#question.commits[at]?.commit ?? '';
    this.#steps.push({ commit, answer, position, pairs });
    const words =
      answer === 'open'
        ? 'could not be told'
        : answer === 'same-bytes'
          ? 'is the same model as an end'
          : `has the ${answer} level`;
    this.#tools.tell(
      `${shortSha(commit)} ${words} (${pairs} pairs, ${this.#pairs} of ${this.#question.maxPairs} spent)`,
    );
  }

  #describeOpen({ at }: Place<M>, rounds: number): string {
    const commit = shortSha(this.#question.commits[at]?.commit ?? '');
    return rounds >= LOOKS
      ? `${commit} lies between the two levels, or too near to half-way: the change may have come in several steps, or the machine is too noisy.`
      : `max-pairs (${this.#question.maxPairs}) was spent before ${commit} could be told.`;
  }

  #explainRange(good: Place<M>, bad: Place<M>): void {
    const inside = Array.from({ length: bad.at - good.at - 1 }, (_, place) => good.at + 1 + place);
    this.#reasons.push(...inside.flatMap((at) => this.#open.get(at) ?? []));
    const unable = inside.filter((at) => this.#unable.has(at)).length;
    if (unable > 0 && unable === inside.length) {
      this.#reasons.push(`No model of the ${unable} commits in between could be had.`);
    }
  }

  #answer(end: BisectEnd, good: Place<M>, bad: Place<M>, gap: Told<string>, change: Told<string> | null): Bisection {
    const { modelName, device, metric, commits, maxPairs } = this.#question;
    return {
      model: modelName,
      device,
      metric: metric.name,
      end,
      good: commits[good.at]?.commit ?? '',
      bad: commits[bad.at]?.commit ?? '',
      commits: end === 'no-change' ? [] : commits.slice(good.at + 1, bad.at + 1).map(({ commit }) => commit),
      gap: toFraction(gap),
      change: change === null || Number.isNaN(change.estimate) ? null : toFraction(change),
      steps: this.#steps,
      pairs: this.#pairs,
      maxPairs,
      reasons: this.#reasons,
    };
  }
}

function toFraction({ estimate, interval: [low, high] }: Told<string>): Bisection['gap'] {
  const known = Number.isFinite(low) && Number.isFinite(high);
  return { change: Math.expm1(estimate), interval: known ? [Math.expm1(low), Math.expm1(high)] : null };
}
