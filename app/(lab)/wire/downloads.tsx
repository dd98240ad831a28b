'use client'
import { buttonClass } from '@/app/components/button'
import type { Recorded } from './use-recording'

function save(value: unknown, name: string) {
  const url = URL.createObjectURL(new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  URL.revokeObjectURL(url)
}

/** The recording as a file: everything, or what the browser sent and got. Masked like the page. */
export const Downloads = ({ recording, har }: Pick<Recorded, 'recording' | 'har'>) => (
  <div className="no-print ms-auto flex gap-2">
    <button
      type="button"
      className={buttonClass('quiet', 'small')}
      onClick={() => save(recording, `${recording.flow}.json`)}
    >
      Download JSON
    </button>
    <button
      type="button"
      className={buttonClass('quiet', 'small')}
      onClick={() => save(har, `${recording.flow}.har`)}
    >
      Download HAR
    </button>
  </div>
)
