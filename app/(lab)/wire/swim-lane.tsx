import clsx from 'clsx'
import type { RefObject } from 'react'
import type { Lane, Message, RecordedStep, Recording } from '@/lib/lab'

type Props = {
  recording: Recording
  at: number
  go: (to: number) => void
  list: RefObject<HTMLOListElement | null>
}

/** Lanes from left to right, time downwards; read aloud, it is the list of the steps. */
export function SwimLane({ recording, at, go, list }: Props) {
  const lanes = lanesOf(recording)
  return (
    <div className="wire" data-lanes={lanes.length}>
      <div aria-hidden="true" className="wire-lanes wire-head">
        {lanes.map((lane) => (
          <span key={lane}>{laneNames[lane]}</span>
        ))}
      </div>
      <ol ref={list} aria-label="Steps">
        {recording.steps.map((step, index) => (
          <Row key={step.label} step={step} lanes={lanes} current={index === at} select={() => go(index)} />
        ))}
      </ol>
    </div>
  )
}

type RowProps = { step: RecordedStep; lanes: Lane[]; current: boolean; select: () => void }

const Row = ({ step: { label, title, durationMs, messages }, lanes, current, select }: RowProps) => (
  <li className={clsx('wire-step', current && 'current')}>
    <button type="button" aria-current={current ? 'step' : undefined} onClick={select}>
      <span className="font-mono tabular-nums">{label}</span>
      <span className="text-start">{title}</span>
      <span className="ms-auto font-mono text-muted tabular-nums">{durationMs > 0 && inMs(durationMs)}</span>
    </button>
    <div className="wire-body">
      <div aria-hidden="true" className="wire-lanes wire-lines">
        {lanes.map((lane, index) => (
          <span key={lane} className="wire-line" data-left={index} />
        ))}
      </div>
      <ul>
        {messages.map((message, index) => (
          <Arrow key={index} message={message} lanes={lanes} />
        ))}
      </ul>
    </div>
  </li>
)

function Arrow({
  message: { from, to, label, tone, durationMs },
  lanes,
}: {
  message: Message
  lanes: Lane[]
}) {
  const [start, end] = [lanes.indexOf(from), lanes.indexOf(to)]
  const kind = { own: start === end, back: start > end, refused: tone === 'refused' }
  return (
    <li className="wire-lanes">
      <div
        className={clsx('wire-message', kind)}
        data-left={Math.min(start, end)}
        data-right={Math.max(start, end)}
      >
        <span className="wire-way">
          {laneNames[from]}
          {from !== to && ` to ${laneNames[to]}`}:{' '}
        </span>
        <span className="wire-label">{label}</span>
        {durationMs >= 0.05 && <span className="wire-time">{inMs(durationMs)}</span>}
      </div>
    </li>
  )
}

export const laneNames: Record<Lane, string> = {
  browser: 'Browser',
  app: 'App',
  database: 'Database',
  provider: 'Provider',
}

const order: Lane[] = ['browser', 'app', 'database', 'provider']

/** The lanes that a recording has something on, from left to right. */
export function lanesOf({ steps }: Recording): Lane[] {
  const used = new Set(steps.flatMap(({ messages }) => messages.flatMap(({ from, to }) => [from, to])))
  return order.filter((lane) => used.has(lane))
}

/** "12 ms", "0.4 ms", "1.84 s" */
export const inMs = (ms: number) =>
  ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${ms >= 10 ? Math.round(ms) : ms.toFixed(1)} ms`
