import 'server-only'

function setting(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: \`npm run bench\` starts this app`)
  return value
}

/** Where this app is reached, without a path. */
export const origin = () => setting('PEERS_URL')
/** At least 32 bytes; the same for all peers. */
export const secret = () => setting('PEERS_SECRET')
