import type { Metadata } from 'next'
import { PageHeading, TextLink } from '@/app/components/text'
import { canMeasure } from '@/lib/lab/measure/http'
import { ownMeasurement, referenceMeasurement, type Measurement } from '@/lib/lab/measure/measurement'
import { Provenance } from '../comparison/verdict'
import { requireLab } from '../require-lab'
import { answerOf } from './answer'
import { Delays } from './delays'
import { Names, Sessions } from './growth'
import { Costs, Limits, Times } from './requests'
import { MeasureRunner } from './runner'
import type { Shown } from './shown'
import '../charts/charts.css'

export const metadata: Metadata = { title: 'Measure' }

type Props = { searchParams: Promise<{ run?: string | string[] }> }

/**
 * What each strategy costs on this machine, for everybody, in the lab only. Shows the last run, or the one that came with
 * the code: where there is no other, or `run=reference` in the address.
 */
export default async function MeasurePage({ searchParams }: Props) {
  requireLab()
  const own = await ownMeasurement()
  const reference = referenceMeasurement()
  const isReference = own === null || (await searchParams).run === 'reference'
  const shown: Shown = isReference
    ? { run: reference, beside: own, names: { shown: 'the reference', beside: own && 'here' } }
    : { run: own, beside: reference, names: { shown: 'here', beside: 'the reference' } }
  return (
    <>
      <PageHeading title="Measure">{answerOf(shown.run)}</PageHeading>
      <div className="grid gap-6 pb-8">
        {canMeasure() ? <MeasureRunner /> : <NoBuild />}
        <WhichRun shown={shown} isReference={isReference} hasOwn={own !== null} />
      </div>
      <Times shown={shown} />
      <Costs shown={shown} />
      <Delays shown={shown} />
      <Sessions shown={shown} />
      <Names shown={shown} />
      <Limits />
    </>
  )
}

const NoBuild = () => (
  <p role="note" className="border-s-4 border-edge ps-4">
    Here runs <code>npm run dev</code>: there is no build that could be measured. Stop it and start the app
    with <code>npm start</code>.
  </p>
)

const which = (run: Measurement) => (
  <>
    <Provenance run={run} />, {run.size === 'full' ? 'in full' : 'quick'}, {run.seconds} s
  </>
)

/** Whose figures these are, the way to the other run, and both as files. */
function WhichRun({ shown, isReference, hasOwn }: { shown: Shown; isReference: boolean; hasOwn: boolean }) {
  const run = isReference ? 'reference' : 'last'
  return (
    <div className="grid gap-1 text-sm">
      <p>
        {isReference ? 'Shown is the run that came with the code: ' : 'Shown is the last run here: '}
        {which(shown.run)}.
      </p>
      <p className="flex flex-wrap gap-x-5 gap-y-1">
        {isReference && hasOwn && <TextLink href="/measure?run=last">Show the last run here</TextLink>}
        {!isReference && <TextLink href="/measure?run=reference">Show the reference</TextLink>}
        {!hasOwn && <span className="text-muted">Nobody has measured here yet.</span>}
        <a href={`/api/lab/measure/results?run=${run}&format=json`} download>
          Download as JSON
        </a>
        <a href={`/api/lab/measure/results?run=${run}&format=csv`} download>
          Download as CSV
        </a>
      </p>
    </div>
  )
}
