import { measurementRoutes } from '@/lib/lab/measure/http'

/** What was measured, as a file. Lab only. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = measurementRoutes
