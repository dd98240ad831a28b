import { startProviderSignIn } from '@/lib/auth/authjs/start-provider-sign-in'
import { onlyPost } from '@/lib/auth/http/route'

type Context = { params: Promise<{ provider: string }> }

/** "Continue with …": a form that leads to a provider. No JSON API: a browser is sent on. */
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS, POST } = onlyPost(
  async (request, { params }: Context) => startProviderSignIn(request, (await params).provider),
)
