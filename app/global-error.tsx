'use client'
import { buttonClass } from './components/button'
import { isOutdated, Outdated } from './components/dead-ends/outdated'
import './globals.css'

/** Takes the place of the layout: nothing here may depend on it. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en-GB">
      <body>
        <title>{isOutdated(error) ? 'Reload' : 'Something went wrong'} · Bothways</title>
        <main className="page py-16">
          <p className="mb-3 font-semibold">Bothways</p>
          {isOutdated(error) ? (
            <Outdated />
          ) : (
            <div className="prose-width grid gap-3">
              <h1 className="text-2xl">Something went wrong here</h1>
              <p>Whether you are signed in has not changed.</p>
              <p className="mt-3">
                <button type="button" onClick={retry} className={buttonClass()}>
                  Try again
                </button>
              </p>
            </div>
          )}
        </main>
      </body>
    </html>
  )
}
