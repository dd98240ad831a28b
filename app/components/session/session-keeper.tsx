'use client'
import { useEffect } from 'react'
import { useRouter } from 'next/navigation'
import type { Life } from './life'

/** One file for all that is loaded when it is needed. */
const later = () => import('./when-needed')

type Props = {
  stateKey: string
  life: Life | null
  /** AUTH_URL */
  origin: string
}

/**
 * Renders nothing. It is loaded with every page, so it is short: what only some need is loaded when they do.
 * Asks for the page again when another tab, or the server, sees somebody else signed in; keeps a session alive; says when
 * the page was opened at another address; follows links.
 */
export function SessionKeeper({ stateKey, life, origin }: Props) {
  const router = useRouter()
  useEffect(() => {
    const refresh = () => router.refresh()
    const channel = new BroadcastChannel('session')
    channel.onmessage = ({ data }) => data !== stateKey && refresh()
    channel.postMessage(stateKey)
    const look = () => {
      if (document.visibilityState === 'visible')
        void later().then((module) => module.look(stateKey, refresh))
    }
    document.addEventListener('visibilitychange', look)
    const keeping = life && later().then(({ keep }) => keep(life, refresh))
    return () => {
      channel.close()
      document.removeEventListener('visibilitychange', look)
      void keeping?.then((stop) => stop())
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a life is told from the next by the end of it
  }, [stateKey, life?.expiresAt, router])

  useEffect(() => {
    if (location.origin !== origin) void later().then(({ sayOtherAddress }) => sayOtherAddress(origin))
    /**
     * Follows `a[data-soft]` without a new document; a new tab is left to the browser. What `next/link` does besides,
     * prefetching, is not wanted here, so it is not loaded.
     */
    const follow = (event: MouseEvent) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-soft]')
      const asksForMore = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
      if (!link || asksForMore || event.defaultPrevented) return
      event.preventDefault()
      router.push(link.href)
    }
    document.addEventListener('click', follow)
    return () => document.removeEventListener('click', follow)
  }, [origin, router])
  return null
}
