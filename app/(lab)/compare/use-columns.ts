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
import { useEnds } from './use-ends'
import { withLine, type Line } from './log-line'

/** What the server sees in the cookies of this browser. */
export type InCookies = Record<CookieStrategyId, CredentialInspection>

const start = (inCookies: InCookies): Columns =>
  byStrategy(strategyIds, (id) => emptyColumn(id, isCookieStrategy(id) ? inCookies[id] : null))

/** The columns, the log, and the bench that writes both. When the page is rendered anew, its cookies are seen anew. */
export function useColumns(inCookies: InCookies) {
  const [columns, setColumns] = useState(() => start(inCookies))
  const [lines, setLines] = useState<Line[]>([])
  const show = useCallback((strategy: StrategyId, change: Partial<Column>) => {
    setColumns((before) => ({ ...before, [strategy]: { ...before[strategy], ...change } }))
  }, [])
  const say = useCallback((text: string) => setLines((before) => withLine(before, text)), [])
  const bench = useMemo(() => new CompareController({ show, say }), [show, say])
  useEffect(() => {
    for (const strategy of cookieStrategyIds) bench.see(strategy, inCookies[strategy])
  }, [bench, inCookies])
  useEnds(columns, bench)
  return { columns, lines, bench }
}
