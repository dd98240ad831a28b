import 'server-only'
import type { ReadableSpan } from '@/lib/trace'
import type { Flow, Part, Step } from '../flows/flow'
import { answerMessage, inBrowserMessage, requestMessage, workMessage } from './messages'
import type { Message, RecordedStep, Recording } from './recording'
import { byAct, durationMs, startMs } from './spans'

const isWithProvider = ({ to, label }: Message) => to === 'provider' || label === 'Verify the ID token'

/** The messages of one act that a step is about, in the order they went. */
function messagesOf(spans: ReadableSpan[], part: Part, began: number): Message[] {
  const exchanges = spans.filter(({ name }) => name === 'wire.exchange')
  const requests = exchanges.map((span) => requestMessage(span, began))
  const answers = exchanges.map((span) => answerMessage(span, began))
  const work = spans.flatMap((span) => workMessage(span, began) ?? [])
  const inBrowser = spans.filter(({ name, attributes }) => name === 'wire.act' && attributes['act.holds'])
  const chosen: Record<Part, Message[]> = {
    request: requests,
    work,
    'at-provider': work.filter(isWithProvider),
    written: work.filter((message) => !isWithProvider(message)),
    answer: answers,
    outcome: [...work, ...answers],
    'in-browser': inBrowser.map((span) => inBrowserMessage(span, began)),
    all: [...requests, ...work, ...answers],
  }
  return chosen[part].sort((one, other) => one.startMs - other.startMs)
}

const ends = ({ from, to, startMs, durationMs }: Message) =>
  to === 'browser' && from !== 'browser' ? startMs : startMs + durationMs

function recordedStep({ act, part, ...words }: Step, spans: ReadableSpan[], began: number): RecordedStep {
  const messages = messagesOf(spans, part, began)
  const start = messages[0]?.startMs ?? 0
  const end = Math.max(start, ...messages.map(ends))
  return { ...words, startMs: start, durationMs: end - start, messages }
}

/** A flow as it was recorded: its sentences, each with what really went. */
export function toRecording(flow: Flow, spans: ReadableSpan[], recordedAt: Date): Recording {
  const [root] = spans
  if (!root) throw new Error('Nothing was recorded: is tracing registered?')
  const acts = byAct(spans)
  const began = startMs(acts.get(flow.steps[0]?.act ?? '')?.[0] ?? root)
  const steps = flow.steps.map((step) => recordedStep(step, acts.get(step.act) ?? [], began))
  const { slug, title } = flow
  const ended = startMs(root) + durationMs(root)
  const traceId = root.spanContext().traceId
  return {
    flow: slug,
    title,
    recordedAt: recordedAt.toISOString(),
    durationMs: ended - began,
    traceId,
    steps,
  }
}
