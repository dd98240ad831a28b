'use client'
import { useSyncExternalStore } from 'react'
import { buttonClass } from '@/app/components/button'
import { escaped } from '@/app/components/escaped'
import { TextLink } from '@/app/components/text'
import { strategyNames } from '@/app/components/strategy'
import { isTokenStrategy, strategies } from '@/lib/strategies'
import type { Credential } from '@/lib/lab'
import type { CompareController } from './controller'
import type { Column } from './column'
import { nothing } from './rows'
import type { RunWork } from './use-working'

type Decoded = Pick<Credential, 'header' | 'claims'>

/** What anybody reads who sees the token or the proof, or why nobody can. */
export function Claims({ credential }: { credential: Decoded | null | undefined }) {
  const parts = [credential?.header, credential?.claims].filter((part) => part !== null && part !== undefined)
  if (!credential || parts.length === 0) return <span className="text-muted">{nothing}</span>
  const count = parts.reduce((sum, part) => sum + Object.keys(part).length, 0)
  return (
    <details>
      <summary>{credential.claims ? `${count} fields` : `Header, ${count} fields`}</summary>
      <dl className="claims">
        {parts.flatMap((part) =>
          Object.entries(part).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{escaped(typeof value === 'string' ? value : JSON.stringify(value))}</dd>
            </div>
          )),
        )}
      </dl>
    </details>
  )
}

/** The proof that came with the request; of a key that signs for the next cookie, where that is to be seen. */
export function Proof({ column: { strategy, inspection } }: { column: Column }) {
  const isBound = inspection?.rows?.some(({ table }) => table === 'DeviceKey') ?? false
  if (strategies[strategy].proof !== 'each-renewal' || !isBound)
    return <Claims credential={inspection?.credential?.proof} />
  return (
    <>
      A challenge, signed for each next cookie: <TextLink href="/wire">recorded step by step</TextLink>
    </>
  )
}

const everySecond = (tick: () => void) => {
  const timer = setInterval(tick, 1000)
  return () => clearInterval(timer)
}
const wholeSecond = () => Math.floor(Date.now() / 1000) * 1000

/**
 * The time to an end, in digits of one width: nothing moves. Does NOT correct a clock that is wrong: the lab runs where
 * its reader is.
 * @param at when the server said so: what is shown before the page is alive
 */
export function TimeLeft({ at, until }: { at: string | undefined; until: string | null }) {
  const said = new Date(at ?? 0).getTime()
  const now = useSyncExternalStore(everySecond, wholeSecond, () => said)
  if (until === null) return <span className="text-muted">{nothing}</span>
  return (
    <time dateTime={until} title={until} className="font-mono">
      {clock((new Date(until).getTime() - Math.max(now, said)) / 1000)}
    </time>
  )
}

const two = (count: number) => String(Math.floor(count)).padStart(2, '0')

function clock(seconds: number) {
  if (seconds <= 0) return 'over'
  return `${two(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`
}

/** What somebody has who copied the credential before it was given up. */
export function TheCopy({
  column,
  controller,
  run,
}: {
  column: Column
  controller: CompareController
  run: RunWork
}) {
  const { strategy, copy, copyAnswer } = column
  if (!isTokenStrategy(strategy))
    return (
      <p>
        This page cannot read the cookie, so it cannot copy it.{' '}
        <TextLink href="/experiments/replay-after-sign-out">
          See it copied <span className="sr-only">under {strategyNames[strategy]}</span>
        </TextLink>
      </p>
    )
  if (!copy) return <p className="text-muted">Kept here when you sign out.</p>
  const tryIt = () => void run('Trying the copy', () => controller.tryCopy(strategy), false)
  return (
    <div className="grid justify-items-start gap-1.5">
      <code>{copy}</code>
      <button type="button" className={`${buttonClass('quiet', 'small')} px-2.5`} onClick={tryIt}>
        Try the copy <span className="sr-only">under {strategyNames[strategy]}</span>
      </button>
      <p className={copyAnswer?.status === 200 ? 'text-refused' : 'text-ok'}>
        {copyAnswer &&
          (copyAnswer.status === 200 ? 'Accepted: 200' : `${copyAnswer.status}, ${copyAnswer.says}`)}
      </p>
    </div>
  )
}
