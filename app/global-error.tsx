'use client'
import './globals.css'

type Props = { error: Error & { digest?: string } }

/** A script or an action of this page that the server does not have any more: there was an update since. */
const outdated = ['ChunkLoadError', 'UnrecognizedActionError']

/**
 * Shown to anybody in place of a page that could not be rendered, and of the layout: nothing here may depend on it. Of the
 * error only Next's `digest` is shown. The words after an update are those of `lib/auth/http/plain-page.ts`, which answers
 * where no script runs. Loaded with every page, so it is short, and there is no second one inside the layout.
 */
export default function GlobalError({ error: { name, digest } }: Props) {
  return (
    <html lang="en-GB">
      <body className="page dead-end py-16">
        <h1>
          {outdated.includes(name) ? 'This page is from before an update' : 'Something went wrong here'}
        </h1>
        <p>What you typed has to be typed again. {digest}</p>
        <button className="button" onClick={() => location.reload()}>
          Reload
        </button>
      </body>
    </html>
  )
}
