import { onlyPost } from '@/lib/auth/http/route'
import { runExperimentHere } from '@/lib/lab/http/run-experiment-here'

type Context = { params: Promise<{ slug: string }> }

/** Runs an experiment and streams what happens, a JSON object a line. Lab only. */
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS, POST } = onlyPost(
  async (request, { params }: Context) => runExperimentHere(request, (await params).slug),
)
