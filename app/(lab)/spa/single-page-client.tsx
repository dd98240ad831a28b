'use client'
import { useEffect, useSyncExternalStore } from 'react'
import { Notice } from '@/app/components/notice'
import { open } from './client/session'
import { current, initial, subscribe, type State } from './client/state'
import { Calls } from './parts/calls'
import { Copy } from './parts/copy'
import { Exposure } from './parts/exposure'
import { Holding } from './parts/holding'
import { SignIn, SignOut } from './parts/sign-in'
import { ProviderTokenSection } from './parts/provider-token'
import type { Provider } from './provider/flow'

const atFirst = () => initial

/** All of it lives in the browser: nothing is drawn before the page has looked at what it kept. */
export function SinglePageClient({ provider }: { provider: Provider }) {
  const state = useSyncExternalStore(subscribe, current, atFirst)
  useEffect(() => void open(provider), [provider])
  return (
    <div className="min-h-160" aria-busy={!state.ready}>
      <div aria-live="polite" className="mb-4 min-h-12">
        {state.message && <Notice tone={state.message.tone}>{state.message.text}</Notice>}
      </div>
      {state.ready && <Parts state={state} provider={provider} />}
    </div>
  )
}

const Parts = ({ state, provider }: { state: State; provider: Provider }) => {
  const holds = state.ownTokens !== null || state.providerTokens !== null
  return (
    <>
      {state.copy && <Copy copy={state.copy} busy={state.busy} />}
      {holds ? (
        <Holding state={state} provider={provider} />
      ) : (
        <SignIn busy={state.busy} provider={provider} />
      )}
      <Exposure state={state} />
      {holds && <Calls state={state} provider={provider} />}
      {state.providerTokens && <ProviderTokenSection state={state} provider={provider} />}
      {holds && <SignOut busy={state.busy} />}
    </>
  )
}
