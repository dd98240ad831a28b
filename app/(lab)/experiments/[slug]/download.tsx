import { buttonClass } from '@/app/components/button'
import type { RunState } from './run-state'

/** The run as it came over the wire, made into a file by the page itself. */
export function Download({ slug, run }: { slug: string; run: RunState }) {
  const save = () => {
    const { startedAt, status, events } = run
    const text = JSON.stringify({ experiment: slug, startedAt, status, events }, null, 2)
    const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
    Object.assign(document.createElement('a'), { href: url, download: `${slug}.json` }).click()
    URL.revokeObjectURL(url)
  }
  return (
    <button
      type="button"
      disabled={run.events.length === 0 || run.status === 'running'}
      onClick={save}
      className={`${buttonClass('plain')} disabled:text-muted [@media(scripting:none)]:hidden`}
    >
      Download this run
    </button>
  )
}
