import 'server-only'

/** The provider did not answer, or not as the protocol asks. `reason` is for the log; never a token or a body. */
export class ProviderFault extends Error {
  constructor(readonly reason: string) {
    super(`The provider cannot be used: ${reason}`)
  }
}
