import 'server-only'

const shortest = 20

/** A secret, so that two of them can be told apart and neither can be used: `a1b2…z9`. */
export const redacted = (secret: string) =>
  secret.length < shortest ? '…' : `${secret.slice(0, 4)}…${secret.slice(-2)}`
