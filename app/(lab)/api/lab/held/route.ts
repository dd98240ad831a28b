import { onlyPost } from '@/lib/auth/http/route'
import { inspectionResponse } from '@/lib/lab/http/inspect-here'

/** What the client presented and what the server keeps for it, masked. Lab only. */
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS, POST } = onlyPost(inspectionResponse)
