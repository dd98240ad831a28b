/**
 * A name or an address that somebody else chose: breaks anywhere, and leaves the direction of the text around it alone.
 * A name proves nothing: where it matters who somebody is, the address stands beside it.
 */
export const ForeignText = ({ children }: { children: string }) => (
  <bdi className="wrap-anywhere">{children}</bdi>
)
