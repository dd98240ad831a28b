'use client'
import { useEffect, useRef } from 'react'
import { personIn } from './state-key'

/** What Next wrote into the document to bring it alive repeats everything that was on the page. */
const forgetPayload = () => {
  for (const script of [...document.scripts]) if (script.text.includes('__next_f')) script.remove()
}

/**
 * When the person of this document is gone, or is another one, nothing of theirs stays in it.
 * @see OWASP ASVS 5.0 14.3.1
 */
export function useLeaving(key: string) {
  const person = useRef<string | null>(null)
  useEffect(() => {
    if (key === 'unavailable') return
    const before = person.current
    person.current = personIn(key)
    if (before && before !== person.current) forgetPayload()
  }, [key])
}
