/** One line a step: its name at once, how it went and how long it took when it is done. */

const nameWidth = 16

export type Progress = ReturnType<typeof createProgress>

export function createProgress(
  signal: AbortSignal,
  write = (text: string): unknown => process.stdout.write(text),
) {
  let lineIsOpen = false

  function endLine() {
    if (lineIsOpen) write('\n')
    lineIsOpen = false
  }

  return {
    /** @param work returns how it went, in a few words, or that with more to hand on
     *  @throws the signal's reason when that is aborted before */
    step: async <T extends string | { said: string }>(
      name: string,
      work: () => T | Promise<T>,
    ): Promise<T> => {
      signal.throwIfAborted()
      const startedAt = performance.now()
      endLine()
      write(name.padEnd(nameWidth))
      lineIsOpen = true
      try {
        const result = await work()
        const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
        write(`${typeof result === 'string' ? result : result.said} (${seconds} s)`)
        return result
      } finally {
        endLine()
      }
    },
    say: (text: string) => {
      endLine()
      write(`${text}\n`)
    },
  }
}
