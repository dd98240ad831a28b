'use client'
import { strategyNames } from '@/app/components/strategy'
import { cookieStrategyIds, type StrategyId } from '@/lib/strategies'
import type { CompareController, Credentials } from './controller'
import type { Run } from './use-working'

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
