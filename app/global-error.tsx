'use client'
import { buttonClass } from './components/button'
import './globals.css'

/** Takes the place of the layout: nothing here may depend on it. */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en-GB">
      <body>
        <title>Something went wrong · Bothways</title>
        <main className="page py-16">
          <div className="prose-width grid gap-3">
            <p className="font-semibold">Bothways</p>
            <h1 className="text-2xl">Something went wrong here</h1>
            <p>It was recorded. Whether you are signed in has not changed.</p>
            <p className="mt-3">
              <button type="button" onClick={retry} className={buttonClass()}>
                Try again
              </button>
            </p>
          </div>
        </main>
      </body>
    </html>
  )
}
