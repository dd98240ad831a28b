import 'server-only'
import { logFailure } from '@/lib/log'
import type { Flow } from './flows/flow'
import type { Recording } from './wire/recording'
import { recorded } from './wire/stage'
import { toHar } from './wire/to-har'
import { toRecording } from './wire/to-recording'

/** What happens in a recording, in order, for whoever waits for it. */
export type RecordEvent =
  | { type: 'act'; name: string }
  | { type: 'recording'; recording: Recording; har: ReturnType<typeof toHar> }
  | { type: 'failed' }

const recordingsMax = 2
let running = 0

/** Are two flows being recorded in this process already? Then the next one is refused with `busy`. */
export const isAtCapacity = () => running >= recordingsMax

/**
 * Plays a flow for real and tells what was recorded. Nothing of it is kept here.
 * @param signal aborted by whoever does not want to know any more: the act that is under way is finished
 */
export async function recordFlow(
  flow: Flow,
  tell: (event: RecordEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  running += 1
  try {
    const recordedAt = new Date()
    const act = (name: string) => tell({ type: 'act', name })
    const spans = await recorded(act, signal, (stage) => flow.play(stage))
    tell({ type: 'recording', recording: toRecording(flow, spans, recordedAt), har: toHar(spans) })
  } catch (error) {
    if (signal.aborted) return
    logFailure('lab.recording', error, { flow: flow.slug })
    tell({ type: 'failed' })
  } finally {
    running -= 1
  }
}
