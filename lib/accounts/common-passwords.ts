import 'server-only'
import { dictionary, adjacencyGraphs } from '@zxcvbn-ts/language-common'

const shortestWord = 3
const shortUnit = 4

export type CommonPassword = { ok: false; code: 'common_password' }

/** The person whose password it would be: their own name and address are easy to guess. */
export type Owner = { email: string; name: string | null }

const comparable = (text: string) => text.normalize('NFKC').toLowerCase()

let listed: Set<string> | undefined
const isListed = (text: string) =>
  (listed ??= new Set(dictionary['passwords-common'].map(comparable))).has(text)

/** "!!password99" → "password" */
const withoutPadding = (text: string) => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')

/** "123-456 789" → "123456789" */
const withoutSigns = (text: string) => text.replace(/[^\p{L}\p{N}\p{S}]+/gu, '')

/** "monkeymonkeymon" → "monkey"; null when nothing repeats. */
function repeatedUnit(text: string): string | null {
  for (let length = 1; length <= text.length / 2; length++) {
    const unit = text.slice(0, length)
    if (unit.repeat(Math.ceil(text.length / length)).startsWith(text)) return unit
  }
  return null
}

const isShorter = (other: string, text: string) => other.length < text.length && other.length >= shortestWord

/** Listed, a walk over the keyboard, or one of these repeated, padded, or with signs in between. */
function isGuessable(text: string): boolean {
  if (isListed(text) || isKeyboardRun(text)) return true
  const unit = repeatedUnit(text)
  if (unit !== null && unit.length <= shortUnit) return true
  const barer = [unit ?? '', withoutPadding(text), withoutSigns(text)]
  return barer.filter((other) => isShorter(other, text)).some(isGuessable)
}

/** The person's own words, the longest first. */
function ownWords({ email, name }: Owner): string[] {
  const whole = [email, email.split('@')[0] ?? '', name ?? '', 'bothways'].map(comparable)
  const words = new Set([...whole, ...whole.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u))])
  return [...words].filter((word) => word.length >= shortestWord).sort((a, b) => b.length - a.length)
}

/** Whether nothing, or one listed word, is left without the person's own words. */
function isMadeOfOwnWords(text: string, owner: Owner): boolean {
  const rest = ownWords(owner).reduce((left, word) => left.replaceAll(word, ' '), text)
  return rest !== text && (withoutPadding(rest) === '' || isListed(withoutPadding(rest)))
}

/**
 * Whether a password would be among an attacker's first guesses (ASVS 6.2.4, 6.2.11; NIST SP 800-63B-4 §3.1.1.2)? The
 * list is the 49 000 passwords of zxcvbn-ts; upper and lower case are the same. No rule asks for kinds of characters,
 * and no passphrase of several words is refused. Does NOT ask whether the password was in a breach.
 */
export function checkNewPassword(password: string, owner: Owner): { ok: true } | CommonPassword {
  const text = comparable(password)
  const isCommon = isGuessable(text) || isMadeOfOwnWords(text, owner)
  return isCommon ? { ok: false, code: 'common_password' } : { ok: true }
}

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

/** Runs along a keyboard, the alphabet or the digits, one after another or two interleaved (1q2w3e4r). */
export function isKeyboardRun(lowerCased: string): boolean {
  const characters = [...lowerCased]
  const every = (remainder: number) => characters.filter((_, index) => index % 2 === remainder)
  return isRuns(characters) || (isRuns(every(0)) && isRuns(every(1)))
}
