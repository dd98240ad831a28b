'use client'
import { useSyncExternalStore, type ReactNode } from 'react'
import { escaped } from '@/app/components/escaped'
import { Ledger, LedgerCell, LedgerRow } from '@/app/components/ledger'
import { Section } from '@/app/components/section'
import { keyOf } from '../client/own-tokens'
import type { ObservedKey } from '../client/keys'
import { hasCookie, readable } from '../client/stores'
import { subscribe as toState, type State } from '../client/state'
import { withTokensRedacted } from './credential'

function subscribe(listener: () => void) {
  const stop = toState(listener)
  window.addEventListener('storage', listener)
  return () => {
    stop()
    window.removeEventListener('storage', listener)
  }
}

/** As text, so that the same is the same. */
const snapshot = () => JSON.stringify(readable())

const columns = ['Place', 'Read there', { name: 'Tokens', look: 'numeric' }] as const

/** What any script of this origin reads now: an injected one, too. */
export function Exposure({ state }: { state: State }) {
  const places = JSON.parse(useSyncExternalStore(subscribe, snapshot, snapshot)) as Record<string, string>
  return (
    <Section
      title="What a script can read"
      lead="Read back just now, as any script of this origin could: also one that somebody smuggled in."
    >
      <Ledger caption="What a script reads in each place" columns={columns}>
        {Object.entries(places).map(([place, text]) => (
          <Place key={place} place={place} tokens={countTokens(text)}>
            {text === '' ? nothing : escaped(withTokensRedacted(text))}
          </Place>
        ))}
        <Place place="IndexedDB" tokens="none">
          {state.keys.length === 0
            ? nothing
            : state.keys.map((key) => <Key key={key.thumbprint} found={key} />)}
        </Place>
      </Ledger>
      <p className="mt-4 min-h-12 text-[0.9375rem]">{verdict(Object.values(places).join('\n'), state)}</p>
    </Section>
  )
}

const nothing = <span className="text-muted">nothing</span>

type PlaceProps = { place: string; tokens: string; children: ReactNode }

const Place = ({ place, tokens, children }: PlaceProps) => (
  <LedgerRow head={place} headClassName="font-mono text-[0.875rem] font-normal!">
    <LedgerCell label="Read there">
      <span className="font-mono text-[0.8125rem] wrap-anywhere break-all">{children}</span>
    </LedgerCell>
    <LedgerCell label="Tokens" className="numeric">
      {tokens}
    </LedgerCell>
  </LedgerRow>
)

/** A key pair, and what came of trying to take the private key out of it. */
const Key = ({ found: { thumbprint, exports } }: { found: ObservedKey }) => (
  <span className="block">
    key pair {thumbprint}
    {exports.map(({ format, outcome }) => (
      <span key={format} className="block">
        exportKey(&quot;{format}&quot;): {outcome}
      </span>
    ))}
  </span>
)

const countTokens = (text: string) =>
  /"accessToken":"/.test(text) ? (/"refreshToken":"/.test(text) ? 'access, refresh' : 'access') : 'none'

function verdict(text: string, { ownTokens, providerTokens, keys }: State): string {
  if (!ownTokens && !providerTokens) return 'Nothing is held.'
  if (ownTokens && keyOf(ownTokens.accessToken) !== undefined) return verdictOnBound(text, keys)
  if (/"refreshToken":"/.test(text))
    return 'The refresh token lies there: whoever reads it can use it elsewhere, until somebody notices.'
  if (/"accessToken":"/.test(text)) return 'The access token lies there, good until it expires.'
  if (ownTokens && hasCookie(ownTokens))
    return 'No token lies there. A script that runs in this page can still ask the server for an access token, as Refresh does, but only while the page is open.'
  return 'No token lies there. Those in memory are gone after a reload.'
}

function verdictOnBound(text: string, keys: ObservedKey[]): string {
  if (keys.some(({ exports }) => exports.some(({ outcome }) => outcome === 'exported')))
    return 'A key was exported: whoever has it, and the tokens, can use them elsewhere.'
  const tokens = /"accessToken":"/.test(text)
    ? 'Tokens lie there, which are worth nothing elsewhere: they need proofs by the key, and the browser has just refused to export it.'
    : 'No token lies there, and the browser has just refused to export the key.'
  return `${tokens} A script that runs in this page can still have proofs made while the page is open, also some for later: they serve until this access token ends.`
}
