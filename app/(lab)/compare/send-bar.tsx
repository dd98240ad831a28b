'use client'
import { Send } from 'lucide-react'
import { buttonClass } from '@/app/components/button'

export const requests = ['/api/me', '/api/admin/stats', '/api/sessions'] as const
export type RequestPath = (typeof requests)[number]

type Props = {
  path: RequestPath
  choose: (path: RequestPath) => void
  busy: boolean
  send: () => void
}

/** The same request, under every strategy at once. */
export const SendBar = ({ path, choose, busy, send }: Props) => (
  <div className="needs-script no-print flex flex-wrap items-center gap-3">
    <fieldset className="flex flex-wrap items-center gap-x-4">
      <legend className="sr-only">Request</legend>
      {requests.map((one) => (
        <label key={one} className="inline-flex min-h-9 items-center gap-2 font-mono text-sm">
          <input
            type="radio"
            name="request"
            checked={one === path}
            onChange={() => choose(one)}
            className="size-3.5"
          />
          GET {one}
        </label>
      ))}
    </fieldset>
    <button type="button" className={buttonClass()} aria-disabled={busy} aria-keyshortcuts="s" onClick={send}>
      <Send aria-hidden="true" className="size-4" />
      Send to all
    </button>
  </div>
)
