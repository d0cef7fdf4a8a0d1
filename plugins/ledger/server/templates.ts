import { handle, hooks, minus, type RecordOf, type Refusal, UserError } from '@sangam/sdk'
import { tellingOf } from '../model/telling.ts'
import { beginEntry, Entry, Line, saveTemplate, Template, TemplateLine } from '../model.ts'
import { ofCompany } from './account-hooks.ts'
import { toldTo } from './dimensions.ts'
import { accountsOf, lineProblems, oneSide } from './entry-hooks.ts'

type Copied = Pick<RecordOf<typeof Line>, 'account' | 'debit' | 'credit' | 'party' | 'memo' | 'currency' | 'amount' | 'taxComponent' | 'taxBase' | 'taxRate'>

function copied({ account, debit, credit, party, memo, currency, amount, taxComponent, taxBase, taxRate }: Copied): Copied {
  return { account, debit, credit, party, memo, currency, amount, taxComponent, taxBase, taxRate }
}

/** What goes by an amount, which a template without amounts leaves open. */
const open = { debit: null, credit: null, currency: null, amount: null, taxBase: null, quantity: null, unit: null }

const saving = handle(saveTemplate, async (ctx, entry, { name, amounts }) => {
  const told = await toldTo(ctx, TemplateLine.name)
  const lines = entry.lines.map(line => ({ ...copied(line), ...tellingOf(line), ...told(line), ...(amounts ? {} : open) }))
  const { narration, journal, company } = entry
  const [made] = await ctx.repo(Template).make([{ name: (name ?? narration).slice(0, 100), narration, journal, company, lines }])
  if (!made) throw new Error('A template that was made was not given back.')
  return { entity: Template.name, id: made.id }
})

const beginning = handle(beginEntry, async (ctx, template, { date, narration }) => {
  const told = await toldTo(ctx, Line.name)
  const lines = template.lines.map(line => ({ ...copied(line), ...tellingOf(line), ...told(line) }))
  const { journal, company } = template
  if (lines.length === 0) throw new UserError('lines_missing', 'This template has no lines yet. Give it some first.', {}, 'lines')
  const [made] = await ctx.repo(Entry).make([{ narration: narration ?? template.narration, journal, company, date, lines }])
  if (!made) throw new Error('An entry that was made was not given back.')
  return { entity: Entry.name, id: made.id, open: true }
})

/** Lines of a template are held to what a draft is held to, so that an entry can be begun from it. */
const templateHooks = hooks(Template, {
  async check(ctx, changes) {
    const live = changes.map(({ next }) => (next?.active ? next : null))
    const accounts = await accountsOf(ctx, live)
    return live.flatMap((next, index): Refusal[] => {
      if (!next) return []
      const lines = next.lines.map(line => ({ ...line, due: null, base: minus(line.debit ?? '0', line.credit ?? '0') }))
      const asEntry = { ...next, lines, kind: 'normal', state: 'draft', sourceEntity: null, reverses: null }
      return [
        ...lineProblems(ctx, asEntry as unknown as RecordOf<typeof Entry>, accounts, index),
        ...lines.flatMap((line, at) => oneSide(line as never, index).map(one => ({ ...one, field: `lines.${at}.${one.field ?? 'debit'}` }))),
      ]
    })
  },
})

export const templateEntities = [Template, TemplateLine]
export const templateParts = [saveTemplate, beginEntry, ofCompany(Template), templateHooks, saving, beginning]
