import { recordFlowRoutes } from '@/lib/lab/http'

/** Plays a flow and streams its recording, a JSON object a line. Lab only. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = recordFlowRoutes
