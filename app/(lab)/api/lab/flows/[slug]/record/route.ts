import { onlyPost } from '@/lib/auth/http/route'
import { recordFlowHere } from '@/lib/lab/http/record-flow-here'

type Context = { params: Promise<{ slug: string }> }

/** Plays a flow and streams its recording, a JSON object a line. Lab only. */
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS, POST } = onlyPost(
  async (request, { params }: Context) => recordFlowHere(request, (await params).slug),
)
