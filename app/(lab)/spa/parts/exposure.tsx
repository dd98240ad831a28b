'use client'
import { useSyncExternalStore } from 'react'
import { escaped } from '@/app/components/escaped'
import { Ledger, LedgerCell, LedgerRow } from '@/app/components/ledger'
import { Section } from '@/app/components/section'
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
          <Place key={place} place={place} text={text} />
        ))}
      </Ledger>
      <p className="mt-4 min-h-12 text-[0.9375rem]">{verdict(Object.values(places).join('\n'), state)}</p>
    </Section>
  )
}

const Place = ({ place, text }: { place: string; text: string }) => (
  <LedgerRow head={place} headClassName="font-mono text-[0.875rem] font-normal!">
    <LedgerCell label="Read there">
      <span className="font-mono text-[0.8125rem] wrap-anywhere break-all">
        {text === '' ? <span className="text-muted">nothing</span> : escaped(withTokensRedacted(text))}
      </span>
    </LedgerCell>
    <LedgerCell label="Tokens" className="numeric">
      {countTokens(text)}
    </LedgerCell>
  </LedgerRow>
)

const countTokens = (text: string) =>
  /"accessToken":"/.test(text) ? (/"refreshToken":"/.test(text) ? 'access, refresh' : 'access') : 'none'

function verdict(text: string, { held, vouched }: State): string {
  if (!held && !vouched) return 'Nothing is held.'
  if (/"refreshToken":"/.test(text))
    return 'The refresh token lies there: whoever reads it can use it elsewhere, until somebody notices.'
  if (/"accessToken":"/.test(text)) return 'The access token lies there, good until it expires.'
  if (held && hasCookie(held))
    return 'No token lies there. A script that runs in this page can still ask the server for an access token, as Refresh does, but only while the page is open.'
  return 'No token lies there. Those in memory are gone after a reload.'
}
