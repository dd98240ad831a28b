'use client'
import { unstable_isUnrecognizedActionError } from 'next/navigation'
import { buttonClass } from '../button'

/** A script or an action of this page that the server does not have any more: there was an update since. */
export const isOutdated = (error: unknown) =>
  unstable_isUnrecognizedActionError(error) || (error instanceof Error && error.name === 'ChunkLoadError')

/** The same in words as `lib/auth/http/plain-page.ts`, which answers where no script runs. */
export const Outdated = () => (
  <div className="prose-width grid gap-3">
    <h1 className="text-2xl">This page is from before an update</h1>
    <p>Nothing was changed. Reload the page and do it again; what you typed has to be typed again.</p>
    <p className="mt-3">
      <button type="button" onClick={() => location.reload()} className={buttonClass()}>
        Reload
      </button>
    </p>
  </div>
)
