/** Loaded by a start that traces, and by no other. */
const openTelemetry = ['api', 'sdk-trace-node', 'resources', 'exporter-trace-otlp-http'].map(
  (name) => `@opentelemetry/${name}`,
)

const forADay = { key: 'Cache-Control', value: 'public, max-age=86400' }

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  agentRules: false, // writes nothing into the checkout that nobody asked for
  images: { unoptimized: true }, // no image of a page is served by the optimiser: decision 020
  serverExternalPackages: ['piscina', 'pg', 'pino', 'nodemailer', 'undici', ...openTelemetry],
  typescript: { ignoreBuildErrors: true }, // `npm test` checks types; a start need not
  /** What lies in public/ has no digest in its name: a day, then the browser asks again. Pictures may be shown elsewhere. */
  headers: async () => [
    { source: '/:file(robots\\.txt|site\\.webmanifest|[\\w-]+\\.(?:ico|png|svg))', headers: [forADay] },
    { source: '/social.png', headers: [{ key: 'Cross-Origin-Resource-Policy', value: 'cross-origin' }] },
  ],
  experimental: {
    /** Ours is 16 KiB of what came (`bodyLimitBytes`): written anew, a body can be three times as long. */
    serverActions: { bodySizeLimit: '64kb' },
  },
}
