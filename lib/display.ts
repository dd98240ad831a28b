const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

/** A duration for people: "1 hour", "10 minutes", "90 minutes", "24 hours". For the server and for browsers. */
export function durationInWords(seconds: number): string {
  const [unit, size] =
    units.find(([unit, size]) => seconds >= size * 2 || (seconds === size && unit !== 'day')) ?? units[3]
  const count = Math.round(seconds / size)
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/**
 * A secret as it may be shown: `a1b2…z9`, enough to tell two of them apart and too little to use one. One of fewer than
 * 16 characters is hidden whole: what is shown of it would be too much of it. For the server and for browsers.
 */
export const redacted = (secret: string) =>
  secret.length < 16 ? '•••' : `${secret.slice(0, 4)}…${secret.slice(-2)}`
