'use client'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { strategyNames } from '@/app/components/strategy'
import type { StrategyId } from '@/lib/auth/contract'
import type { Credentials } from '@/lib/client'
import { cookieStrategyIds } from '@/lib/strategies'
import type { CompareController } from './controller'

type Work = (tell: (what: string) => void) => Promise<unknown>

/** One thing at a time: what is under way, in a few words, or null. It can be stopped; nothing half-done stays shown. */
export function useWorking(bench: CompareController) {
  const router = useRouter()
  const startedBy = useRef<Element>(null)
  const [doing, setDoing] = useState<string | null>(null)
  const run = async (what: string, work: Work, changes = true) => {
    if (startedBy.current) return
    startedBy.current = document.activeElement ?? document.body
    setDoing(what)
    try {
      if (await bench.untilStopped(() => work(setDoing))) return
      setDoing('Looking at what is left')
      await bench.untilStopped(() => bench.afterStop())
    } finally {
      startedBy.current = null
      setDoing(null)
      if (changes) router.refresh() // who is signed in stands in the frame of the page too
    }
  }
  const stop = () => {
    if (startedBy.current instanceof HTMLElement) startedBy.current.focus({ preventScroll: true })
    bench.stop()
  }
  return { doing, run, stop }
}

export type Run = ReturnType<typeof useWorking>['run']

/** One after the other: a wrong password is tried once, and two answers do not write cookies at the same time. */
export function useSignIn(bench: CompareController, run: Run) {
  return async (strategies: StrategyId[], credentials: Credentials): Promise<string | null> => {
    let fault: string | null = null
    await run('Signing in', async (tell) => {
      for (const [index, strategy] of strategies.entries()) {
        tell(`Signing in: ${strategyNames[strategy]}, ${index + 1} of ${strategies.length}`)
        fault = await bench.signIn(strategy, credentials)
        if (fault) return
      }
      await bench.lookAt(cookieStrategyIds) // a cookie of somebody else has ended
    })
    return fault
  }
}
