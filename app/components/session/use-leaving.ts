'use client'
import { useEffect, useRef } from 'react'
import { personIn } from './state-key'

/**
 * When the person of this document is gone, or is another one, the document goes too: what it was made of still
 * holds what they saw.
 * @see OWASP ASVS 5.0 14.3.1
 */
export function useLeaving(key: string) {
  const person = useRef<string | null>(null)
  useEffect(() => {
    if (key === 'unavailable') return
    const before = person.current
    person.current = personIn(key)
    if (before && before !== person.current) location.reload()
  }, [key])
}
