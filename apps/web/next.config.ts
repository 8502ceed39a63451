import { fileURLToPath } from 'node:url'
import type { NextConfig } from 'next'

const houseRoot = fileURLToPath(new URL('../..', import.meta.url))

const config: NextConfig = {
  transpilePackages: ['@touchline/contracts', '@touchline/sdk'],
  turbopack: { root: houseRoot },
  outputFileTracingRoot: houseRoot,
  poweredByHeader: false,
  allowedDevOrigins: ['127.0.0.1'],
  reactStrictMode: true,
  /** Next keeps a copy of what is sent to a page; pages take no bodies, and the console's calls don't pass there. */
  experimental: { proxyClientMaxBodySize: 16_384 },
  headers: async () => [
    { source: '/api/:path*', headers: [{ key: 'X-Content-Type-Options', value: 'nosniff' }] },
  ],
  /** Types are checked by `npm run verify`, for the whole house at once. */
  typescript: { ignoreBuildErrors: true },
}

export default config
