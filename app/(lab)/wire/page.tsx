import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PageHeading } from '@/app/components/page-heading'
import { labIsOn } from '@/lib/auth/http/lab'
import { flows } from '@/lib/lab'
import { Recorder } from './recorder'
import './wire.css'

export const metadata: Metadata = { title: 'On the wire' }

export default function WirePage() {
  if (!labIsOn()) notFound()
  const choices = flows.map(({ slug, title, lead, strategy, steps }) => ({
    ...{ slug, title, lead, strategy },
    steps: steps.map(({ label, title, text }) => ({ label, title, text })),
  }))
  return (
    <>
      <PageHeading title="On the wire">
        Record a flow, then go through it step by step: every arrow is something that was really sent or
        written a moment ago. Look at which lanes stay silent, and at what a copy is still good for at the
        end.
      </PageHeading>
      <noscript>
        <p className="mb-8">
          This page plays a flow against the app itself and draws what was recorded; for that it needs
          JavaScript. The steps below are what it would record.
        </p>
      </noscript>
      <Recorder flows={choices} />
    </>
  )
}
