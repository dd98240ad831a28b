import type { ReactNode } from 'react'
import { durationInWords } from '@/lib/display'
import { Moment } from '@/app/components/moment'
import type { Authenticated } from '@/lib/auth'
import { durations, isReachedByHttps } from '@/lib/auth/http/preference'
import { strategies, type StrategyId } from '@/lib/strategies'

const renewsByPage = (strategy: StrategyId) => strategies[strategy].lookup === 'each-renewal'
const renewsByKey = (strategy: StrategyId) => strategies[strategy].proof === 'each-renewal'

type Props = {
  state: Authenticated
  /** to a key of this device */
  isBound: boolean
}

/** How long this session lasts, in plain words and its own numbers. */
export function HowLong({ state, isBound }: Props) {
  const { idleSeconds, absoluteSeconds, jwtSeconds } = durations()
  const { strategy, authenticatedAt, absoluteExpiresAt } = state
  return (
    <div className="prose-width grid gap-3">
      <p>
        You signed in on <Moment at={authenticatedAt} />.{' '}
        {renewsByPage(strategy)
          ? `With no page open this session ends within ${durationInWords(jwtSeconds)}, with one open ${durationInWords(idleSeconds)} after you last did something`
          : `Without activity this session ends after ${durationInWords(idleSeconds)}`}
        ; whatever you do, it ends {durationInWords(absoluteSeconds)} after you signed in, on{' '}
        <Moment at={absoluteExpiresAt} />.
      </p>
      <Renewal state={state} isBound={isBound} />
      {renewsByKey(strategy) && !isBound && <NotBound />}
    </div>
  )
}

/** What moves the end. */
function Renewal({ state: { strategy, expiresAt }, isBound }: Props) {
  const { jwtSeconds, boundCookieSeconds } = durations()
  const end = <Moment at={expiresAt} show="clock" />
  if (isBound)
    return (
      <Muted>
        Bound to this device. The cookie in this browser is good for {durationInWords(boundCookieSeconds)},
        until {end}. The browser gets the next one by itself, for a signature of a key that cannot leave the
        device: a copy of the cookie ends there.
      </Muted>
    )
  if (renewsByPage(strategy))
    return (
      <Muted>
        The token in this browser is good for {durationInWords(jwtSeconds)}, until {end}. The page renews it
        while you are here; each renewal asks the server whether the session still lives.
      </Muted>
    )
  return <Muted>If you leave now, it ends at {end}. Every request moves that time on.</Muted>
}

/** Why a session that could be bound to a key is not. */
const NotBound = () => (
  <p>
    <strong className="font-medium">Not bound on this browser.</strong>{' '}
    {isReachedByHttps()
      ? 'It has registered no key so far. Chrome does so within a minute of signing in (load this page again to see it): from version 146 on, on a device with a secure place for keys, and not in a private window. '
      : 'Browsers register a key over https only, and this app is reached over http. '}
    So this is a database session: a copy of its cookie is as good as the original.
  </p>
)

const Muted = ({ children }: { children: ReactNode }) => <p className="text-muted">{children}</p>
