import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{action,cli,shared,server,tests,demo,scripts}/**/*.test.ts'],
    exclude: ['tests/browser/**', 'node_modules/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    reporters: ['default', ['json', { outputFile: 'build/test-reports/tests.json' }]],
  },
});
