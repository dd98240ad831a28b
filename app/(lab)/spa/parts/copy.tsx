'use client'
import { Moment } from '@/app/components/moment'
import { Section } from '@/app/components/section'
import { StrategyBadge } from '@/app/components/strategy'
import { keyOf, readJwt, strategyOf } from '../client/own-tokens'
import { tryCopy } from '../client/session'
import type { Copy as CopyOf } from '../client/state'
import { isOk, type ShownExchange } from '../client/wire'
import { ActionButton } from './choice'
import { isoOf, redactedWithSize } from './credential'
import { WireLine } from './wire'

/** What somebody who had copied the tokens before the sign-out can still do with them. */
export const Copy = ({ copy: { ownTokens, how, tries }, busy }: { copy: CopyOf; busy: boolean }) => {
  const { exp } = readJwt(ownTokens.accessToken).claims
  const isBound = keyOf(ownTokens.accessToken) !== undefined
  const last = tries.at(-1)
  return (
    <Section
      title="What a thief would have"
      lead={`A copy of what was ${how} a moment ago${isBound ? ', without the key, which no script can copy' : ''}. Does it still open anything?`}
    >
      <div data-strategy={strategyOf(ownTokens.accessToken)} className="grid gap-4">
        <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-[0.9375rem]">
          <StrategyBadge strategy={strategyOf(ownTokens.accessToken)} />
          <code>{redactedWithSize(ownTokens.accessToken)}</code>
          <span className="text-sm text-muted">
            says that it is good until <Moment at={isoOf(Number(exp))} show="clock" />
          </span>
        </p>
        <p className="flex flex-wrap gap-3">
          <ActionButton busy={busy} onClick={() => void tryCopy('access')}>
            Try the access token
          </ActionButton>
          {ownTokens.from === 'password' && (
            <ActionButton busy={busy} onClick={() => void tryCopy('refresh')}>
              Try to refresh
            </ActionButton>
          )}
        </p>
        <div aria-live="polite" className={isBound ? 'min-h-72' : 'min-h-36'}>
          <ol aria-label="Tries with the copy">
            {tries.map((exchange) => (
              <WireLine key={exchange.id} exchange={exchange}>
                <Told exchange={exchange} isBound={isBound} />
              </WireLine>
            ))}
          </ol>
          {last && <p className="pt-2 text-[0.9375rem]">{verdict(isOk(last), isBound)}</p>}
        </div>
      </div>
    </Section>
  )
}

/** What was presented, and what the server says of it. */
const Told = ({
  exchange: { sent, headers, reason },
  isBound,
}: {
  exchange: ShownExchange
  isBound: boolean
}) => {
  const challenge = headers['www-authenticate']
  return (
    <p className="font-mono text-[0.8125rem] wrap-anywhere break-all text-muted">
      {presented(sent, isBound)}
      {challenge && <span className="block">WWW-Authenticate: {challenge}</span>}
      {!challenge && reason && <span className="block font-sans">{reason}</span>}
    </p>
  )
}

function presented({ Authorization, DPoP }: Record<string, string>, isBound: boolean): string {
  const token = Authorization ? `Authorization: ${Authorization.split(' ')[0]}` : 'The refresh token'
  if (!isBound) return token
  return DPoP ? `${token}, with a proof by another key` : `${token}, without a proof`
}

function verdict(isAccepted: boolean, isBound: boolean): string {
  if (isAccepted) return 'Accepted: signing out did not end this.'
  return isBound
    ? 'Refused: without the key the copy is worth nothing, with a proof or without.'
    : 'Refused: this is worth nothing any more.'
}
