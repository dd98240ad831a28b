import { durationInWords } from '@/lib/display'
import { Moment } from '@/app/components/in-browser'
import type { Authenticated } from '@/lib/auth'
import { durations } from '@/lib/auth/http/preference'
import { strategies, type StrategyId } from '@/lib/strategies'

const renewsByPage = (strategy: StrategyId) => strategies[strategy].lookup === 'each-renewal'

/** How long this session lasts, in plain words and its own numbers. */
export function HowLong({
  state: { strategy, authenticatedAt, expiresAt, absoluteExpiresAt },
}: {
  state: Authenticated
}) {
  const { idleSeconds, absoluteSeconds, jwtSeconds } = durations()
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
      {renewsByPage(strategy) ? (
        <p className="text-muted">
          The token in this browser is good for {durationInWords(jwtSeconds)}, until{' '}
          <Moment at={expiresAt} show="clock" />. The page renews it while you are here; each renewal asks the
          server whether the session still lives.
        </p>
      ) : (
        <p className="text-muted">
          If you leave now, it ends at <Moment at={expiresAt} show="clock" />. Every request moves that time
          on.
        </p>
      )}
    </div>
  )
}
