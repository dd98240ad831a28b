'use client'
import { useEffect } from 'react'
import type { CompareController } from './controller'
import type { Column, Columns } from './column'

const afterTheEndMs = 1_000

const endOf = ({ inspection }: Column) =>
  inspection?.state.status === 'authenticated' ? new Date(inspection.state.expiresAt).getTime() : Infinity

/** When a credential ends by itself, its column is looked at again: it never shows what was true before. */
export function useEnds(columns: Columns, bench: CompareController) {
  const [next] = Object.values(columns).toSorted((a, b) => endOf(a) - endOf(b))
  const end = next ? endOf(next) : Infinity
  const strategy = next?.strategy
  useEffect(() => {
    if (end === Infinity || !strategy) return
    const look = () => void bench.untilStopped(() => bench.look(strategy))
    const timer = setTimeout(look, end - Date.now() + afterTheEndMs)
    return () => clearTimeout(timer)
  }, [end, strategy, bench])
}
