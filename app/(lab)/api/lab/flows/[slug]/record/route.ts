import { recordFlowRoutes } from '@/lib/lab/http/record-flow-here'

/** Plays a flow and streams its recording, a JSON object a line. Lab only. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = recordFlowRoutes
