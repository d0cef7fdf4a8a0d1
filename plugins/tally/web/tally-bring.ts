import { total } from '@sangam/sdk'
import { company, css, format, go, html, LitElement, nothing, repo, run, sentence, t } from '@sangam/sdk/web'
import { balancesOf, bring, doubtsOf, type Lack, lacksOf, ledgerKey, Move, Piece, type Place, placesOf, type TallyBooks } from '../model.ts'
import { piecesOf, readFiles } from './files.ts'

/** So many pieces go in one request. */
const together = 8
const shown = 200

interface Read {
  readonly name: string
  readonly books: TallyBooks
  readonly lacks: readonly Lack[]
  readonly doubts: readonly Lack[]
  readonly rows: readonly { readonly ledger: string; readonly place: Place | null; readonly balance: string }[]
}

/** Brings the books of Tally: one chooses its files, looks at what they say, and puts all of it into the books. */
class TallyBring extends LitElement {
  static override properties = { found: { state: true }, problem: { state: true }, doing: { state: true } }
  declare found: Read | null
  declare problem: string
  /** What is under way, in words; nothing while one chooses and looks. */
  declare doing: string

  constructor() {
    super()
    this.found = null
    this.problem = ''
    this.doing = ''
  }

  static override styles = css`
    :host { display: block; block-size: 100%; }
    *, *::before, *::after { box-sizing: border-box; }
    ol { margin: 0 0 var(--sg-space-4); padding-inline-start: 20px; line-height: 1.7; color: var(--sg-text-2); }
    .drop { display: flex; flex-direction: column; gap: 10px; align-items: center; padding: var(--sg-space-5); border: 1px dashed var(--sg-border-strong); border-radius: var(--sg-radius-lg); background: var(--sg-surface); text-align: center; }
    .drop.over { border-color: var(--sg-accent); background: var(--sg-accent-soft); }
    input[type='file'] { position: absolute; inline-size: 1px; block-size: 1px; opacity: 0; }
    .wrong, .doubt { display: flex; flex-direction: column; gap: 4px; margin-block: var(--sg-space-3); padding: 10px 12px; border-radius: var(--sg-radius); }
    .wrong { background: var(--sg-danger-soft); color: var(--sg-danger); } .doubt { background: var(--sg-warning-soft); color: var(--sg-warning); }
    .counts { display: flex; flex-wrap: wrap; gap: var(--sg-space-2) var(--sg-space-5); margin-block: var(--sg-space-4); }
    .counts b { display: block; font-size: var(--sg-text-xl); font-weight: 650; font-variant-numeric: tabular-nums; }
    .counts span { color: var(--sg-text-2); font-size: var(--sg-text-sm); }
    .do { display: flex; flex-wrap: wrap; gap: var(--sg-space-2); align-items: center; margin-block: var(--sg-space-4); }
    table { inline-size: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
    th, td { padding: 5px 8px; border-block-end: 1px solid var(--sg-border); text-align: start; font-weight: 400; overflow-wrap: anywhere; }
    thead th { color: var(--sg-text-2); font-size: var(--sg-text-sm); font-weight: 500; }
    tfoot td { font-weight: 650; }
    .figure { text-align: end; white-space: nowrap; }
    @media (max-width: 760px) { .place { display: none; } }
  `

  protected override render(): unknown {
    return html`<sangam-page narrow heading=${t('Bring books from Tally')} .crumbs=${[{ label: t('Moves from Tally'), href: '/list/tally.move' }]}>
      ${this.problem ? html`<div class="wrong" role="alert">${this.problem}</div>` : nothing}
      ${this.doing ? html`<p role="status">${this.doing}</p><sangam-skeleton lines="6"></sangam-skeleton>` : this.found ? this.#look(this.found) : this.#choose()}</sangam-page>`
  }

  #choose(): unknown {
    return html`<ol>
        <li>${t('In Tally, open the company and the days that are wanted.')}</li>
        <li>${t('Export the masters (all of them) and the day book as XML.')}</li>
        <li>${t('Choose both files here. Nothing is posted before you have seen what they say.')}</li></ol>
      <div class="drop" @dragover=${(event: DragEvent) => this.#over(event, true)} @dragleave=${(event: DragEvent) => this.#over(event, false)} @drop=${(event: DragEvent) => this.#drop(event)}>
        <sangam-icon name="upload"></sangam-icon><span>${t('Drop the XML files of Tally here, or choose them.')}</span>
        <input id="files" type="file" multiple accept=".xml" aria-label=${t('XML files of Tally')} @change=${(event: Event) => void this.#read([...((event.target as HTMLInputElement).files ?? [])])} />
        <sangam-button kind="primary" @click=${() => this.renderRoot.querySelector<HTMLInputElement>('#files')?.click()}>${t('Choose files')}</sangam-button></div>`
  }

  #look({ books, lacks, doubts, rows }: Read): unknown {
    const count = (number: number, label: string): unknown => html`<div><b>${format.number(number)}</b><span>${label}</span></div>`
    const said = ({ text, values }: Lack): unknown => html`<span>${t(text, values)}</span>`
    const days = books.vouchers.map(voucher => voucher.date).sort()
    const sum = (credit: boolean): string =>
      format.amount({ amount: addUp(rows.map(row => row.balance).filter(one => one.startsWith('-') === credit)), currency: company()?.currency ?? 'INR' })
    return html`<div class="counts">${count(books.ledgers.length, t('ledgers'))}${count(books.vouchers.length, t('vouchers'))}
        ${days[0] ? html`<div><b>${format.date(days[0])} – ${format.date(days.at(-1) ?? days[0])}</b><span>${t('days')}</span></div>` : nothing}</div>
      ${lacks.length > 0 ? html`<div class="wrong" role="alert">${lacks.slice(0, 20).map(said)}${lacks.length > 20 ? html`<span>${t('And {count} more.', { count: lacks.length - 20 })}</span>` : nothing}</div>` : nothing}
      ${doubts.length > 0 ? html`<div class="doubt" role="note">${doubts.slice(0, 10).map(said)}${doubts.length > 10 ? html`<span>${t('And {count} more.', { count: doubts.length - 10 })}</span>` : nothing}</div>` : nothing}
      <div class="do"><sangam-button kind="primary" ?disabled=${lacks.length > 0} @click=${() => void this.#bring()}>${t('Put into the books')}</sangam-button>
        <sangam-button @click=${() => this.#anew()}>${t('Choose other files')}</sangam-button></div>
      <table><thead><tr><th scope="col">${t('Ledger in Tally')}</th><th class="place" scope="col">${t('Becomes')}</th><th class="figure" scope="col">${t('Debit')}</th><th class="figure" scope="col">${t('Credit')}</th></tr></thead>
        <tbody>${rows.slice(0, shown).map(row => html`<tr><td>${row.ledger}</td><td class="place">${wordsOf(row.place)}</td>${this.#sides(row.balance)}</tr>`)}</tbody>
        <tfoot><tr><td>${rows.length > shown ? t('The first {count} ledgers are shown; the sums are of all.', { count: shown }) : t('Total')}</td><td class="place"></td><td class="figure">${sum(false)}</td><td class="figure">${sum(true)}</td></tr></tfoot></table>`
  }

  #sides(balance: string): unknown {
    const figure = (amount: string): string => (amount === '0' ? '–' : format.amount({ amount, currency: company()?.currency ?? 'INR' }))
    const credit = balance.startsWith('-')
    return html`<td class="figure">${figure(credit ? '0' : balance)}</td><td class="figure">${figure(credit ? balance.slice(1) : '0')}</td>`
  }

  #over(event: DragEvent, over: boolean): void {
    event.preventDefault()
    ;(event.currentTarget as HTMLElement).classList.toggle('over', over)
  }

  #drop(event: DragEvent): void {
    event.preventDefault()
    void this.#read([...(event.dataTransfer?.files ?? [])])
  }

  #anew(): void {
    this.found = null
    this.problem = ''
  }

  async #read(files: readonly File[]): Promise<void> {
    if (files.length === 0) return
    const all = files.reduce((sum, file) => sum + file.size, 0)
    this.problem = ''
    try {
      const books = await readFiles(files, bytes => {
        this.doing = t('Reading: {part} %', { part: Math.floor((bytes / Math.max(all, 1)) * 100) })
      })
      const [places, balances] = [placesOf(books), balancesOf(books)]
      const rows = books.ledgers.map(({ name }) => ({
        ledger: name,
        place: places.get(ledgerKey(name)) ?? null,
        balance: balances.get(ledgerKey(name)) ?? '0',
      }))
      this.found = {
        name: files
          .map(file => file.name)
          .join(', ')
          .slice(0, 120),
        books,
        lacks: lacksOf(books),
        doubts: doubtsOf(books),
        rows,
      }
    } catch (error) {
      this.problem = sentence(error)
    }
    this.doing = ''
  }

  async #bring(): Promise<void> {
    if (!this.found || this.doing) return
    const { name, books } = this.found
    const pieces = piecesOf(books)
    try {
      this.doing = t('Sending: {part} %', { part: 0 })
      const { id } = await repo(Move).create({ name } as never)
      for (let start = 0; start < pieces.length; start += together) {
        await repo(Piece).createMany(pieces.slice(start, start + together).map((piece, at) => ({ move: id, at: start + at, ...piece })) as never)
        this.doing = t('Sending: {part} %', { part: Math.floor((Math.min(start + together, pieces.length) / pieces.length) * 100) })
      }
      this.doing = t('Posting {count} vouchers. This may take a minute.', { count: books.vouchers.length })
      await run(bring, id, {})
      await go(`/record/tally.move/${id}`)
    } catch (error) {
      // Of many vouchers each says its own: what they say alike is said once.
      const each = Object.values((error as { readonly fields?: { readonly [field: string]: string } }).fields ?? {})
      this.problem = each.length > 0 ? [...new Set(each)].slice(0, 5).join(' ') : sentence(error)
    }
    this.doing = ''
  }
}
customElements.define('tally-bring', TallyBring)

function wordsOf(place: Place | null): string {
  if (!place) return '–'
  if (place.kind === 'party') return place.role === 'receivable' ? t('A party that owes us') : t('A party that we owe')
  if (place.kind === 'role') return t('The account that is there')
  const words = { asset: t('An asset'), liability: t('A liability'), equity: t('Equity'), income: t('Income'), expense: t('An expense') }
  return words[place.type]
}

function addUp(amounts: readonly string[]): string {
  return total(amounts.map(amount => amount.replace('-', '')))
}
