/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  serverExternalPackages: ['piscina', 'pg', 'pino', 'nodemailer'],
  experimental: { authInterrupts: true },
}
