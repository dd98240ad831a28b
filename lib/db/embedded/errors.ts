import 'server-only'

/** The embedded database cannot be had: `message` is one sentence for the person who started the app. */
export class EmbeddedError extends Error {}
