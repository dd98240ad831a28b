/**
 * One line a step: its name at once, how it went and how long it took when it is done. Of steps that run side by side each
 * begins a line, and says its name again with the result.
 */

const nameWidth = 16

export type Progress = ReturnType<typeof createProgress>

/** @param signal aborted: no further step begins
 *  @param write where the lines go; absent: standard output */
export function createProgress(
  signal: AbortSignal,
  write = (text: string): unknown => process.stdout.write(text),
) {
  let openLine: string | null = null

  function endLine() {
    if (openLine !== null) write('\n')
    openLine = null
  }

  function beginLine(name: string) {
    endLine()
    write(name.padEnd(nameWidth))
    openLine = name
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
      beginLine(name)
      try {
        const result = await work()
        const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
        if (openLine !== name) beginLine(name)
        write(`${typeof result === 'string' ? result : result.said} (${seconds} s)`)
        return result
      } finally {
        if (openLine === name) endLine()
      }
    },
    say: (text: string) => {
      endLine()
      write(`${text}\n`)
    },
  }
}
