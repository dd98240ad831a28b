import { backChannelLogout } from '@/lib/auth/http/provider-sign-out'
import { onlyPost } from '@/lib/auth/http/route'

/** For providers, which call it when somebody signs out there. */
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS, POST } = onlyPost(backChannelLogout)
