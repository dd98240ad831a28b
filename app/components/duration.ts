const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

/** Seconds in the largest unit that fits evenly, or nearly: "1 hour", "10 minutes", "90 minutes". */
export function inWords(seconds: number): string {
  const [unit, size] = units.find(([, size]) => seconds >= size * 2 || seconds === size) ?? units[3]
  const count = Math.round(seconds / size)
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
