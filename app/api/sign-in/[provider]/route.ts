import { continueWith } from '@/lib/auth/authjs/continue'

type Context = { params: Promise<{ provider: string }> }

/** "Continue with …": a form that leads to a provider. No JSON API: a browser is sent on. */
export const POST = async (request: Request, { params }: Context) =>
  continueWith(request, (await params).provider)
