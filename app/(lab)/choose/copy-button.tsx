'use client'
import { useState } from 'react'
import { buttonClass } from '@/app/components/button'
import { useInBrowser } from '@/app/components/in-browser'

/** Browsers have it over https and on localhost only. */
const canCopy = () => Boolean(navigator.clipboard)

/** Takes its place from the beginning, so that nothing moves when scripts arrive. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const isOffered = useInBrowser(canCopy, false)
  const [said, say] = useState('Copy')
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => say('Copied'),
      () => say('Not allowed'),
    )
  return (
    <button
      type="button"
      onClick={() => void copy()}
      className={`${buttonClass('quiet', 'small')} min-w-28 ${isOffered ? '' : 'invisible'}`}
    >
      <span aria-live="polite">{said}</span>
      <span className="sr-only"> {what}</span>
    </button>
  )
}
