import { css, html, LitElement, nothing, t } from '@sangam/sdk/web'
import { Reading } from './reading.ts'
import type { Query } from './span.ts'

/** What a report that is long gives of itself at a time, with what the next part is asked by. */
interface Part {
  readonly next: string | null
}

/** A report that is shown page by page. So many pages as are shown are all read anew as entries are posted; another question begins with the first. */
export abstract class PagedReport<Found extends Part> extends LitElement {
  static override properties = { query: { attribute: false } }
  declare query: Query
  protected readonly books = new Reading<Found>(this, () => this.#read())
  #pages = 1

  constructor() {
    super()
    this.query = {}
  }

  /** One page: the first, or that behind a place. */
  protected abstract onePage(after: string | null): Promise<Found>

  /** What is shown with one page more. */
  protected abstract joined(found: Found, more: Found): Found

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('query')) return
    this.#pages = 1
    void this.books.again()
  }

  /** The button for the next page, beside what is said of those that are shown. */
  protected more({ next }: Found, said: string | null = null): unknown {
    if (next === null) return nothing
    return html`<div class="more">${said === null ? nothing : html`<span role="note">${said}</span>`}<sangam-button @click=${() => this.#more()}>${t('Show more')}</sangam-button></div>`
  }

  #more(): void {
    this.#pages += 1
    void this.books.again()
  }

  async #read(): Promise<Found> {
    let found = await this.onePage(null)
    for (let read = 1; read < this.#pages && found.next !== null; read += 1) found = this.joined(found, await this.onePage(found.next))
    return found
  }
}

export const paged = css`
  .more { display: flex; flex-wrap: wrap; gap: var(--sg-space-2) var(--sg-space-3); align-items: center; margin-block-start: var(--sg-space-3); color: var(--sg-text-2); }
  @media print { .more sangam-button { display: none; } }
`
