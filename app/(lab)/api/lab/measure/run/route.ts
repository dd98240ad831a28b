import { runMeasurementRoutes } from '@/lib/lab/measure/http'

/** Measures once and streams how far it is, a JSON object a line. Lab only. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = runMeasurementRoutes
