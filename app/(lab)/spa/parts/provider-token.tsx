'use client'
import { useState } from 'react'
import { Section } from '@/app/components/section'
import { defaultTokenStrategy, type TokenStrategyId } from '@/lib/strategies'
import { revokeAndCall } from '../client/calls'
import type { StoreId } from '../client/own-tokens'
import { exchangeForOurs } from '../client/session'
import type { State } from '../client/state'
import { isOk } from '../client/wire'
import type { Provider } from '../provider/flow'
import { ActionButton, Choice } from './choice'
import { strategyOptions, stores } from './options'
import { WireLine } from './wire'

/** The provider's token as it is, or ours in exchange for it: and who can take which of them back. */
export const ProviderTokenSection = ({ state, provider }: { state: State; provider: Provider }) => (
  <Section
    title="The provider’s token, or ours"
    lead="Send the provider’s as it is, or exchange it (RFC 8693) for one with our claims, lifetime and revocation."
  >
    <div className="grid gap-6">
      <Exchanging busy={state.busy} />
      <Revoking state={state} provider={provider} />
    </div>
  </Section>
)

function Exchanging({ busy }: { busy: boolean }) {
  const [strategy, setStrategy] = useState<TokenStrategyId>(defaultTokenStrategy)
  const [store, setStore] = useState<StoreId>('memory')
  return (
    <div className="grid gap-4">
      <div className="grid gap-5 md:grid-cols-2">
        <Choice
          legend="Exchange it for"
          name="exchanged-strategy"
          options={strategyOptions}
          chosen={strategy}
          choose={setStrategy}
        />
        <Choice
          legend="Keep ours in"
          name="place"
          options={placesOfExchanged}
          chosen={store}
          choose={setStore}
        />
      </div>
      <p>
        <ActionButton busy={busy} onClick={() => void exchangeForOurs(strategy, store)}>
          Exchange
        </ActionButton>
      </p>
    </div>
  )
}

const placesOfExchanged = stores.map((option) => ({
  ...option,
  hint:
    option.value === 'memory' ? 'Gone after a reload: there is no refresh token.' : 'The access token alone.',
}))

const Revoking = ({
  state: { busy, ownTokens, revocation },
  provider,
}: {
  state: State
  provider: Provider
}) => (
  <div className="grid gap-3">
    <p className="flex flex-wrap gap-3">
      {ownTokens && (
        <ActionButton busy={busy} onClick={() => void revokeAndCall('ours', provider)}>
          Revoke ours, then call with it
        </ActionButton>
      )}
      <ActionButton busy={busy} onClick={() => void revokeAndCall('provider', provider)}>
        Revoke at the provider, then call with it
      </ActionButton>
    </p>
    <div aria-live="polite" className="min-h-28">
      <ol aria-label="Revoked, then called">
        {revocation.map((exchange) => (
          <WireLine key={exchange.id} exchange={exchange} />
        ))}
      </ol>
      {revocation.length > 1 && <p className="pt-2 text-[0.9375rem]">{outcome(revocation.map(isOk))}</p>}
    </div>
  </div>
)

function outcome([revoked, accepted]: boolean[]) {
  if (!revoked) return 'It was not revoked.'
  return accepted
    ? 'Revoked, and the access token was accepted all the same: it is good by itself until it expires.'
    : 'Revoked, and the access token was refused at the next request.'
}
