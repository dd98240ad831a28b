import 'server-only'
import { randomUUID } from 'node:crypto'
import type { CookieWrite } from '@/lib/auth'

/** What a page of the stage is made of. */
export type StagePage = {
  /** the body of the document; scripts of its own carry the nonce that it was given */
  html: string
  /** its Content-Security-Policy; null for a page that has none */
  policy: string | null
  /** planted in this browser, for the host of the stage; taken away with the report */
  cookies?: readonly CookieWrite[]
}

/** By name; `start` comes first. Each leads to the next by its script, the last one reports. */
export type Pages = Record<string, (nonce: string) => StagePage>

type Visit = { pages: Pages; reported: (report: unknown) => void; planted: CookieWrite[] }

const timeoutMs = 30_000

/** Nobody opened the window in time, or its browser does not go along. */
export class NoWindow extends Error {
  constructor() {
    super('No window of a browser took part')
  }
}

/**
 * A window of a real browser that takes part in a run. It waits at its address for the next visit, goes through the
 * pages of that one, reports, and waits again. Whoever knows the id may report: it is not to be guessed.
 */
export class StageWindow {
  readonly id = randomUUID()
  #visit: Visit | null = null
  isOver = false

  constructor(private readonly origin: string) {}

  /** of a page, or of the place where the window waits; below another origin of the stage where one is named */
  url = (page = '', origin = this.origin) => `${origin}/${this.id}/${page}`

  get isWanted() {
    return this.#visit !== null
  }

  /** Leads the window through pages. @returns what the last one reported: it is to be validated
   *  @throws NoWindow when there is no report in time */
  async visit(pages: Pages): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined
    try {
      return await new Promise((reported, fail) => {
        this.#visit = { pages, reported, planted: [] }
        timer = setTimeout(() => fail(new NoWindow()), timeoutMs)
      })
    } finally {
      clearTimeout(timer)
      this.#visit = null
    }
  }

  page(name: string, nonce: string): StagePage | null {
    const pages = this.#visit?.pages ?? {}
    const page = Object.hasOwn(pages, name) ? pages[name]!(nonce) : null
    this.#visit?.planted.push(...(page?.cookies ?? []))
    return page
  }

  /** @returns what is to be taken away from the browser again */
  report(body: unknown): CookieWrite[] {
    const planted = this.#visit?.planted ?? []
    this.#visit?.reported(body)
    this.#visit = null
    return planted.map(({ name }) => ({ name, value: '', maxAgeSeconds: 0 }))
  }
}
