import { runExperimentRoutes } from '@/lib/lab/http'

/** Runs an experiment and streams what happens, a JSON object a line. Lab only. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = runExperimentRoutes
