import 'server-only'

/** Arithmetic of instants: a `Date` is an instant, a number of seconds a duration, a NumericDate what a token says. */

/** What a token says of an instant: whole seconds since 1970, a fraction is dropped (RFC 7519 §2, NumericDate). */
export const numericDate = (date: Date) => Math.floor(date.getTime() / 1000)

/** The instant that a NumericDate stands for. */
export const fromNumericDate = (value: number) => new Date(value * 1000)

/** @param seconds may be negative */
export const plusSeconds = (start: Date, seconds: number) => new Date(start.getTime() + seconds * 1000)

/** The first of two instants. */
export const earlierOf = (a: Date, b: Date) => (a < b ? a : b)

/** What a token can carry: an instant without its fraction, so that every strategy tells the same one. */
export const wholeSecond = (date: Date) => new Date(Math.floor(date.getTime() / 1000) * 1000)

/** Whole seconds from `now` to `end`, rounded up, at least 0. */
export const secondsUntil = (end: Date, now: Date) =>
  Math.max(0, Math.ceil((end.getTime() - now.getTime()) / 1000))
