import { escaped } from '@/app/components/escaped'
import type { Message, RecordedStep } from '@/lib/lab'
import { inMs, laneNames } from './swim-lane'

/** What went over the wire and into rows in one step. */
export const StepDetail = ({ step: { label, title, text, messages } }: { step: RecordedStep }) => (
  <section aria-labelledby="step-title" className="grid min-w-0 gap-3 lg:sticky lg:top-4">
    <h2 id="step-title" className="text-[1.0625rem]">
      <span className="me-3 font-mono text-base text-strategy">{label}</span>
      {title}
    </h2>
    <p className="prose-width">{text}</p>
    {messages.length === 0 && <p className="text-muted">Nothing was sent and nothing was looked up.</p>}
    <div className="wire-details" tabIndex={0} role="group" aria-label="What was recorded">
      {messages.map((message, index) => (
        <MessageDetail
          key={`${label} ${index}`}
          message={message}
          open={messages.length <= 2 || isTelling(message)}
        />
      ))}
    </div>
  </section>
)

/** What a step of many messages is about: who is remembered, and what a token says. */
const isTelling = ({ label, parts }: Message) =>
  label === 'Write Session' || parts.some(({ title }) => title === 'Claims')

const MessageDetail = ({
  message: { from, to, label, durationMs, parts },
  open,
}: {
  message: Message
  open: boolean
}) => (
  <details open={open} className="border-t border-line py-2">
    <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-3 text-sm">
      <span className="text-muted">
        {from === to ? laneNames[from] : `${laneNames[from]} → ${laneNames[to]}`}
      </span>
      <span className="font-mono">{label}</span>
      {durationMs >= 0.05 && (
        <span className="ms-auto font-mono text-muted tabular-nums">{inMs(durationMs)}</span>
      )}
    </summary>
    {parts.length === 0 && <p className="mt-2 text-sm text-muted">Done here; nothing left this lane.</p>}
    {parts.map((part) => (
      <div key={part.title} className="mt-2.5">
        <h3 className="text-xs text-muted">{part.title}</h3>
        {'text' in part ? (
          <pre className="wire-text">{escaped(part.text)}</pre>
        ) : (
          <Lines lines={part.lines} />
        )}
      </div>
    ))}
  </details>
)

const Lines = ({ lines }: { lines: [string, string][] }) =>
  lines.length === 0 ? (
    <p className="text-sm text-muted">Nothing.</p>
  ) : (
    <dl className="wire-rows">
      {lines.map(([name, value], index) => (
        <div key={index}>
          <dt>{name}</dt>
          <dd>{escaped(value)}</dd>
        </div>
      ))}
    </dl>
  )
