import { createHash } from 'node:crypto'
import { Journal, type PostedEntry, type PostedLine } from '@sangam/plugin-ledger/model'
import { addDays, type Ctx, type Id, minus, total } from '@sangam/sdk'
import { ledgerKey, type TallyBill, type TallyBooks, type TallyLedger, type TallyVoucher } from '../model.ts'
import type { RoleOn, Target } from './accounts.ts'

/** Where an entry came from: by it the same voucher is posted once. */
export const sources = { opening: 'tally.opening', voucher: 'tally.voucher' } as const

/** What Tally's own kinds of vouchers stand in here. */
const journalKinds: { readonly [type: string]: string } = {
  sales: 'sales',
  'credit note': 'sales',
  purchase: 'purchase',
  'debit note': 'purchase',
  payment: 'bank',
  receipt: 'bank',
  contra: 'bank',
}

/** Which journal a voucher of each kind stands in; the general one where nothing else fits. */
export async function journalsFor(ctx: Ctx, company: Id<'core.company'>, { types }: TallyBooks): Promise<(type: string) => string | undefined> {
  const { items } = await ctx.repo(Journal).find({ where: { company }, fields: ['kind', 'code'], sort: ['-code'], limit: 200 })
  const journals = new Map<string, string>(items.map(({ id, kind }) => [kind, id]))
  const parents = new Map(types.map(one => [ledgerKey(one.name), ledgerKey(one.parent)]))
  return type => {
    let at = ledgerKey(type)
    for (let steps = 0; steps < 10 && !Object.hasOwn(journalKinds, at) && parents.has(at) && parents.get(at) !== at; steps += 1) at = parents.get(at) ?? ''
    return journals.get(journalKinds[at] ?? 'general')
  }
}

/**
 * On which account each line of a ledger stands: what a role means on its day. What settles a bill stands where the bill does, whatever the role means since, so that both can be matched.
 */
export class Placing {
  readonly #roleOn: RoleOn
  readonly #bills = new Map<string, string>()
  readonly #used = new Map<Target, Set<string>>()

  constructor(roleOn: RoleOn) {
    this.#roleOn = roleOn
  }

  of(target: Target, day: string, bill?: TallyBill): string {
    if ('account' in target) return target.account
    const key = bill && bill.name !== '' ? `${target.party} ${target.role} ${ledgerKey(bill.name)}` : null
    const begun = key === null || bill?.kind === 'new' ? undefined : this.#bills.get(key)
    const account = begun ?? this.#roleOn(target.role, day, target.tags)
    if (key !== null) this.#bills.set(key, account)
    this.#used.set(target, (this.#used.get(target) ?? new Set()).add(account))
    return account
  }

  /** All accounts on which something of a ledger was placed, the last one last. */
  placed(target: Target): readonly string[] {
    return 'account' in target ? [target.account] : [...(this.#used.get(target) ?? [])]
  }
}

/** What all ledgers begin with, each bill of a party by itself; what is left over stands against the account of opening balances. Null where nothing begins with anything. */
export function openingOf(
  company: string,
  date: string,
  { ledgers }: TallyBooks,
  targets: ReadonlyMap<string, Target>,
  placing: Placing,
  { account: opening, narration }: { readonly account: string; readonly narration: string },
): PostedEntry | null {
  const lines = ledgers.flatMap((ledger: TallyLedger): PostedLine[] => {
    const target = targets.get(ledgerKey(ledger.name))
    return target && ledger.opening !== '0' ? linesOf(placing, target, ledger.opening, ledger.bills, date) : []
  })
  const left = total(lines.map(signed))
  const whole = left === '0' ? lines : [...lines, sided({ account: { id: opening } }, minus('0', left))]
  if (whole.length === 0) return null
  return { company, date, narration, kind: 'opening', source: { entity: sources.opening, id: company, version: 1 }, lines: whole }
}

/** A voucher as an entry: what settles bills has a line for each of them. */
export function entryOf(
  company: string,
  voucher: TallyVoucher,
  targets: ReadonlyMap<string, Target>,
  placing: Placing,
  journalOf: (type: string) => string | undefined,
): PostedEntry {
  const { id, type, number, date, narration, reference } = voucher
  const journal = journalOf(type)
  const paper = (reference ?? number).slice(0, 60)
  return {
    ...{ company, date, narration: (narration || `${type} ${number}`.trim()).slice(0, 300) },
    ...(journal !== undefined && { journal }),
    ...(paper !== '' && { reference: paper }),
    source: { entity: sources.voucher, id: keyOf(company, id), version: 1 },
    lines: voucher.lines.flatMap(line => {
      const target = targets.get(ledgerKey(line.ledger))
      return target ? linesOf(placing, target, line.amount, line.bills, date) : []
    }),
  }
}

/** The same voucher brought into another company is another entry: who tries in one company first does the real one after it. */
function keyOf(company: string, id: string): string {
  return createHash('sha256').update(`${company} ${id}`).digest('hex').slice(0, 40)
}

function linesOf(placing: Placing, target: Target, amount: string, bills: readonly TallyBill[], date: string): PostedLine[] {
  const { party } = target
  const of = (bill?: TallyBill) => ({ account: { id: placing.of(target, date, bill) }, ...(party !== null && { party }) })
  if (party === null || bills.length === 0) return [sided(of(), amount)]
  const rest = minus(amount, total(bills.map(bill => bill.amount)))
  const each = bills.map(bill => ({
    ...sided(of(bill), bill.amount),
    ...(bill.name !== '' && { memo: bill.name.slice(0, 200) }),
    ...(bill.kind === 'new' && { due: addDays(bill.date ?? date, bill.days ?? 0) }),
  }))
  return rest === '0' ? each : [...each, sided(of(), rest)]
}

function sided(of: Pick<PostedLine, 'account' | 'party'>, amount: string): PostedLine {
  return amount.startsWith('-') ? { ...of, credit: amount.slice(1) } : { ...of, debit: amount }
}

function signed({ debit, credit }: PostedLine): string {
  return minus(debit ?? '0', credit ?? '0')
}
