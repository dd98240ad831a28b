'use client'
import { buttonClass } from './components/button'
import { DeadEnd } from './components/dead-ends/dead-end'
import { isOutdated, Outdated } from './components/dead-ends/outdated'

type Props = { error: unknown; retry: () => void }

const digestOf = (error: unknown) =>
  error instanceof Error && 'digest' in error && typeof error.digest === 'string' ? error.digest : null

/** Shown to anybody in place of a page that could not be rendered. Of the error only Next's `digest` is shown. */
export default function ErrorPage({ error, retry }: Props) {
  if (isOutdated(error)) return <Outdated />
  const digest = digestOf(error)
  return (
    <DeadEnd title="Something went wrong here">
      <p>Nothing you typed was stored; what you did before is as it was.</p>
      {digest && (
        <p className="text-muted">
          Reference: <code>{digest}</code>
        </p>
      )}
      <p className="mt-3">
        <button type="button" onClick={retry} className={buttonClass()}>
          Try again
        </button>
      </p>
    </DeadEnd>
  )
}
