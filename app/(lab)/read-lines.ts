/**
 * The values of a stream that has one JSON object a line, as they arrive, however the bytes were cut. What is behind the
 * last end of a line is left out. Does NOT check what they are.
 */
export async function* readLines<Value>(body: ReadableStream<Uint8Array>): AsyncGenerator<Value> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line) as Value
  }
}
