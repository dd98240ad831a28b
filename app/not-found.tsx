import type { Metadata } from 'next'
import { DeadEnd } from './components/dead-ends/dead-end'

export const metadata: Metadata = { title: 'Nothing here' }

/** The page of every 404, for everybody: no such address, a path that is closed here, or `notFound()` of a page. */
export default function NotFound() {
  return (
    <DeadEnd status={404} title="There is nothing here">
      <p>The address may be mistyped, or the page belongs to a part that is switched off here.</p>
    </DeadEnd>
  )
}
