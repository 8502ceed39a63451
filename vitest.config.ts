import { defineConfig } from 'vitest/config'

/** What each kind of test runs on. */
const services = { pg: ['pg'], kafka: ['kafka'], redis: ['redis'], opensearch: ['pg', 'opensearch'] }
const kinds = Object.entries(services)
const ignored = ['**/node_modules/**', '**/.next/**', '**/dist/**']

/** One project per kind of test: `vitest run --project unit` needs no service at all. */
export default defineConfig({
  test: {
    // By itself it would leave one of two cores idle, and most tests wait for something.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{packages,apps,tooling,e2e}/**/*.test.{ts,tsx}'],
          exclude: [...ignored, ...kinds.map(([kind]) => `**/*.${kind}.test.ts`)],
          // Properties compute; on a machine that others use too, for several times as long.
          testTimeout: 20_000,
        },
      },
      ...kinds.map(([kind, needs]) => ({
        test: {
          name: kind,
          include: [`{packages,apps,e2e}/**/*.${kind}.test.ts`],
          exclude: ignored,
          globalSetup: needs.map(service => `./tooling/test/${service}.setup.ts`),
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      })),
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.ts'],
          exclude: ignored,
          // Each file runs a house of its own; two at once would share two cores.
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
