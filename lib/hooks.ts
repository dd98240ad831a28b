import 'server-only'
import { oncePerProcess } from './once-per-process'

/** A place of the core that whoever starts the process may fill, and that stands for itself when nobody does. */
export type Hook<Value> = {
  /** What was filled in, or what the core does without. */
  get: () => Value
  /** For `instrumentation.ts` alone, before anything is answered. A second time replaces the first. */
  fill: (value: Value) => void
}

const filled = oncePerProcess('hooks', () => new Map<string, unknown>())

/**
 * Declares a hook where it is asked. It is the same hook wherever a module that declares it was bundled.
 * @param name unique in the process: two hooks of one name are one. Does NOT check it
 * @param otherwise what holds where nobody filled it
 */
export const hook = <Value>(name: string, otherwise: Value): Hook<Value> => ({
  get: () => (filled().has(name) ? (filled().get(name) as Value) : otherwise),
  fill: (value) => void filled().set(name, value),
})
