'use client'
import './globals.css'

/** Takes the place of the layout: nothing here may depend on it. Loaded with every page, so it is short. */
export default function GlobalError() {
  return (
    <html lang="en-GB">
      <body className="page dead-end">
        <h1>Something went wrong here</h1>
        <button className="button" onClick={() => location.reload()}>
          Reload
        </button>
      </body>
    </html>
  )
}
