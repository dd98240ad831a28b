/**
 * A secret as it may be shown: `a1b2…z9`, enough to tell two of them apart and too little to use one. One of fewer than
 * 16 characters is hidden whole: what is shown of it would be too much of it. For the server and for browsers.
 */
export const redacted = (secret: string) =>
  secret.length < 16 ? '•••' : `${secret.slice(0, 4)}…${secret.slice(-2)}`
