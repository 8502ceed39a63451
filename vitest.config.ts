import { defineConfig } from 'vitest/config'

const services = ['pg', 'kafka', 'redis'] as const
const ignored = ['**/node_modules/**', '**/.next/**', '**/dist/**']

/** One project per kind of test: `vitest run --project unit` needs no service at all. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{packages,apps,tooling,e2e}/**/*.test.{ts,tsx}'],
          exclude: [...ignored, ...services.map(service => `**/*.${service}.test.ts`)],
        },
      },
      ...services.map(service => ({
        test: {
          name: service,
          include: [`{packages,apps,e2e}/**/*.${service}.test.ts`],
          exclude: ignored,
          globalSetup: [`./tooling/test/${service}.setup.ts`],
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
