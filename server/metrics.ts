/** Names of labels to values. Few and bounded: never a host, an id or anything a sender chooses. */
export type Labels = Readonly<Record<string, string>>;

export interface Counter {
  add(labels?: Labels, by?: number): void;
  /** The same for one set of labels, looked up once: for what happens thousands of times a second. */
  bind(labels: Labels): (by?: number) => void;
}

export interface Histogram {
  observe(seconds: number, labels?: Labels): void;
  bind(labels: Labels): (seconds: number) => void;
}

/** Numbers about this process, as Prometheus reads them (text format 0.0.4). */
export interface Metrics {
  /** `name` ends in `_total`. Asking again for the same name gives the same counter. */
  counter(name: string, help: string): Counter;
  histogram(name: string, help: string, buckets?: readonly number[]): Histogram;
  /** Asked at each reading; one value, or one per set of labels. Who says it last is asked. */
  gauge(name: string, help: string, read: GaugeReader): void;
  render(): Promise<string>;
}

export type GaugeReader = () => Promise<number | readonly GaugeValue[]>;

export interface GaugeValue {
  readonly labels: Labels;
  readonly value: number;
}

interface Family {
  readonly help: string;
  readonly type: 'counter' | 'histogram' | 'gauge';
  lines(name: string): Promise<readonly string[]>;
}

const defaultBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const escape = (text: string) =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

/** `{a="1",b="2"}` in the order of the names: also the key that a series is found by. */
function series(labels: Labels): string {
  const names = Object.keys(labels).sort();
  if (names.length === 0) return '';
  return `{${names.map((name) => `${name}="${escape(labels[name] ?? '')}"`).join(',')}}`;
}

interface CounterFamily extends Family, Counter {}
interface HistogramFamily extends Family, Histogram {}

function counterFamily(help: string): CounterFamily {
  const values = new Map<string, { value: number }>();
  const bind = (labels: Labels) => {
    const key = series(labels);
    const one = values.get(key) ?? { value: 0 };
    values.set(key, one);
    return (by = 1) => {
      one.value += by;
    };
  };
  return {
    help,
    type: 'counter',
    bind,
    add: (labels = {}, by = 1) => bind(labels)(by),
    lines: async (name) => [...values].map(([key, { value }]) => `${name}${key} ${value}`),
  };
}

function histogramFamily(help: string, buckets: readonly number[]): HistogramFamily {
  const all = new Map<string, { labels: Labels; counts: number[]; sum: number; count: number }>();
  const bind = (labels: Labels) => {
    const key = series(labels);
    const one = all.get(key) ?? { labels, counts: buckets.map(() => 0), sum: 0, count: 0 };
    all.set(key, one);
    return (seconds: number) => {
      const first = buckets.findIndex((bucket) => seconds <= bucket);
      if (first >= 0) one.counts[first] = (one.counts[first] ?? 0) + 1;
      one.sum += seconds;
      one.count += 1;
    };
  };
  return {
    help,
    type: 'histogram',
    bind,
    observe: (seconds, labels = {}) => bind(labels)(seconds),
    lines: async (name) =>
      [...all.values()].flatMap(({ labels, counts, sum, count }) => {
        let below = 0;
        const steps = buckets.map((bucket, index) => {
          below += counts[index] ?? 0;
          return `${name}_bucket${series({ ...labels, le: String(bucket) })} ${below}`;
        });
        return [
          ...steps,
          `${name}_bucket${series({ ...labels, le: '+Inf' })} ${count}`,
          `${name}_sum${series(labels)} ${sum}`,
          `${name}_count${series(labels)} ${count}`,
        ];
      }),
  };
}

function gaugeFamily(help: string, read: GaugeReader): Family {
  return {
    help,
    type: 'gauge',
    async lines(name) {
      const found = await read();
      const values = typeof found === 'number' ? [{ labels: {}, value: found }] : found;
      return values.map(({ labels, value }) => `${name}${series(labels)} ${value}`);
    },
  };
}

export function createMetrics(): Metrics {
  const families = new Map<string, Family>();
  const counters = new Map<string, CounterFamily>();
  const histograms = new Map<string, HistogramFamily>();

  function once<T extends Family>(kept: Map<string, T>, name: string, make: () => T): T {
    const known = kept.get(name);
    if (known !== undefined) return known;
    if (families.has(name)) throw new Error(`"${name}" already counts something else`);
    const made = make();
    kept.set(name, made);
    families.set(name, made);
    return made;
  }

  return {
    counter: (name, help) => once(counters, name, () => counterFamily(help)),
    histogram: (name, help, buckets = defaultBuckets) =>
      once(histograms, name, () => histogramFamily(help, buckets)),
    gauge(name, help, read) {
      const known = families.get(name);
      if (known !== undefined && known.type !== 'gauge') {
        throw new Error(`"${name}" already counts something else`);
      }
      families.set(name, gaugeFamily(help, read));
    },
    async render() {
      const blocks: string[] = [];
      for (const [name, family] of families) {
        const lines = await family.lines(name);
        const help = family.help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
        blocks.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${family.type}`, ...lines);
      }
      return `${blocks.join('\n')}\n`;
    },
  };
}
