import 'server-only'
import { adjacencyGraphs } from '@zxcvbn-ts/language-common'

const shortestRun = 3

/** "qQ" → "q": what is next to a key, with and without shift. */
function neighbours(): Set<string> {
  const pairs = new Set<string>()
  for (const graph of Object.values(adjacencyGraphs))
    for (const [key, around] of Object.entries(graph))
      for (const other of around.flatMap((keys) => [...(keys ?? '')]))
        pairs.add(`${key}${other}`.toLowerCase())
  return pairs
}

let adjacent: Set<string> | undefined

const alphanumeric = /^[\p{L}\p{N}]{2}$/u

/** Same character, next in the alphabet or in counting, or next to it on a keyboard. */
function isStep(from: string, to: string): boolean {
  adjacent ??= neighbours()
  const distance = Math.abs((to.codePointAt(0) ?? 0) - (from.codePointAt(0) ?? 0))
  return distance === 0 || (distance === 1 && alphanumeric.test(from + to)) || adjacent.has(from + to)
}

/** Made of nothing but runs of three or more: "qazwsxedc", "12345abcde", "aaabbb". */
function isRuns(characters: string[]): boolean {
  const reachable = new Set([0])
  for (let start = 0; start < characters.length; start++) {
    if (!reachable.has(start)) continue
    let end = start + 1
    while (end < characters.length && isStep(characters[end - 1] ?? '', characters[end] ?? '')) {
      end++
      if (end - start >= shortestRun) reachable.add(end)
    }
  }
  return reachable.has(characters.length)
}

/** Fingers that walk: runs along a keyboard, the alphabet or the digits, one after another or two interleaved (1q2w3e4r). */
export function isKeyboardRun(lowerCased: string): boolean {
  const characters = [...lowerCased]
  const every = (remainder: number) => characters.filter((_, index) => index % 2 === remainder)
  return isRuns(characters) || (isRuns(every(0)) && isRuns(every(1)))
}
