'use client'
import { Icon } from '@/app/components/drawing'
import { useEffect } from 'react'
import { buttonClass } from '@/app/components/button'

export type Line = { id: number; text: string }

const linesMax = 20

/** The newest last, as it was said. */
export const withLine = (lines: Line[], text: string): Line[] =>
  [...lines, { id: (lines.at(-1)?.id ?? 0) + 1, text }].slice(-linesMax)

/** What happened here, in sentences, the newest last. */
export const Log = ({ lines }: { lines: Line[] }) => (
  <section aria-labelledby="what-happened" className="needs-script mt-10">
    <h2 id="what-happened" className="mb-2 text-[1.0625rem]">
      What happened
    </h2>
    <div role="log" aria-live="polite" aria-labelledby="what-happened" className="log">
      {lines.length === 0 && (
        <p className="text-muted">Nothing yet. Sign in, then send the same request to all.</p>
      )}
      <ol>
        {lines.map(({ id, text }) => (
          <li key={id}>{text}</li>
        ))}
      </ol>
    </div>
  </section>
)

type Props = { doing: string | null; stop: () => void; last: Line | undefined }

/** In view wherever the page is scrolled to: what is under way and its end, else what happened last. The log says it too. */
export const UnderWay = ({ doing, stop, last }: Props) => (
  <div className="under-way">
    <p role="status" className="flex items-center gap-2">
      {doing && (
        <>
          <Icon shape="working" className="size-4 shrink-0 animate-spin" />
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
