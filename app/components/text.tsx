import type { ComponentProps, ReactNode } from 'react'

/**
 * A link of this app, followed without a new document where a script runs (`FollowLinks`). Never prefetched: a page seen
 * in advance is a page seen as somebody else.
 */
export const TextLink = (props: ComponentProps<'a'> & { href: string }) => <a data-soft="" {...props} />

/**
 * A name or an address that somebody else chose: breaks anywhere, and leaves the direction of the text around it alone.
 * A name proves nothing: where it matters who somebody is, the address stands beside it.
 */
export const ForeignText = ({ children }: { children: string }) => (
  <bdi className="wrap-anywhere">{children}</bdi>
)

/** The only `h1` of a page, and below it what the page is for. */
export const PageHeading = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="mb-8 grid gap-2">
    <h1 className="text-2xl sm:text-[1.75rem]">{title}</h1>
    {children && <p className="prose-width text-muted">{children}</p>}
  </div>
)
