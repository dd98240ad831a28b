import type { ReactNode } from 'react'
import { buttonClass } from '../button'
import { TextLink } from '../text'

type Props = { status?: number; title: string; children: ReactNode; next?: { href: string; label: string } }

/** A page that is not the one asked for: what is so, why, and where to go from here. */
export const DeadEnd = ({
  status,
  title,
  children,
  next = { href: '/', label: 'Go to the start page' },
}: Props) => (
  <div className="dead-end">
    {status && <p className="font-mono text-sm text-muted">{status}</p>}
    <h1>{title}</h1>
    {children}
    <p className="mt-3">
      <TextLink href={next.href} className={buttonClass('quiet')}>
        {next.label}
      </TextLink>
    </p>
  </div>
)
