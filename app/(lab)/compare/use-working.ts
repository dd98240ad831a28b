'use client'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { strategyNames } from '@/app/components/strategy'
import type { StrategyId } from '@/lib/auth/contract'
import type { Credentials } from '@/lib/client'
import { cookieStrategyIds } from '@/lib/strategies'
import type { CompareController, NotDone, SignedIn } from './controller'

type Work<Value> = (tell: (what: string) => void) => Promise<Value>
type Done<Value> = { ok: true; value: Value } | NotDone

/** One thing at a time: what is under way, in a few words, or null. It can be stopped; nothing half-done stays shown. */
export function useWorking(controller: CompareController) {
  const router = useRouter()
  const startedBy = useRef<Element>(null)
  const [doing, setDoing] = useState<string | null>(null)
  const run = async <Value>(what: string, work: Work<Value>, changes = true): Promise<Done<Value>> => {
    if (startedBy.current) return { ok: false, code: 'busy' }
    startedBy.current = document.activeElement ?? document.body
    setDoing(what)
    try {
      const done = await controller.untilStopped(() => work(setDoing))
      if (done.ok) return done
      setDoing('Looking at what is left')
      await controller.untilStopped(() => controller.afterStop())
      return done
    } finally {
      startedBy.current = null
      setDoing(null)
      if (changes) router.refresh() // who is signed in stands in the frame of the page too
    }
  }
  const stop = () => {
    if (startedBy.current instanceof HTMLElement) startedBy.current.focus({ preventScroll: true })
    controller.stop()
  }
  return { doing, run, stop }
}

export type RunWork = ReturnType<typeof useWorking>['run']

/** One after the other: a wrong password is tried once, and two answers do not write cookies at the same time. */
export function useSignIn(controller: CompareController, run: RunWork) {
  return async (strategies: StrategyId[], credentials: Credentials): Promise<SignedIn | NotDone> => {
    const done = await run('Signing in', async (tell): Promise<SignedIn> => {
      for (const [index, strategy] of strategies.entries()) {
        tell(`Signing in: ${strategyNames[strategy]}, ${index + 1} of ${strategies.length}`)
        const signedIn = await controller.signIn(strategy, credentials)
        if (!signedIn.ok) return signedIn
      }
      await controller.lookAt(cookieStrategyIds) // a cookie of somebody else has ended
      return { ok: true }
    })
    return done.ok ? done.value : done
  }
}
