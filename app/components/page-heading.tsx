import type { ReactNode } from 'react'

export const PageHeading = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="mb-8 grid gap-2">
    <h1 className="text-2xl sm:text-[1.75rem]">{title}</h1>
    {children && <p className="prose-width text-muted">{children}</p>}
  </div>
)
