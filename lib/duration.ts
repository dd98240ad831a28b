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
