'use client'
import { buttonClass } from '@/app/components/button'
import { Section } from '@/app/components/section'
import { StrategyBadge } from '@/app/components/strategy'
import { redacted } from '@/lib/display'
import { keyOf, strategyOf, type OwnTokens } from '../client/own-tokens'
import { refreshNow } from '../client/calls'
import type { State } from '../client/state'
import { hasCookie } from '../client/stores'
import type { Provider } from '../provider/flow'
import { ActionButton } from './choice'
import { Credential } from './credential'

/** A plain address: the page begins anew. */
const here = '/spa'

type Props = { state: State; provider: Provider }

/** What this client has in its hands. */
export const Holding = ({ state, provider }: Props) => {
  const { ownTokens, providerTokens, cameFrom, busy } = state
  return (
    <Section
      title="What this page holds"
      lead="Read by this page itself, out of its own memory. Only whoever accepts a token verifies it."
    >
      <div data-strategy={ownTokens ? strategyOf(ownTokens.accessToken) : undefined} className="grid gap-4">
        {ownTokens && (
          <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
            <StrategyBadge strategy={strategyOf(ownTokens.accessToken)} />
            <span className="text-sm text-muted">This page got it from: {cameFrom}.</span>
          </p>
        )}
        <div className="border-t border-line">
          {ownTokens && <Credential name="Our access token" jwt={ownTokens.accessToken} />}
          {ownTokens && (
            <p className="border-b border-line py-2 text-[0.9375rem]">{refreshWords(ownTokens)}</p>
          )}
          {ownTokens && <BoundTo thumbprint={keyOf(ownTokens.accessToken)} />}
          {providerTokens && (
            <Credential name="The provider’s access token" jwt={providerTokens.accessToken} />
          )}
          {providerTokens && <Credential name="The provider’s ID token" jwt={providerTokens.idToken} />}
        </div>
        <p className="flex flex-wrap gap-3">
          <ActionButton busy={busy} onClick={() => void refreshNow(provider)}>
            Refresh
          </ActionButton>
          <a href={here} className={buttonClass('quiet')}>
            Reload
          </a>
          <a href={here} target="_blank" rel="noopener" className={buttonClass('quiet')}>
            Open a second tab
          </a>
        </p>
      </div>
    </Section>
  )
}

/** Nothing where the tokens are bound to no key. The thumbprint is public: the access token has it too, as `cnf`. */
const BoundTo = ({ thumbprint }: { thumbprint: string | undefined }) =>
  thumbprint === undefined ? null : (
    <p className="border-b border-line py-2 text-[0.9375rem]">
      Key: in IndexedDB, for every tab of this browser. Its thumbprint is{' '}
      <code className="text-[0.8125rem] wrap-anywhere break-all">{thumbprint}</code>.
    </p>
  )

function refreshWords(ownTokens: OwnTokens) {
  if (hasCookie(ownTokens)) return 'Refresh token: in a cookie, which this page cannot read.'
  if (ownTokens.refreshToken === null)
    return 'No refresh token: after an exchange there is none. ShownExchange again.'
  return `Refresh token: ${redacted(ownTokens.refreshToken)}, in the hands of this page.`
}
