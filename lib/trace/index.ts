import 'server-only'

/** What happens inside a request, as OpenTelemetry spans. Without a watcher or a collector, nothing. */
export { registerTracing } from './register'

export { rootSpan, span, traceHeaders, tracingIsOn, type Tell } from './span'
export { watch, type ReadableSpan } from './span'
export { exchangeAttributes } from './redacted'
export { plainCookies, redactedJson } from './redacted'
