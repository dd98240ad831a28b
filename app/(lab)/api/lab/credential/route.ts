import { inspectionRoutes } from '@/lib/lab/http'

/** What the client presented and what the server keeps for it, masked. Lab only. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = inspectionRoutes
