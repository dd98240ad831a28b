import 'server-only'
import { z } from 'zod'
import { env } from '@/lib/env'
import { eventStream, labRoute } from '../http'
import { csvOf } from './csv'
import { ownMeasurement, referenceMeasurement } from './measurement'
import { sizes, type SizeName } from './parts'
import { isMeasuring, runMeasurement, type MeasureEvent } from './run-measurement'

const sizeNames = Object.keys(sizes) as SizeName[]

const runForm = z.strictObject({ size: z.enum(sizeNames) })
const resultsQuery = z.object({
  run: z.enum(['last', 'reference']).default('last'),
  format: z.enum(['json', 'csv']).default('json'),
})

/** Whether there is a build that another process could serve: not under `npm run dev`. */
export const canMeasure = () => env().NODE_ENV !== 'development'

/** Measures once, and answers a stream of MeasureEvents. Whoever leaves the stream ends the run. */
export const runMeasurementRoutes = labRoute(
  { POST: { origin: 'own', body: runForm } },
  {
    POST: async ({ request, body }) => {
      if (!canMeasure()) return { ok: false, code: 'not_found' }
      if (isMeasuring()) return { ok: false, code: 'busy' }
      const { signal } = request
      return eventStream<MeasureEvent>(signal, (tell) => runMeasurement(body.size, tell, signal))
    },
  },
)

const mediaTypes = { json: 'application/json', csv: 'text/csv; charset=utf-8' }

/** A run as a file: the last one of this machine, or the one that came with the code. 404 where there is no such run. */
export const measurementRoutes = labRoute(
  { GET: { query: resultsQuery } },
  {
    GET: async ({ query: { run, format } }) => {
      const found = run === 'reference' ? referenceMeasurement() : await ownMeasurement()
      if (!found) return { ok: false, code: 'not_found' }
      const text = format === 'csv' ? csvOf(found) : `${JSON.stringify(found, null, 2)}\n`
      const headers = {
        'Content-Type': mediaTypes[format],
        'Content-Disposition': `attachment; filename="measurement-${run}.${format}"`,
        'Cache-Control': 'no-store',
      }
      return new Response(text, { headers })
    },
  },
)
