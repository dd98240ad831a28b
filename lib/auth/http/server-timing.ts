import 'server-only'
import { hook } from '@/lib/hooks'

/**
 * Runs `work` and says what it took, as headers of the answer. `name` is that of the work in them.
 * @throws what `work` throws
 */
export type Timed = <Result>(
  name: string,
  work: () => Promise<Result>,
) => Promise<{ result: Result; serverTiming: Record<string, string> }>

/** Filled where the time of an authentication may be told: to a stranger it may tell something. */
export const timings = hook<Timed>('timings', async (_, work) => ({ result: await work(), serverTiming: {} }))

/** `work` with its timing headers, which are none unless somebody asked for them. */
export const timed: Timed = (name, work) => timings.get()(name, work)
