'use client'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { CredentialInspection } from '@/lib/lab'
import {
  byStrategy,
  cookieStrategyIds,
  isCookieStrategy,
  strategyIds,
  type CookieStrategyId,
  type StrategyId,
} from '@/lib/strategies'
import { CompareController } from './controller'
import { emptyColumn, type Column, type Columns } from './column'
import { withLine, type Line } from './log'

/** What the server sees in the cookies of this browser. */
export type InCookies = Record<CookieStrategyId, CredentialInspection>

const start = (inCookies: InCookies): Columns =>
  byStrategy(strategyIds, (id) => emptyColumn(id, isCookieStrategy(id) ? inCookies[id] : null))

/** The columns, the log, and the controller that writes both. When the page is rendered anew, its cookies are seen anew. */
export function useColumns(inCookies: InCookies) {
  const [columns, setColumns] = useState(() => start(inCookies))
  const [lines, setLines] = useState<Line[]>([])
  const show = useCallback((strategy: StrategyId, change: Partial<Column>) => {
    setColumns((before) => ({ ...before, [strategy]: { ...before[strategy], ...change } }))
  }, [])
  const say = useCallback((text: string) => setLines((before) => withLine(before, text)), [])
  const controller = useMemo(() => new CompareController({ show, say }), [show, say])
  useEffect(() => {
    for (const strategy of cookieStrategyIds) controller.see(strategy, inCookies[strategy])
  }, [controller, inCookies])
  useEnds(columns, controller)
  return { columns, lines, controller }
}

const afterTheEndMs = 1_000

const endOf = ({ inspection }: Column) =>
  inspection?.state.status === 'authenticated' ? new Date(inspection.state.expiresAt).getTime() : Infinity

/** When a credential ends by itself, its column is looked at again: it never shows what was true before. */
function useEnds(columns: Columns, controller: CompareController) {
  const [next] = Object.values(columns).toSorted((a, b) => endOf(a) - endOf(b))
  const end = next ? endOf(next) : Infinity
  const strategy = next?.strategy
  useEffect(() => {
    if (end === Infinity || !strategy) return
    const look = () => void controller.untilStopped(() => controller.look(strategy))
    const timer = setTimeout(look, end - Date.now() + afterTheEndMs)
    return () => clearTimeout(timer)
  }, [end, strategy, controller])
}
