import type { Metadata } from 'next'
import { PageHeading } from '@/app/components/text'
import { flows, type Flow } from '@/lib/lab'
import { Terms } from '../glossary/terms'
import { requireLab } from '../require-lab'
import { Recorder, type FlowChoice } from './recorder'
import './wire.css'

export const metadata: Metadata = { title: 'On the wire' }

/**
 * Records a flow and shows it step by step, for everybody, in the lab only. Without JavaScript it shows what would be
 * recorded.
 */
export default function WirePage() {
  requireLab()
  return (
    <>
      <PageHeading title="On the wire">
        <Terms>
          Record a flow, then go through it step by step: every arrow is something that was really sent or
          written a moment ago. Look at which lanes stay silent, and at what a copy is still good for at the
          end.
        </Terms>
      </PageHeading>
      <noscript>
        <p className="mb-8">
          This page plays a flow against the app itself and draws what was recorded; for that it needs
          JavaScript. The steps below are what it would record.
        </p>
      </noscript>
      <Recorder flows={flows.map(choiceOf)} />
    </>
  )
}

/** One is shown at a time: each links its words anew. */
function choiceOf({ slug, title, lead, strategy, steps }: Flow): FlowChoice {
  const used = new Set<string>()
  return {
    slug,
    title,
    strategy,
    lead: <Terms used={used}>{lead}</Terms>,
    steps: steps.map(({ label, title, text }) => ({ label, title, text: <Terms used={used}>{text}</Terms> })),
  }
}
