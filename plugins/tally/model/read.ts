import { minus } from '@sangam/sdk'
import { Parser } from 'htmlparser2'
import type { TallyBill, TallyBooks, TallyGroup, TallyLedger, TallyLine, TallyType, TallyVoucher } from './books.ts'

/** An element with what is below it. */
interface Node {
  readonly tag: string
  readonly attributes: { readonly [name: string]: string }
  text: string
  readonly children: Node[]
}

const wanted = new Set(['GROUP', 'LEDGER', 'VOUCHERTYPE', 'VOUCHER'])
/** Deeper than any voucher of Tally; what goes deeper is none. */
const deepest = 40

/**
 * Reads what Tally exports (masters, vouchers, or both), as its text comes: one element of it is kept at a time. Tally writes control characters by their numbers, which XML does
 * not know, so it is read by a parser that forgives. What is no export of Tally gives empty books.
 *
 * @example const reader = tallyReader(); reader.write(text); const books = reader.end()
 */
export function tallyReader(): { write(text: string): void; end(): TallyBooks } {
  const groups: TallyGroup[] = []
  const ledgers: TallyLedger[] = []
  const types: TallyType[] = []
  const vouchers: TallyVoucher[] = []
  let path: Node[] = []
  let skipped = 0
  const take = (node: Node): void => {
    if (node.tag === 'GROUP') groups.push({ name: nameOf(node), parent: textOf(node, 'PARENT') })
    else if (node.tag === 'VOUCHERTYPE') types.push({ name: nameOf(node), parent: textOf(node, 'PARENT') })
    else if (node.tag === 'LEDGER') ledgers.push(ledgerOf(node))
    else {
      const voucher = voucherOf(node)
      if (voucher) vouchers.push(voucher)
    }
  }
  const parser = new Parser(
    {
      onopentag(tag, attributes) {
        const above = path.at(-1)
        if (!above && !wanted.has(tag)) return
        if (path.length >= deepest) {
          skipped += 1
          return
        }
        const node: Node = { tag, attributes, text: '', children: [] }
        above?.children.push(node)
        path.push(node)
      },
      ontext(text) {
        const node = path.at(-1)
        if (node && skipped === 0 && node.text.length < 4000) node.text += text
      },
      onclosetag(tag) {
        if (skipped > 0) skipped -= 1
        else if (path.at(-1)?.tag === tag) {
          const [node] = path
          path = path.slice(0, -1)
          if (path.length === 0 && node) take(node)
        }
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  return {
    write: text => parser.write(text),
    end: () => {
      parser.end()
      return { groups, ledgers, types, vouchers }
    },
  }
}

/** A whole text at once. */
export function readTally(text: string): TallyBooks {
  const reader = tallyReader()
  reader.write(text)
  return reader.end()
}

function ledgerOf(node: Node): TallyLedger {
  const closing = textOf(node, 'CLOSINGBALANCE')
  return {
    name: nameOf(node),
    parent: textOf(node, 'PARENT'),
    opening: debitOf(textOf(node, 'OPENINGBALANCE')),
    closing: closing === '' ? null : debitOf(closing),
    bills: below(node, 'BILLALLOCATIONS.LIST').flatMap(bill => {
      const amount = debitOf(textOf(bill, 'OPENINGBALANCE'))
      const days = daysOf(textOf(bill, 'BILLCREDITPERIOD'))
      return amount === '0' ? [] : [{ kind: 'new' as const, name: textOf(bill, 'NAME'), amount, date: dayOf(textOf(bill, 'BILLDATE')), days }]
    }),
    gstin: textOf(node, 'PARTYGSTIN') || null,
  }
}

/** What stands in the books: none that was cancelled, is a mere memorandum, or moves stock and no money. */
function voucherOf(node: Node): TallyVoucher | null {
  if (textOf(node, 'ISCANCELLED') === 'Yes' || textOf(node, 'ISOPTIONAL') === 'Yes' || textOf(node, 'ISDELETED') === 'Yes') return null
  const type = textOf(node, 'VOUCHERTYPENAME') || plain(node.attributes.VCHTYPE ?? '')
  const date = dayOf(textOf(node, 'DATE'))
  const own = ['ALLLEDGERENTRIES.LIST', 'LEDGERENTRIES.LIST'].map(tag => below(node, tag)).find(found => found.length > 0) ?? []
  const lines = own.map(lineOf).filter(line => line.amount !== '0')
  // An invoice with items has its sales or purchases below the items, unless its own lines come to nothing already.
  const items = ['ALLINVENTORYENTRIES.LIST', 'INVENTORYENTRIES.LIST']
    .flatMap(tag => below(node, tag))
    .flatMap(item => below(item, 'ACCOUNTINGALLOCATIONS.LIST'))
  const whole = sumOf(lines) === '0' ? lines : [...lines, ...items.map(lineOf).filter(line => line.amount !== '0')]
  if (whole.length === 0) return null
  const number = textOf(node, 'VOUCHERNUMBER')
  const id = textOf(node, 'GUID') || plain(node.attributes.REMOTEID ?? '') || `${type} ${number} ${date ?? ''}`
  return { id, type, number, date: date ?? '', narration: textOf(node, 'NARRATION'), reference: textOf(node, 'REFERENCE') || null, lines: together(whole) }
}

function lineOf(node: Node): TallyLine {
  return {
    ledger: textOf(node, 'LEDGERNAME'),
    amount: debitOf(textOf(node, 'AMOUNT')),
    bills: below(node, 'BILLALLOCATIONS.LIST').flatMap((bill): TallyBill[] => {
      const amount = debitOf(textOf(bill, 'AMOUNT'))
      const kind = kinds[textOf(bill, 'BILLTYPE').toLowerCase()] ?? 'account'
      return amount === '0'
        ? []
        : [{ kind, name: textOf(bill, 'NAME'), amount, date: dayOf(textOf(bill, 'BILLDATE')), days: daysOf(textOf(bill, 'BILLCREDITPERIOD')) }]
    }),
  }
}

const kinds: { readonly [said: string]: TallyBill['kind'] } = { 'new ref': 'new', 'agst ref': 'against', advance: 'advance', 'on account': 'account' }

/** Lines of one ledger without bills are one. */
function together(lines: readonly TallyLine[]): TallyLine[] {
  const found = new Map<string, TallyLine>()
  for (const [at, line] of lines.entries()) {
    const key = line.bills.length > 0 ? `${line.ledger} ${at}` : `${line.ledger} ${line.amount.startsWith('-') ? 'credit' : 'debit'}`
    const before = found.get(key)
    found.set(key, before ? { ...before, amount: minus(before.amount, minus('0', line.amount)) } : line)
  }
  return [...found.values()]
}

function sumOf(lines: readonly TallyLine[]): string {
  return lines.reduce((sum, line) => minus(sum, minus('0', line.amount)), '0')
}

/**
 * An amount of Tally as a debit or, below nothing, a credit. Of foreign money it says `-$1000.00 @ ₹ 83/$ = -₹ 83000.00`: what it is in the money of the books stands last.
 *
 * @example debitOf('-11800.00') // '11800'
 */
export function debitOf(text: string): string {
  const said = (text.split('=').at(-1) ?? '').replace(/[^0-9.-]/g, '')
  const figure = /^(-?)0*(\d+(?:\.\d+)?)$|^(-?)(\.\d+)$/.exec(said.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''))
  if (!figure) return '0'
  const [sign, value] = [figure[1] ?? figure[3] ?? '', figure[2] ?? `0${figure[4] ?? ''}`]
  return minus('0', `${sign}${value}`)
}

/** `20260405` and `5-Apr-2026` are the fifth of April; null for what is no day. */
export function dayOf(text: string): string | null {
  const figures = /^(\d{4})(\d\d)(\d\d)$/.exec(text)
  if (figures) return `${figures[1]}-${figures[2]}-${figures[3]}`
  const said = /^(\d{1,2})-([A-Za-z]{3})[a-z]*-(\d{4}|\d\d)$/.exec(text)
  const month = said ? months.indexOf((said[2] ?? '').toLowerCase()) : -1
  if (!said || month < 0) return null
  const year = (said[3] ?? '').length === 2 ? `20${said[3]}` : said[3]
  return `${year}-${String(month + 1).padStart(2, '0')}-${(said[1] ?? '').padStart(2, '0')}`
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

function daysOf(text: string): number | null {
  const found = /^(\d{1,4})\s*(day|week|month)?/i.exec(text)
  if (!found) return null
  const unit = { week: 7, month: 30 }[(found[2] ?? '').toLowerCase()] ?? 1
  return Number(found[1]) * unit
}

function below(node: Node, tag: string): Node[] {
  return node.children.filter(child => child.tag === tag)
}

function textOf(node: Node, tag: string): string {
  return plain(below(node, tag)[0]?.text ?? '')
}

/** Its name stands beside it, or in the list of the names that it is known by. */
function nameOf(node: Node): string {
  const listed = below(node, 'NAME.LIST').concat(below(node, 'LANGUAGENAME.LIST').flatMap(list => below(list, 'NAME.LIST')))
  return plain(node.attributes.NAME ?? '') || plain(listed[0] ? (below(listed[0], 'NAME')[0]?.text ?? '') : '')
}

/** Without what Tally puts before words that mean nothing (`\u0004 Not Applicable`). */
function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ').trim()
}
