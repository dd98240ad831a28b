'use client'
import { useState, useSyncExternalStore } from 'react'
import type { StrategyId } from '@/lib/auth/contract'
import { columnOrder } from './column'
import { ColumnSwitch } from './column-switch'
import { Log } from './log'
import { Parts } from './parts'
import type { Said } from './rows'
import { Person } from './person'
import { SendBar, type RequestPath } from './send-bar'
import { SignInForm, type DemoPerson } from './sign-in-form'
import { useColumns, type InCookies } from './use-columns'
import { useSignIn } from './use-sign-in'
import { useWorking } from './use-working'

const never = () => () => {}
const useIsAlive = () =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )

type Props = { inCookies: InCookies; said: Said; demo: DemoPerson[] }

/** The same person under several strategies at once, and the same request at each. */
export function Compare({ inCookies, said, demo }: Props) {
  const isAlive = useIsAlive()
  const { columns, lines, bench } = useColumns(inCookies)
  const { doing, run } = useWorking()
  const signIn = useSignIn(bench, run)
  const [chosen, choose] = useState<StrategyId[]>([...columnOrder])
  const [shown, show] = useState<StrategyId>('database')
  const [path, setPath] = useState<RequestPath>('/api/me')
  const inView = chosen.map((strategy) => columns[strategy])
  const ask = () =>
    Promise.all(
      inView.filter(({ held }) => held?.credential).map(({ strategy }) => bench.call(strategy, path)),
    )
  const send = () => void run(`Sending GET ${path}`, ask, false)
  const busy = doing !== null
  return (
    <>
      <SignInForm {...{ isAlive, demo, chosen, choose, busy, signIn }} />
      <Person columns={inView} />
      <SendBar {...{ path, choose: setPath, doing, send }} />
      <ColumnSwitch columns={chosen} shown={inOrder(chosen, shown)} show={show} />
      <Parts {...{ inView, columns, said, bench, run, busy }} shown={inOrder(chosen, shown)} />
      <Log lines={lines} />
    </>
  )
}

const inOrder = (chosen: StrategyId[], shown: StrategyId) =>
  chosen.includes(shown) ? shown : (chosen[0] ?? shown)
