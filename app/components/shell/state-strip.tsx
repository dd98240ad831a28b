import clsx from 'clsx'
import type { Anonymous, Authenticated, AuthState } from '@/lib/auth'
import { momentText } from '../moment-text'
import { StrategyBadge } from '../strategy'

/** Who is signed in, under which strategy, until when: always in the same place, at the same height. */
export const StateStrip = ({ state }: { state: AuthState }) => (
  <section
    aria-label="Who is signed in"
    className={clsx(
      'border-y bg-sunken text-sm',
      state.status === 'unavailable' ? 'border-dashed border-edge' : 'border-line',
    )}
  >
    <div className="page flex min-h-9 flex-wrap items-baseline gap-x-5 py-1.5">
      {state.status === 'authenticated' && <SignedIn state={state} />}
      {state.status === 'anonymous' && <p className="text-muted">{whyNot[state.because]}</p>}
      {state.status === 'unavailable' && (
        <p>Cannot tell who is signed in: the database does not answer. Your cookie is kept.</p>
      )}
    </div>
  </section>
)

const whyNot: Record<Anonymous['because'], string> = {
  absent: 'Not signed in.',
  expired: 'Not signed in: the session has expired.',
  revoked: 'Not signed in: the session was ended.',
  malformed: 'Not signed in: the cookie could not be read.',
}

const SignedIn = ({ state: { user, strategy, expiresAt } }: { state: Authenticated }) => (
  <>
    <StrategyBadge strategy={strategy} />
    <span className="min-w-0 truncate">{user.email}</span>
    <span className="text-muted sm:ms-auto">
      until{' '}
      <time dateTime={expiresAt} title={expiresAt} className="moment" data-clock>
        {momentText(expiresAt, 'clock', 'utc')}
      </time>{' '}
      unless you are active
    </span>
  </>
)
