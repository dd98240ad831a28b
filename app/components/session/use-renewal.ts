'use client'
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { strategies, type StrategyId } from '@/lib/strategies'

const lookAgainMs = 15_000
const afterTheEndMs = 1_000
const signsOfLife = ['pointerdown', 'keydown', 'wheel', 'focus'] as const

/** When the person last did something here: milliseconds since the epoch. */
function useLastActivity() {
  const last = useRef(0)
  useEffect(() => {
    const touch = () => void (last.current = Date.now())
    touch()
    for (const sign of signsOfLife) window.addEventListener(sign, touch, { passive: true })
    return () => signsOfLife.forEach((sign) => window.removeEventListener(sign, touch))
  }, [])
  return last
}

const askToRenew = () =>
  fetch('/api/renew', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
    cache: 'no-store',
  })

/** A session as the client must know it to keep it. `expiresAt` tells one life from the next. */
export type Life = { strategy: StrategyId; expiresAt: string; remainingMs: number; idleMs: number }

/** Where the server looks only at renewals: asks for a new token at half of its life, if the person did something within the idle time. */
export function useRenewal({ strategy, expiresAt, remainingMs, idleMs }: Life) {
  const router = useRouter()
  const lastActivity = useLastActivity()
  const halfMs = remainingMs / 2
  useEffect(() => {
    if (strategies[strategy].lookup === 'each-request') return
    let over = false
    const tickLater = (ms: number) => setTimeout(() => void tick(), ms)
    let timer = tickLater(halfMs)
    async function tick() {
      const active = Date.now() - lastActivity.current < idleMs
      const answer = active ? await askToRenew().catch(() => null) : null
      if (answer?.ok || answer?.status === 401) router.refresh()
      else if (!over) timer = tickLater(lookAgainMs)
    }
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [strategy, expiresAt, halfMs, idleMs, lastActivity, router])
}

/** When a session has ended by itself, the page is asked for again: it never shows what was true before. */
export function useEnd({ expiresAt, remainingMs }: Life) {
  const router = useRouter()
  useEffect(() => {
    const timer = setTimeout(() => router.refresh(), remainingMs + afterTheEndMs)
    return () => clearTimeout(timer)
  }, [expiresAt, remainingMs, router])
}
