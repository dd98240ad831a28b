import { TextLink } from '@/app/components/text'
import { Moment } from '@/app/components/moment'
import { lastMeasurement } from '@/lib/lab/measure/measurement'
import { answerOf } from './answer'

/**
 * What the last run says, for other pages: its figures, and where they come from.
 * @param canRun whether there is a page to measure on: not with LAB=off
 */
export async function MeasuredQuote({ canRun = true }: { canRun?: boolean }) {
  const { run, isOwn } = await lastMeasurement()
  return (
    <div className="grid gap-1">
      <p>{answerOf(run)}</p>
      <p className="text-sm text-muted">
        {isOwn ? 'Measured here on ' : 'Measured in the run that came with the code, '}
        <Moment at={run.at} />, version {run.version}, {run.machine}.{' '}
        {canRun && <TextLink href="/measure">{isOwn ? 'All of it' : 'Measure it on this machine'}</TextLink>}
      </p>
    </div>
  )
}

/** For the start page. The page loads it only where the lab is on. */
export const Measured = () => (
  <section aria-labelledby="measured" className="mt-16 grid gap-2">
    <h2 id="measured" className="text-xl">
      What it costs
    </h2>
    <div className="prose-width">
      <MeasuredQuote />
    </div>
  </section>
)
