'use client'
import { useEffect, useRef } from 'react'
import { useRouter } from 'next/navigation'
import { strategies, type StrategyId } from '@/lib/strategies'
import { api } from '../api-client'
import { personIn, stateKey } from './state-key'

/** Renders nothing. Renews the session, and loads the page anew when the session has changed or ended. */
export function SessionKeeper({ stateKey, life }: { stateKey: string; life: Life | null }) {
  useOtherTabs(stateKey)
  useReturn(stateKey)
  useLeaving(stateKey)
  return life && <Alive life={life} />
}

function Alive({ life }: { life: Life }) {
  useRenewal(life)
  useEnd(life)
  return null
}

/** What Next wrote into the document to bring it alive repeats everything that was on the page. */
const forgetPayload = () => {
  for (const script of [...document.scripts]) if (script.text.includes('__next_f')) script.remove()
}

/**
 * When the person of this document is gone, or is another one, nothing of theirs stays in it.
 * @see OWASP ASVS 5.0 14.3.1
 */
export function useLeaving(key: string) {
  const person = useRef<string | null>(null)
  useEffect(() => {
    if (key === 'unavailable') return
    const before = person.current
    person.current = personIn(key)
    if (before && before !== person.current) forgetPayload()
  }, [key])
}

/** Tells the other tabs what this one sees; asks for the page again when one of them sees something else. */
export function useOtherTabs(key: string) {
  const router = useRouter()
  useEffect(() => {
    const channel = new BroadcastChannel('session')
    channel.onmessage = ({ data }) => data !== key && router.refresh()
    channel.postMessage(key)
    return () => channel.close()
  }, [key, router])
}

async function currentKey() {
  const answer = await api.call('GET /api/me')
  if (answer.ok) return stateKey(answer.value)
  return answer.problem && 'because' in answer.problem ? stateKey(answer.problem) : 'unavailable'
}

/** Looks again when the person comes back. An outage changes nothing on the page. */
export function useReturn(key: string) {
  const router = useRouter()
  useEffect(() => {
    const look = async () => {
      if (document.visibilityState !== 'visible') return
      const now = await currentKey()
      if (now !== key && now !== 'unavailable') router.refresh()
    }
    // a page out of the back/forward cache is a picture of then
    const restored = ({ persisted }: PageTransitionEvent) =>
      persisted && key !== 'anonymous' && location.reload()
    const returned = () => void look()
    document.addEventListener('visibilitychange', returned)
    window.addEventListener('pageshow', restored)
    return () => {
      document.removeEventListener('visibilitychange', returned)
      window.removeEventListener('pageshow', restored)
    }
  }, [key, router])
}

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

/** A session as the client must know it to keep it. `expiresAt` tells one life from the next. */
export type Life = { strategy: StrategyId; expiresAt: string; remainingMs: number; idleMs: number }

/**
 * Where the server looks only at renewals: asks for a new token at half of its life, if the person did something within
 * the idle time.
 */
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
      const answer = active ? await api.call('POST /api/renew', { json: {} }) : null
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
