'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import type { AuthState } from '@/lib/auth/contract'
import { stateKey } from './state-key'

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
  const response = await fetch('/api/me', { cache: 'no-store' })
  return stateKey((await response.json()) as AuthState)
}

/** Looks again when the person comes back. An outage changes nothing on the page. */
export function useReturn(key: string) {
  const router = useRouter()
  useEffect(() => {
    const look = async () => {
      if (document.visibilityState !== 'visible') return
      const now = await currentKey().catch(() => 'unavailable')
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
