import 'server-only'

/** The headers of a stream of JSON objects, one a line. nginx would keep it until its end, but for the last of them. */
export const lineByLine = {
  'Content-Type': 'application/x-ndjson',
  'Cache-Control': 'no-store',
  'X-Accel-Buffering': 'no',
}
