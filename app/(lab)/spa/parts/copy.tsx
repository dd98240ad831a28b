'use client'
import { Moment } from '@/app/components/in-browser'
import { Section } from '@/app/components/section'
import { StrategyBadge } from '@/app/components/strategy'
import { readJwt, strategyOf } from '../client/held-tokens'
import { tryCopy } from '../client/session'
import type { Copy as CopyOf } from '../client/state'
import { isOk } from '../client/wire'
import { ActionButton } from './choice'
import { isoOf, redactedWithSize } from './credential'
import { WireLine } from './wire'

/** What somebody who had copied the tokens before the sign-out can still do with them. */
export const Copy = ({ copy: { held, how, tries }, busy }: { copy: CopyOf; busy: boolean }) => {
  const { exp } = readJwt(held.accessToken).claims
  const last = tries.at(-1)
  return (
    <Section
      title="What a thief would have"
      lead={`A copy of what was ${how} a moment ago. Does it still open anything?`}
    >
      <div data-strategy={strategyOf(held.accessToken)} className="grid gap-4">
        <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-[0.9375rem]">
          <StrategyBadge strategy={strategyOf(held.accessToken)} />
          <code>{redactedWithSize(held.accessToken)}</code>
          <span className="text-sm text-muted">
            says that it is good until <Moment at={isoOf(Number(exp))} show="clock" />
          </span>
        </p>
        <p className="flex flex-wrap gap-3">
          <ActionButton busy={busy} onClick={() => void tryCopy('access')}>
            Try the access token
          </ActionButton>
          {held.from === 'password' && (
            <ActionButton busy={busy} onClick={() => void tryCopy('refresh')}>
              Try to refresh
            </ActionButton>
          )}
        </p>
        <div aria-live="polite" className="min-h-24">
          <ol aria-label="Tries with the copy">
            {tries.map((exchange) => (
              <WireLine key={exchange.id} exchange={exchange} />
            ))}
          </ol>
          {last && <p className="pt-2 text-[0.9375rem]">{isOk(last) ? open : shut}</p>}
        </div>
      </div>
    </Section>
  )
}

const open = 'Accepted: signing out did not end this.'
const shut = 'Refused: this is worth nothing any more.'
