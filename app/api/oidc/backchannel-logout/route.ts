import { backChannelLogout } from '@/lib/auth/http/back-channel-logout'
import { onlyPost } from '@/lib/auth/http/only-post'

/** For providers, which call it when somebody signs out there. */
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS, POST } = onlyPost(backChannelLogout)
