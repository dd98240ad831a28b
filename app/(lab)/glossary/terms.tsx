import { cache } from 'react'
import { TextLink } from '@/app/components/text'
import { labIsOn } from '@/lib/lab/is-on'
import { words } from './entries'

/** The words that the page has linked so far: one set a request. */
const linkedSoFar = cache(() => new Set<string>())

type Props = {
  /** prose: no heading, no button, no link */
  children: string
  /** ids of the words that are linked already; without it, those of the page */
  used?: Set<string>
}

/** A text in which each word of the glossary is linked where the page uses it for the first time. */
export function Terms({ children, used = linkedSoFar() }: Props) {
  if (!labIsOn()) return children
  return findTerms(children, used).map((piece) =>
    typeof piece === 'string' ? (
      piece
    ) : (
      <TextLink key={piece.id} href={`/glossary#${piece.id}`} className="term">
        {piece.text}
      </TextLink>
    ),
  )
}

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
