import { fileURLToPath } from 'node:url'
import type { NextConfig } from 'next'

const houseRoot = fileURLToPath(new URL('../..', import.meta.url))

const config: NextConfig = {
  transpilePackages: [
    '@touchline/api',
    '@touchline/contracts',
    '@touchline/db',
    '@touchline/match',
    '@touchline/sdk',
    '@touchline/streams',
  ],
  serverExternalPackages: ['pg', '@prisma/adapter-pg', '@prisma/client', 'better-auth'],
  turbopack: { root: houseRoot },
  outputFileTracingRoot: houseRoot,
  poweredByHeader: false,
  allowedDevOrigins: ['127.0.0.1'],
  reactStrictMode: true,
  /** Types are checked by `npm run verify`, for the whole house at once. */
  typescript: { ignoreBuildErrors: true },
}

export default config
