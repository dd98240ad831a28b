import { useId, type ReactNode } from 'react'

/** `anchor`: what a link names to lead here */
type Props = { title: string; lead?: ReactNode; anchor?: string; children: ReactNode }

/** A part of a page: what it is on the left where its own column has room for that, the thing itself on the right. */
export function Section({ title, lead, anchor, children }: Props) {
  const id = useId()
  return (
    <section id={anchor} aria-labelledby={id} className="@container border-t border-line py-8">
      <div className="grid gap-x-10 gap-y-4 @min-[56rem]:grid-cols-[15rem_minmax(0,1fr)]">
        <div className="grid content-start gap-1.5">
          <h2 id={id} className="text-[1.0625rem]">
            {title}
          </h2>
          {lead && <p className="max-w-[52ch] text-sm text-muted">{lead}</p>}
        </div>
        <div className="min-w-0">{children}</div>
      </div>
    </section>
  )
}
