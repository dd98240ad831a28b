import { words } from './entries'

/** A piece of a text: as it stands, or a word of the glossary with the id of its entry. */
export type Piece = string | { id: string; text: string }

const inProse = words.filter(({ isEveryday }) => !isEveryday)
const idOf = new Map(
  inProse.flatMap(({ id, word, also = [] }) => [word, ...also].map((name) => [name.toLowerCase(), id])),
)
const longestFirst = [...idOf.keys()].toSorted((a, b) => b.length - a.length)
/** Their usual forms too: claims, renewed, revoking, renewal. */
const form = '(?:s|d|ed|ing|al|als)?'
const everyWord = new RegExp(`\\b(${longestFirst.join('|')})${form}\\b`, 'gi')

/**
 * Cuts a text where it uses a word of the glossary for the first time.
 * @param used ids of the words that were met before; those of this text are added
 */
export function findTerms(text: string, used: Set<string>): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const { 0: met, 1: word = '', index } of text.matchAll(everyWord)) {
    const id = idOf.get(word.toLowerCase())!
    if (used.has(id)) continue
    used.add(id)
    pieces.push(text.slice(from, index), { id, text: met })
    from = index + met.length
  }
  return [...pieces, text.slice(from)].filter((piece) => piece !== '')
}
