'use client'
import { usePathname } from 'next/navigation'
import { TextLink } from '../text'

type Props = {
  href: string
  children: string
  /** loads the page anew: its policy is another one than that of the page before */
  anew?: boolean | undefined
}

/** Knows when it points at the page it is on, or at the list that the page belongs to. */
export function NavLink({ href, children, anew = false }: Props) {
  const path = usePathname()
  const here = path === href ? 'page' : path.startsWith(`${href}/`) ? 'true' : undefined
  const Link = anew ? 'a' : TextLink
  return (
    <Link
      href={href}
      aria-current={here}
      className="inline-flex min-h-9 items-center text-[0.9375rem] text-muted no-underline hover:text-ink aria-[current]:text-ink aria-[current]:underline aria-[current]:decoration-ink aria-[current]:decoration-2 aria-[current]:underline-offset-8"
    >
      {children}
    </Link>
  )
}
