'use client'
import { useState } from 'react'
import { useIsAlive } from '@/app/components/in-browser'
import { strategyIds, type StrategyId } from '@/lib/strategies'
import { ColumnSwitch } from './column-switch'
import { Log } from './log'
import { Parts } from './parts'
import { Person } from './person'
import { SendBar, type RequestPath } from './send-bar'
import { SignInForm, type DemoPerson } from './sign-in-form'
import { UnderWay } from './under-way'
import { useColumns, type InCookies } from './use-columns'
import { useSignIn } from './use-sign-in'
import { useSwipe } from './use-swipe'
import { useWorking } from './use-working'

type Props = { inCookies: InCookies; demo: DemoPerson[] }

/** The same person under several strategies at once, and the same request at each. */
export function Compare({ inCookies, demo }: Props) {
  const isAlive = useIsAlive()
  const { columns, lines, bench } = useColumns(inCookies)
  const { doing, run, stop } = useWorking(bench)
  const signIn = useSignIn(bench, run)
  const [chosen, choose] = useState<StrategyId[]>([...strategyIds])
  const { scroller, follow, show, inView } = useSwipe(chosen.length)
  const [path, setPath] = useState<RequestPath>('/api/me')
  const side = chosen.map((strategy) => columns[strategy])
  const send = () => void run(`Sending GET ${path}`, () => bench.call(chosen, path), false)
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
        <Parts side={side} columns={columns} bench={bench} run={run} busy={busy} />
      </div>
      <Log lines={lines} />
    </>
  )
}
