/** Loaded by a start that traces, and by no other. */
const openTelemetry = ['api', 'sdk-trace-node', 'resources', 'exporter-trace-otlp-http'].map(
  (name) => `@opentelemetry/${name}`,
)

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  agentRules: false, // writes nothing into the checkout that nobody asked for
  images: { unoptimized: true }, // no image of a page is served by the optimiser: decision 020
  serverExternalPackages: ['piscina', 'pg', 'pino', 'nodemailer', 'undici', ...openTelemetry],
  typescript: { ignoreBuildErrors: true }, // `npm test` checks types; a start need not
  experimental: {
    serverActions: { bodySizeLimit: '16kb' },
  },
}
