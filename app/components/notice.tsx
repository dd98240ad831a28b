import clsx from 'clsx'
import { Check, CircleAlert, Info, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

const tones: Record<Tone, { icon: LucideIcon; line: string; mark: string }> = {
  ok: { icon: Check, line: 'border-ok', mark: 'text-ok' },
  refused: { icon: CircleAlert, line: 'border-refused', mark: 'text-refused' },
  plain: { icon: Info, line: 'border-edge', mark: 'text-muted' },
}
type Tone = 'ok' | 'refused' | 'plain'

/** One sentence about what happened or what is so, above what it concerns. */
export function Notice({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  const { icon: Icon, line, mark } = tones[tone]
  return (
    <div
      className={clsx(
        'flex gap-2.5 border-s-2 bg-sunken px-3.5 py-2.5 text-[0.9375rem] leading-normal',
        line,
      )}
    >
      <Icon aria-hidden="true" className={clsx('mt-0.5 size-4.5 shrink-0', mark)} />
      <div className="min-w-0 wrap-anywhere">{children}</div>
    </div>
  )
}
