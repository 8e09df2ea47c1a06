import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{action,cli,shared,server,tests,demo,scripts}/**/*.test.ts'],
    exclude: ['tests/browser/**', 'node_modules/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Most tests wait for servers on loopback: more of them at once than there are cores.
    maxWorkers: 4,
    reporters: ['default', ['json', { outputFile: 'build/test-reports/tests.json' }]],
  },
});
