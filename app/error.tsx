'use client'
import { unstable_isUnrecognizedActionError } from 'next/navigation'

type Props = { error: unknown }

/**
 * Shown to anybody in place of a page that could not be rendered. Of the error only Next's `digest` is shown. A script or an
 * action that the server does not have any more: there was an update, and the words are those of
 * `lib/auth/http/plain-page.ts`, which answers where no script runs. Loaded with every page, so it is short.
 */
export default function ErrorPage({ error }: Props) {
  const { name, digest } = error as { name?: string; digest?: string }
  const isOutdated = name === 'ChunkLoadError' || unstable_isUnrecognizedActionError(error)
  return (
    <div className="dead-end">
      <h1>{isOutdated ? 'This page is from before an update' : 'Something went wrong here'}</h1>
      <p>What you typed has to be typed again. {digest}</p>
      <button className="button" onClick={() => location.reload()}>
        Reload
      </button>
    </div>
  )
}
