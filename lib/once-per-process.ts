import 'server-only'

type Held = Map<string, unknown>

/** One map a process. The bundler copies modules: what a module itself holds exists once in each bundle that has it. */
const place = globalThis as { __oncePerProcess?: Held }
const held = (): Held => (place.__oncePerProcess ??= new Map())

export type OncePerProcess<Value> = {
  /** the value of this process, made at its first use */
  (): Value
  /** for tests: another value from now on */
  replace(value: Value): void
  /** for tests: as in a process that has just started */
  forget(): void
}

/**
 * A value that exists once in a process, however many bundles (routes, pages, `instrumentation`) have a copy of the
 * module that calls this. Does NOT check that nobody else uses the name.
 * @param name of the value, unique in the app
 * @param make is called at the first use, by whichever copy comes first; where it throws, the next use tries again
 */
export const oncePerProcess = <Value>(name: string, make: () => Value): OncePerProcess<Value> =>
  Object.assign(
    () => {
      if (!held().has(name)) held().set(name, make())
      return held().get(name) as Value
    },
    {
      replace: (value: Value) => void held().set(name, value),
      forget: () => void held().delete(name),
    },
  )
