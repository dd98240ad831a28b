import type { ReactNode } from 'react'

type Tone = 'ok' | 'refused' | 'plain'

/** One sentence about what happened or what is so, above what it concerns. */
export const Notice = ({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) => (
  <div className={`notice ${tone}`}>{children}</div>
)
