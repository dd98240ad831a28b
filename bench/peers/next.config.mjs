import path from 'node:path'

/** @type {import('next').NextConfig} */
export default {
  agentRules: false, // writes nothing into the checkout that nobody asked for
  poweredByHeader: false,
  serverExternalPackages: ['pg'], // as the app has it
  turbopack: { root: path.resolve('.') }, // there is a lockfile above this folder too
}
