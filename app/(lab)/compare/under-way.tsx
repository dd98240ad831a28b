'use client'
import { LoaderCircle } from 'lucide-react'
import { useEffect } from 'react'
import { buttonClass } from '@/app/components/button'
import type { Line } from './log-line'

type Props = { doing: string | null; stop: () => void; last: Line | undefined }

/** In view wherever the page is scrolled to: what is under way and its end, else what happened last. The log says it too. */
export const UnderWay = ({ doing, stop, last }: Props) => (
  <div className="under-way">
    <p role="status" className="flex items-center gap-2">
      {doing && (
        <>
          <LoaderCircle aria-hidden="true" className="size-4 shrink-0 animate-spin" />
          {doing}…
        </>
      )}
    </p>
    {doing ? <Stop stop={stop} /> : <p aria-hidden="true">{last?.text}</p>}
  </div>
)

/** Shown when it takes longer than a second. Escape does it from wherever the focus is. */
function Stop({ stop }: { stop: () => void }) {
  useEffect(() => {
    const press = ({ key }: KeyboardEvent) => key === 'Escape' && stop()
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [stop])
  return (
    <button
      type="button"
      aria-keyshortcuts="Escape"
      className={`${buttonClass('quiet', 'small')} after-a-second ms-4`}
      onClick={stop}
    >
      Stop
    </button>
  )
}
