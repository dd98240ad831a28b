'use client'
import { useInBrowser } from './in-browser'
import { momentText } from './moment-text'

/** An instant for people: UTC as the server writes it, the reader's own time once the page is alive. */
export function Moment({ at, show = 'day' }: { at: string; show?: 'clock' | 'day' }) {
  const text = useInBrowser(() => momentText(at, show, 'own'), momentText(at, show, 'utc'))
  return (
    <time dateTime={at} title={at} className="moment">
      {text}
    </time>
  )
}
