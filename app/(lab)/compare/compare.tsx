'use client'
import { Icon } from '@/app/components/drawing'
import { useState } from 'react'
import { buttonClass } from '@/app/components/button'
import { useIsAlive } from '@/app/components/in-browser'
import { strategyIds, type StrategyId } from '@/lib/strategies'
import { isIn, requestPaths, type Column, type RequestPath } from './column'
import { ColumnSwitch, useSwipe } from './column-switch'
import { Log, UnderWay } from './log'
import { Parts } from './parts'
import { SignInForm, type DemoPerson } from './sign-in-form'
import { useColumns, type InCookies } from './use-columns'
import { useSignIn, useWorking } from './use-working'

type Props = { inCookies: InCookies; demo: DemoPerson[] }

/** The same person under several strategies at once, and the same request at each. */
export function Compare({ inCookies, demo }: Props) {
  const isAlive = useIsAlive()
  const { columns, lines, controller } = useColumns(inCookies)
  const { doing, run, stop } = useWorking(controller)
  const signIn = useSignIn(controller, run)
  const [chosen, choose] = useState<StrategyId[]>([...strategyIds])
  const { scroller, follow, show, inView } = useSwipe(chosen.length)
  const [path, setPath] = useState<RequestPath>('/api/me')
  const side = chosen.map((strategy) => columns[strategy])
  const send = () => void run(`Sending GET ${path}`, () => controller.call(chosen, path), false)
  const busy = doing !== null
  return (
    <>
      <SignInForm isAlive={isAlive} demo={demo} chosen={chosen} choose={choose} busy={busy} signIn={signIn} />
      <Person columns={side} />
      <SendBar path={path} choose={setPath} busy={busy} send={send} />
      <div data-busy={busy} className="compare-bar needs-script no-print">
        <UnderWay doing={doing} stop={stop} last={lines.at(-1)} />
        <ColumnSwitch columns={chosen} inView={inView} show={show} />
      </div>
      <div ref={scroller} onScroll={follow} className="swipe">
        <Parts side={side} columns={columns} controller={controller} run={run} busy={busy} />
      </div>
      <Log lines={lines} />
    </>
  )
}

/** Who it is: once, since it is the same everywhere. */
function Person({ columns }: { columns: Column[] }) {
  const states = columns.filter(isIn).map(({ inspection }) => inspection?.state)
  const people = new Set(states.map((state) => (state?.status === 'authenticated' ? state.user.email : '')))
  return (
    <p className="mt-5 mb-3 min-h-7 text-[1.0625rem]">
      {people.size === 0 && 'Nobody is signed in here yet.'}
      {people.size === 1 && (
        <>
          <strong className="wrap-anywhere">{[...people][0]}</strong>, signed in{' '}
          {states.length === 1 ? 'once' : `${states.length} times`} in this page.
        </>
      )}
      {people.size > 1 && `Not the same person: ${[...people].join(', ')}.`}
    </p>
  )
}

type SendBarProps = {
  path: RequestPath
  choose: (path: RequestPath) => void
  busy: boolean
  send: () => void
}

/** The same request, under every strategy at once. */
const SendBar = ({ path, choose, busy, send }: SendBarProps) => (
  <div className="needs-script no-print flex flex-wrap items-center gap-3">
    <fieldset className="flex flex-wrap items-center gap-x-4">
      <legend className="sr-only">Request</legend>
      {requestPaths.map((one) => (
        <label key={one} className="inline-flex min-h-9 items-center gap-2 font-mono text-sm">
          <input
            type="radio"
            name="request"
            checked={one === path}
            onChange={() => choose(one)}
            className="size-3.5"
          />
          GET {one}
        </label>
      ))}
    </fieldset>
    <button type="button" className={buttonClass()} aria-disabled={busy} aria-keyshortcuts="s" onClick={send}>
      <Icon shape="send" className="size-4" />
      Send to all
    </button>
  </div>
)
