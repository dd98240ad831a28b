import type { ReactNode } from 'react'

type Props = { title: string; lead?: ReactNode; children: ReactNode }

/** One question, one column. */
export const AuthColumn = ({ title, lead, children }: Props) => (
  <div className="mx-auto grid w-full max-w-[27rem] gap-6">
    <div className="grid gap-2">
      <h1 className="text-2xl">{title}</h1>
      {lead && <p className="text-muted">{lead}</p>}
    </div>
    {children}
  </div>
)

type Query = Promise<{ token?: string | string[] }>

/** The code of a mail's link. Nothing, or more than one, is the empty string: the form says that the link is incomplete. */
export async function tokenOf(query: Query) {
  const { token } = await query
  return typeof token === 'string' ? token : ''
}
