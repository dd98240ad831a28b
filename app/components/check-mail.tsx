'use client'
import { Mail } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { TextLink } from './text-link'

/** The same for every address, whether or not it has an account. */
export function CheckMail({ lab, children }: { lab: boolean; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section className="grid gap-3 border-t-2 border-ink pt-5">
      <h2 ref={heading} tabIndex={-1} className="flex items-center gap-2.5 text-lg outline-none">
        <Mail aria-hidden="true" className="size-5 text-muted" />
        Check your mail
      </h2>
      <p>{children}</p>
      {lab ? (
        <p className="text-muted">
          No mail leaves this machine in the lab: <TextLink href="/outbox">open the outbox</TextLink>.
        </p>
      ) : (
        <p className="text-muted">
          Nothing there after a few minutes? Look into the spam folder, then try again.
        </p>
      )}
    </section>
  )
}
