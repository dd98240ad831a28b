import 'server-only'
import { redacted } from '@/lib/display'
import { rootSpan, span, watch, type ReadableSpan } from '@/lib/trace'
import type { LabBrowser } from '../trial/browser'

/** Where a flow is played, act by act. */
export type Stage = {
  /** does one act of a flow; its name is what the steps of the flow point at */
  act: <Result>(name: string, work: () => Promise<Result>, browser?: LabBrowser) => Promise<Result>
}

/** More than any flow makes; a recording is kept in memory until it is sent. */
const spansMax = 2_000

/** What a browser holds, each by its name, masked. */
function inBrowser({ cookies, tokens }: LabBrowser) {
  const inCookies = [...cookies].map(([name, value]) => [`cookie ${name}`, redacted(value)])
  const inScript = Object.entries(tokens)
    .filter(([, value]) => typeof value === 'string' && value.length > 30)
    .map(([name, value]) => [name, redacted(String(value))])
  return JSON.stringify([...inCookies, ...inScript])
}

/**
 * Plays a flow as one trace and watches it.
 * @param tell called with the name of each act when it begins
 * @param signal looked at before each act
 * @throws the reason of `signal`, once the person is removed
 * @returns the spans, those of the app and its database among them, in the order they began
 */
export async function recorded(
  tell: (act: string) => void,
  signal: AbortSignal,
  play: (stage: Stage) => Promise<void>,
): Promise<ReadableSpan[]> {
  const spans: ReadableSpan[] = []
  let unwatch = () => {}
  const begin = (traceId: string) => {
    unwatch = watch(traceId, (span) => void (spans.length < spansMax && spans.push(span)))
  }
  const act: Stage['act'] = (name, work, browser) => {
    signal.throwIfAborted()
    tell(name)
    return span('wire.act', async (note) => {
      const result = await work()
      note(() => ({ 'act.name': name, 'act.holds': browser && inBrowser(browser) }))
      return result
    })
  }
  try {
    await rootSpan('wire.recording', begin, () => play({ act }))
    return spans
  } finally {
    unwatch()
  }
}
