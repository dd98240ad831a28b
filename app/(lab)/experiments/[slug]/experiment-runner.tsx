'use client'
import { useRef, useState, type ReactNode } from 'react'
import { buttonClass } from '@/app/components/button'
import { strategyNames } from '@/app/components/strategy'
import type { AppAddress } from '@/lib/auth/http/origin'
import type { Experiment } from '@/lib/lab'
import { Download, Findings } from './findings'
import { Lane } from './lane'
import { Prediction } from './prediction'
import { current, outcomesOf, sentence, type Outcomes, type RunState } from './run-state'
import { useRun } from './use-run'
import { WhereItRuns } from './where-it-runs'

type Props = Pick<Experiment, 'slug' | 'prediction' | 'strategies'> & {
  app: AppAddress
  opensWindow: boolean
  /** what the seconds of its outcomes are */
  counts: string | undefined
  predicted: number | undefined
  /** the last run was asked for */
  isShown: boolean
  /** what was observed before this visit */
  before: Outcomes | undefined
  /** when and where that was */
  provenance: ReactNode
  /** what explains it: shown with the outcome, not before */
  children: ReactNode
}

/** Predict, run, compare. The last run is shown to who predicted, or asks for it, or has no JavaScript. */
export function ExperimentRunner({ slug, prediction, strategies, predicted, isShown, ...last }: Props) {
  const { app, opensWindow, counts, before, provenance, children } = last
  const [chosen, choose] = useState(predicted)
  const { run, start, cancel } = useRun(slug)
  const observed = useRef<HTMLDetailsElement>(null)
  const outcomes = outcomesOf(run, strategies)
  const isRunning = run.status === 'running'

  const startAndShow = async () => {
    if ((await start()) === 'ended' && observed.current) observed.current.open = true
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <form action={`/experiments/${slug}`} className="grid gap-5">
        <Prediction {...prediction} chosen={chosen} choose={choose} />
        <WhereItRuns app={app} opensWindow={opensWindow} path={`/experiments/${slug}`} />
        <div className="flex flex-wrap items-center gap-3">
          <button
            type="button"
            aria-keyshortcuts="r"
            onClick={() => (isRunning ? cancel() : void startAndShow())}
            className={`${buttonClass(isRunning ? 'quiet' : 'primary')} min-w-32 [@media(scripting:none)]:hidden`}
          >
            {isRunning ? 'Cancel' : run.status === 'idle' ? 'Run it' : 'Run it again'}
          </button>
          <button name="last" value="shown" className={buttonClass('quiet')}>
            Show the last run
          </button>
          <Download slug={slug} run={run} />
        </div>
        <p role="status" className="text-sm text-muted">
          {sentence(run)} {isRunning && run.windowUrl && <OwnBrowser url={run.windowUrl} />}
          {isRunning || announcement(run)}
        </p>
      </form>
      <div className="grid gap-x-6 gap-y-8 sm:grid-cols-2 lg:auto-cols-fr lg:grid-flow-col">
        {strategies.map((strategy) => (
          <Lane
            key={strategy}
            strategy={strategy}
            status={run.status}
            lane={run.lanes[strategy]}
            isCurrent={current(run, strategies) === strategy}
          />
        ))}
      </div>
      <details ref={observed} open={isShown} className="opens-by-itself">
        <summary className="cursor-pointer">
          <h2 className="inline text-lg">What was observed, and why</h2>
        </summary>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-8 pt-5">
          <div className="grid gap-1">
            {chosen !== undefined && <p>You expected: “{prediction.options[chosen]}”</p>}
            <p className="text-sm text-muted">
              {outcomes ? 'This run, just now.' : (provenance ?? 'Nobody has run it here yet.')}
            </p>
          </div>
          <Findings outcomes={outcomes ?? before ?? {}} strategies={strategies} counts={counts} />
          {children}
        </div>
      </details>
    </div>
  )
}

/** Browsers may keep a page from opening a window: then a person opens it. */
const OwnBrowser = ({ url }: { url: string }) => (
  <>
    If no window has opened,{' '}
    <a href={url} target="_blank" rel="noopener">
      open it
    </a>
    . If it finds nothing there, this browser is not on the computer that runs the app.
  </>
)

/** For who does not see the lanes. */
const announcement = ({ lanes }: RunState) => (
  <span className="sr-only">
    {Object.entries(lanes).map(
      ([strategy, { outcome }]) =>
        outcome && `${strategyNames[strategy as keyof typeof strategyNames]}: ${outcome.verdict}. `,
    )}
  </span>
)
