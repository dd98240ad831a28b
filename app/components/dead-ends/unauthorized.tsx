import { readState } from '@/lib/auth/http/state'
import { DeadEnd } from './dead-end'
import { Moment } from '../moment'

const signIn = { href: '/sign-in?callbackUrl=/account', label: 'Sign in' }

export async function Unauthorized() {
  const state = await readState()
  return state.status === 'authenticated' ? <EndedElsewhere until={state.expiresAt} /> : <SignedOut />
}

const SignedOut = () => (
  <DeadEnd status={401} title="You are not signed in" next={signIn}>
    <p>The session has ended. Nothing was changed.</p>
  </DeadEnd>
)

/** A JWT that outlives its session: it still opens pages that ask nobody. */
const EndedElsewhere = ({ until }: { until: string }) => (
  <DeadEnd status={401} title="This session was ended" next={signIn}>
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
