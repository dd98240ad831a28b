/** One line a step: its name at once, how it went and how long it took when it is done. */

const nameWidth = 16

export type Progress = ReturnType<typeof createProgress>

export function createProgress(
  signal: AbortSignal,
  write = (text: string): unknown => process.stdout.write(text),
) {
  let lineIsOpen = false

  function startLine(text: string) {
    if (lineIsOpen) write('\n')
    lineIsOpen = true
    write(text)
  }

  return {
    /** @param work returns how it went, in a few words, or that with more to hand on
     *  @throws the signal's reason when that is aborted before */
    async step<T extends string | { said: string }>(name: string, work: () => T | Promise<T>): Promise<T> {
      signal.throwIfAborted()
      const startedAt = performance.now()
      startLine(name.padEnd(nameWidth))
      const result = await work()
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
      write(`${typeof result === 'string' ? result : result.said} (${seconds} s)\n`)
      lineIsOpen = false
      return result
    },
    say(text: string) {
      startLine(`${text}\n`)
      lineIsOpen = false
    },
  }
}
