import { type Ctx, type Id, type RecordOf, Records, UserError } from '@sangam/sdk'
import { Account, Line, type PostedEntry, type PostedLine } from '../model.ts'
import { missingOf, missingSentence } from './dimension-lines.ts'
import { knownDimensions } from './dimensions.ts'

type AccountId = Id<'ledger.account'>

/** What plugins tell of dimensions is told by fields that there are, and whole: who tells none, not even an empty set, is asked for none. */
export async function checkDimensions(ctx: Ctx, given: readonly PostedEntry[], accountOf: (entry: PostedEntry, line: PostedLine) => AccountId): Promise<void> {
  const told = given.flatMap(entry => entry.lines.flatMap(line => (line.dimensions ? [{ dimensions: line.dimensions, account: accountOf(entry, line) }] : [])))
  if (told.length === 0) return
  const fields = new Set((await ctx.use(Records).describe(Line.name))?.fields.flatMap(({ name, type }) => (type === 'reference' ? [name] : [])))
  const unknown = told.flatMap(({ dimensions }) => Object.keys(dimensions)).find(name => !fields.has(name))
  if (unknown !== undefined)
    throw new UserError('no_dimension', 'Entry lines have no reference “{name}”. Name a field of ledger.line in “dimensions”.', { name: unknown })
  const known = await knownDimensions(ctx)
  if (known.every(one => one.requiredFor.length === 0)) return
  const ids = [...new Set(told.map(one => one.account))] as AccountId[]
  const accounts = new Map<string, Pick<RecordOf<typeof Account>, 'name' | 'type'>>()
  for (let start = 0; start < ids.length; start += 500) {
    const { items } = await ctx.repo(Account).find({ where: { id: { in: ids.slice(start, start + 500) } }, fields: ['name', 'type'], limit: 500 })
    for (const one of items) accounts.set(String(one.id), one)
  }
  for (const { dimensions, account } of told) {
    const of = accounts.get(account)
    const missing = missingOf(dimensions, of?.type, known)
    if (missing && of) throw new UserError('dimension_needed', missingSentence, { account: of.name, dimension: missing.name })
  }
}
