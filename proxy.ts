import type { NextRequest } from 'next/server'
import { beforePage } from '@/lib/auth/http/proxy'

export const proxy = (request: NextRequest) => beforePage(request)

export const config = {
  matcher: [
    '/((?!api/|\\.well-known/|_next/static|(?:healthz|readyz|robots\\.txt|site\\.webmanifest|[\\w-]+\\.(?:ico|png|svg))$).*)',
  ],
}
