'use client'
import { usePathname } from 'next/navigation'
import { useInBrowser } from '../in-browser'
import { Notice } from '../notice'

/**
 * For a page that was opened under another name than the app has (127.0.0.1 for localhost): its forms are refused there.
 * Only a browser can tell: the server may be behind a proxy that sends any Host. Without a script the refusal says it.
 * @param origin AUTH_URL
 */
export function OtherAddress({ origin }: { origin: string }) {
  const here = useInBrowser(() => location.origin, origin)
  const path = usePathname()
  if (here === origin) return null
  return (
    <div role="alert" className="mb-8">
      <Notice tone="refused">
        You opened this app at {here}. Nothing can be changed from there: forms are taken at {origin} only.{' '}
        <a href={origin + path} className="wrap-anywhere">
          Go on at {origin}
        </a>
      </Notice>
    </div>
  )
}
