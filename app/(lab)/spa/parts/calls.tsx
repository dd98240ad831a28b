'use client'
import clsx from 'clsx'
import { Section } from '@/app/components/section'
import { keyOf } from '../client/own-tokens'
import { callApi, shownOperations } from '../client/calls'
import { set, type State } from '../client/state'
import type { Provider } from '../provider/flow'
import { ActionButton, Choice } from './choice'
import { sentTokens } from './options'
import { Wire } from './wire'

/** What there is to send: our token, the provider's, or both. */
const available = ({ ownTokens, providerTokens }: State) =>
  sentTokens.filter(({ value }) => (value === 'ours' ? ownTokens !== null : providerTokens !== null))

/** What can be called with the tokens that are here, and the requests of the last call. */
export const Calls = ({ state, provider }: { state: State; provider: Provider }) => {
  const options = available(state)
  return (
    <Section
      title="Call the API"
      lead="With the token in the Authorization header, and beside it a proof where it is bound to a key. When the token is refused it is renewed, and the call is made once more."
    >
      <div className="grid gap-5">
        {options.length > 1 && (
          <Choice
            legend="Send"
            name="sent-token"
            options={options}
            chosen={state.sentToken}
            choose={(sentToken) => set({ sentToken, call: [] })}
          />
        )}
        <p className="flex flex-wrap gap-3">
          {shownOperations.map((operation) => (
            <ActionButton key={operation} busy={state.busy} onClick={() => void callApi(operation, provider)}>
              {operation}
            </ActionButton>
          ))}
        </p>
        <Result state={state} />
      </div>
    </Section>
  )
}

/** As high as the answer of `GET /api/me` will be, with the proof where there will be one: nothing jumps when it comes. */
const Result = ({ state: { call, ownTokens, sentToken } }: { state: State }) => {
  const last = call.at(-1)
  const hasProof = sentToken === 'ours' && ownTokens !== null && keyOf(ownTokens.accessToken) !== undefined
  return (
    <div aria-live="polite" className={clsx('border-t border-line', hasProof ? 'min-h-124' : 'min-h-88')}>
      {!last && <p className="py-3 text-muted">The request and its answer will stand here.</p>}
      <ol aria-label="Requests of the last call">
        {call.map((exchange) => (
          <Wire key={exchange.id} exchange={exchange} />
        ))}
      </ol>
      {last && last.status >= 400 && <p className="pt-3 text-[0.9375rem]">{last.reason}</p>}
    </div>
  )
}
