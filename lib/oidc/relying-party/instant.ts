import 'server-only'

/** `now` and so many seconds more, as JWTs count: seconds since 1970. */
export const plusSeconds = (now: Date, seconds: number) => now.getTime() / 1000 + seconds
