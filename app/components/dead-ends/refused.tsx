import { CannotTell } from '@/app/components/cannot-tell'
import type { Refusal } from '@/lib/auth/http/refusal'
import { refusePage, readPageState } from '@/lib/auth/http/page-state'
import { withCallback } from '@/lib/api-schema/callback-path'
import { Moment } from '../moment'
import { DeadEnd } from './dead-end'

/** A page that somebody may not see, or not now: the status, and why. Whole without JavaScript. */
export async function Refused({ by, path }: { by: Refusal; path: string }) {
  await refusePage(by, path)
  if (by.code === 'not_authenticated') return <Unauthorized path={path} />
  if (by.code === 'forbidden') return <Forbidden />
  return <CannotTell path={path} title="We cannot show this page right now" />
}

/** @param path the page that was asked for */
export async function Unauthorized({ path }: { path: string }) {
  const signIn = { href: withCallback('/sign-in', path), label: 'Sign in' }
  const state = await readPageState()
  return state.status === 'authenticated' ? (
    <EndedElsewhere until={state.expiresAt} next={signIn} />
  ) : (
    <SignedOut next={signIn} />
  )
}

type Next = { href: string; label: string }

const SignedOut = ({ next }: { next: Next }) => (
  <DeadEnd status={401} title="You are not signed in" next={next}>
    <p>The session has ended. Nothing was changed.</p>
  </DeadEnd>
)

/** A JWT that outlives its session: it still opens pages that ask nobody. */
const EndedElsewhere = ({ until, next }: { until: string; next: Next }) => (
  <DeadEnd status={401} title="This session was ended" next={next}>
    <p>
      You signed out elsewhere, your password changed, or the account was disabled. This page asked the
      server, so it knows.
    </p>
    <p className="text-muted">
      The JWT in this browser does not know it yet: pages that only read the token accept it until{' '}
      <Moment at={until} show="clock" /> at the latest.
    </p>
  </DeadEnd>
)

/** For a signed-in person whose role does not suffice. Only shows 403: `Refused` sets the status. */
export function Forbidden() {
  return (
    <DeadEnd
      status={403}
      title="Your role does not allow this"
      next={{ href: '/account', label: 'Go to your account' }}
    >
      <p>You are signed in, but this page is for administrators. One of them can change your role.</p>
    </DeadEnd>
  )
}
