import { can, go, LitElement, live, repo, run, sentence, t, toast, today } from '@sangam/sdk/web'
import { Entry, post } from '../../model.ts'
import type { Query } from '../span.ts'
import { type Books, journalFor, readBalances, readBooks, readLast, readNarrations } from './books.ts'
import { lackSentence } from './sayings.ts'
import { type AccountChoice, blank, entryLines, isKind, type Kind, lackOf, type Voucher, type VoucherLine } from './voucher.ts'

/** A voucher that was posted while one was at it. */
export interface Done {
  readonly id: string
  readonly number: string
  readonly narration: string
  readonly total: string
}

/** What the screen of vouchers knows and does, without how it looks: the voucher that is written, what it is written with, and what becomes of it. */
export abstract class VoucherDesk extends LitElement {
  static override properties = { query: { attribute: false }, voucher: { state: true }, problems: { state: true }, busy: { state: true } }
  declare query: Query
  declare voucher: Voucher
  declare problems: readonly string[]
  declare busy: boolean
  protected books: Books | null = null
  protected failure: unknown = null
  protected balances: ReadonlyMap<string, string> = new Map()
  protected narrations: readonly string[] = []
  protected posted: readonly Done[] = []
  /** What was saved and could not be posted: it is posted the next time, and not written twice. */
  protected draft: string | null = null
  /** The account of bank or cash that was used last. */
  protected usual: AccountChoice | null = null
  #stop: () => void = () => undefined

  constructor() {
    super()
    this.query = {}
    this.voucher = blank('payment', today(), null)
    this.problems = []
    this.busy = false
  }

  /** Puts the hand to the first field of a blank voucher. */
  protected abstract first(): void
  /** Puts the hand to the narration. */
  protected abstract narrate(): void

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stop = live(Entry.name, () => void this.count())
    void this.begin()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop()
  }

  protected async begin(): Promise<void> {
    try {
      this.books = await readBooks()
      this.failure = null
      const cash = this.money()
      this.usual = cash.find(one => one.control === 'bank') ?? cash[0] ?? null
      const kind = isKind(this.query.kind) ? this.query.kind : 'payment'
      this.voucher = blank(kind, today(), this.usual)
      this.requestUpdate()
      await this.updateComplete
      this.first()
      await Promise.all([this.count(), this.remember()])
    } catch (error) {
      this.failure = error
      this.requestUpdate()
    }
  }

  protected async count(): Promise<void> {
    // Balances are a help beside the accounts: without the right to see them one writes all the same.
    if (can('ledger.balance:read')) this.balances = await readBalances().catch(() => this.balances)
    this.requestUpdate()
  }

  protected async remember(): Promise<void> {
    if (this.books) this.narrations = await readNarrations(this.books, this.voucher.kind).catch(() => [])
    this.requestUpdate()
  }

  protected money(): readonly AccountChoice[] {
    return (this.books?.accounts ?? []).filter(one => one.control === 'bank' || one.control === 'cash')
  }

  protected change(more: Partial<Voucher>): void {
    // What an account told where it is written again is of that account.
    const { carried: _, ...plain } = this.voucher
    this.voucher = { ...(more.through === undefined ? this.voucher : plain), ...more }
    this.problems = []
    if (more.through) this.usual = more.through
  }

  protected changeLine(at: number, more: Partial<VoucherLine>): void {
    const changed = ({ carried, ...line }: VoucherLine): VoucherLine => ({ ...line, ...(carried && more.account === undefined && { carried }), ...more })
    this.change({ lines: this.voucher.lines.map((line, place) => (place === at ? changed(line) : line)) })
  }

  protected drop(at: number): void {
    this.change({ lines: this.voucher.lines.filter((_, place) => place !== at) })
  }

  /** Another kind begins a blank voucher; what was typed stays where it fits both. */
  protected turn(kind: Kind): void {
    const { date, narration } = this.voucher
    this.voucher = { ...blank(kind, date, this.usual), narration }
    this.problems = []
    this.draft = null
    void this.remember()
    void this.updateComplete.then(() => this.first())
  }

  protected async copy(): Promise<void> {
    if (!this.books || this.busy) return
    try {
      const last = await readLast(this.books, this.voucher.kind, this.voucher.date)
      if (!last) return toast(t('There is no voucher of this kind that could be copied.'))
      this.change(last)
      this.narrate()
    } catch (error) {
      toast(sentence(error), { kind: 'problem' })
    }
  }

  protected async postIt(): Promise<void> {
    const lack = lackOf(this.voucher)
    if (lack) {
      this.problems = [lackSentence(this.voucher, lack)]
      return
    }
    await this.alone(async () => {
      const id = await this.written()
      await run(post, id as never, {})
      const { number, narration, total: sum } = await repo(Entry).get(id as never, { fields: ['number', 'narration', 'total'] })
      this.posted = [{ id, number, narration, total: sum }, ...this.posted].slice(0, 8)
      this.clear()
    })
  }

  protected async save(): Promise<void> {
    await this.alone(async () => {
      const id = await this.written()
      this.clear()
      toast(t('It is kept as a draft.'), { action: { label: t('Open the entry'), run: () => void go(`/record/ledger.entry/${id}`) } })
    })
  }

  protected async written(): Promise<string> {
    const { date, narration } = this.voucher
    const values = { date, narration, journal: this.books ? journalFor(this.books, this.voucher) : null, lines: entryLines(this.voucher) } as never
    const { id } = this.draft === null ? await repo(Entry).create(values) : await repo(Entry).update(this.draft as never, values)
    this.draft = id
    return id
  }

  protected clear(): void {
    const { kind, date } = this.voucher
    this.draft = null
    this.voucher = blank(kind, date, this.usual)
    this.problems = []
    void this.remember()
    void this.updateComplete.then(() => this.first())
  }

  /** One thing at a time: a second press while the first is under way does nothing. */
  protected async alone(does: () => Promise<void>): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      await does()
    } catch (error) {
      const each = Object.values((error as { readonly fields?: { readonly [field: string]: string } }).fields ?? {})
      this.problems = each.length > 0 ? [...new Set(each)] : [sentence(error)]
    } finally {
      this.busy = false
    }
  }
}
