import { cache } from 'react'
import { TextLink } from '@/app/components/text'
import { labIsOn } from '@/lib/lab/is-on'
import { findTerms } from './find-terms'

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
