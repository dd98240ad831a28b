import Link from 'next/link'
import type { ComponentProps } from 'react'

/** A link of this app. Never prefetched: a page seen in advance is a page seen as somebody else. */
export const TextLink = (props: ComponentProps<typeof Link>) => <Link prefetch={false} {...props} />
