/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  serverExternalPackages: ['piscina', 'pg', 'pino', 'nodemailer'],
  typescript: { ignoreBuildErrors: true }, // `npm test` checks types; a start need not
  experimental: { authInterrupts: true },
}
