import { describe, expect, it } from 'vitest';

import { createMetrics } from './metrics.ts';

describe('metrics', () => {
  it('are written as Prometheus reads them', async () => {
    const metrics = createMetrics();
    const counter = metrics.counter('a_total', 'How many.');
    counter.add({ code: 'X', and: 'q"u\\o\nte' });
    counter.add({ and: 'q"u\\o\nte', code: 'X' }, 2);
    counter.add();
    metrics.gauge('b', 'Now.', async () => 4.5);
    metrics.gauge('c', 'Now, by name.', async () => [{ labels: { name: 'n' }, value: 1 }]);
    const histogram = metrics.histogram('d_seconds', 'How long.', [0.1, 1]);
    for (const seconds of [0.05, 0.1, 0.5, 7]) histogram.observe(seconds, { route: '/' });
    expect(await metrics.render()).toBe(
      [
        '# HELP a_total How many.',
        '# TYPE a_total counter',
        'a_total{and="q\\"u\\\\o\\nte",code="X"} 3',
        'a_total 1',
        '# HELP b Now.',
        '# TYPE b gauge',
        'b 4.5',
        '# HELP c Now, by name.',
        '# TYPE c gauge',
        'c{name="n"} 1',
        '# HELP d_seconds How long.',
        '# TYPE d_seconds histogram',
        'd_seconds_bucket{le="0.1",route="/"} 2',
        'd_seconds_bucket{le="1",route="/"} 3',
        'd_seconds_bucket{le="+Inf",route="/"} 4',
        'd_seconds_sum{route="/"} 7.65',
        'd_seconds_count{route="/"} 4',
        '',
      ].join('\n'),
    );
  });

  it('are the same for whoever asks by the same name, and never two things', () => {
    const metrics = createMetrics();
    expect(metrics.counter('a_total', 'x')).toBe(metrics.counter('a_total', 'x'));
    expect(() => metrics.histogram('a_total', 'x')).toThrow('already counts something else');
    expect(() => metrics.gauge('a_total', 'x', async () => 1)).toThrow('already counts');
  });
});
