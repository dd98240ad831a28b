'use client'
import { useState, type ReactNode } from 'react'
import { buttonClass } from '@/app/components/button'
import { Glyph } from '@/app/components/glyph'
import { Notice } from '@/app/components/notice'
import type { Flow } from '@/lib/lab'
import { Replay } from './replay'
import { useRecording } from './use-recording'

export type FlowChoice = Pick<Flow, 'slug' | 'title' | 'strategy'> & {
  lead: ReactNode
  steps: { label: string; title: string; text: ReactNode }[]
}

/** Choose a flow, record it, look at it. */
export function Recorder({ flows }: { flows: FlowChoice[] }) {
  const [chosen, choose] = useState(flows[0]!)
  const { phase, start, cancel, clear } = useRecording()
  const isRunning = phase.is === 'recording'
  const pick = (flow: FlowChoice) => {
    choose(flow)
    clear()
  }
  return (
    <div data-strategy={chosen.strategy} className="grid gap-6">
      <div className="no-print grid gap-4">
        <Choice flows={flows} chosen={chosen} pick={pick} disabled={isRunning} />
        <div className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-2">
          {isRunning ? (
            <button type="button" className={buttonClass('quiet')} onClick={cancel}>
              Cancel
            </button>
          ) : (
            <button type="button" className={buttonClass()} onClick={() => void start(chosen.slug)}>
              Record it
            </button>
          )}
          <p role="status" className="text-sm text-muted">
            {phase.is === 'recording' && `Recording${phase.act && `: ${phase.act.replaceAll('-', ' ')}`} …`}
            {phase.is === 'cancelled' && 'Cancelled. Nothing was kept.'}
            {phase.is === 'done' && 'Recorded. ← and → go through the steps.'}
          </p>
        </div>
      </div>
      {phase.is === 'failed' && <Notice tone="refused">{phase.why}</Notice>}
      <p className="prose-width">{chosen.lead}</p>
      {phase.is === 'done' ? (
        <Replay key={phase.recorded.recording.traceId} recorded={phase.recorded} />
      ) : (
        <Script steps={chosen.steps} />
      )}
    </div>
  )
}

type ChoiceProps = {
  flows: FlowChoice[]
  chosen: FlowChoice
  pick: (flow: FlowChoice) => void
  disabled: boolean
}

const Choice = ({ flows, chosen, pick, disabled }: ChoiceProps) => (
  <fieldset disabled={disabled} className="min-w-0">
    <legend className="mb-2 text-[0.9375rem] font-medium">Flow</legend>
    <div className="flex flex-wrap gap-x-6 gap-y-2">
      {flows.map((flow) => (
        <label key={flow.slug} className="flex min-h-8 items-center gap-2 text-[0.9375rem]">
          <input
            type="radio"
            name="flow"
            value={flow.slug}
            checked={flow === chosen}
            onChange={() => pick(flow)}
            className="accent-ink"
          />
          <Glyph strategy={flow.strategy} />
          {flow.title}
        </label>
      ))}
    </div>
  </fieldset>
)

/** What will be recorded, before it is. */
const Script = ({ steps }: { steps: FlowChoice['steps'] }) => (
  <ol className="grid border-t border-line">
    {steps.map(({ label, title, text }) => (
      <li
        key={label}
        className="grid grid-cols-[2.5rem_minmax(0,1fr)] gap-x-3 border-b border-line py-2.5 md:grid-cols-[2.5rem_16rem_minmax(0,1fr)]"
      >
        <span className="font-mono text-sm text-muted tabular-nums">{label}</span>
        <span className="text-[0.9375rem] font-medium">{title}</span>
        <span className="col-start-2 text-sm text-muted md:col-start-3">{text}</span>
      </li>
    ))}
  </ol>
)
