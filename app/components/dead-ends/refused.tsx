import { CannotTell } from '@/app/components/cannot-tell'
import type { Fault } from '@/lib/auth/http/refusal'
import { refusePage } from '@/lib/auth/http/page-state'
import { Forbidden } from './forbidden'
import { Unauthorized } from './unauthorized'

/** A page that somebody may not see, or not now: the status, and why. Whole without JavaScript. */
export async function Refused({ by, path }: { by: Fault; path: string }) {
  await refusePage(by, path)
  if (by.code === 'not_authenticated') return <Unauthorized path={path} />
  if (by.code === 'forbidden') return <Forbidden />
  return <CannotTell path={path} title="We cannot show this page right now" />
}
