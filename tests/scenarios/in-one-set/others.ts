import type { Json } from '@sangam/sdk'
import { at, type Business, type Case, make, party, pick, type Row } from './business.ts'

/** What the colleague of a business was told: of several comments on one record that are written at once, once. */
async function heardOf({ platform, colleague }: Business): Promise<Json> {
  await platform.settle()
  const { items } = (await colleague.get('/api/notifications')) as unknown as { items: { text: string }[] }
  return [...new Set(items.map(({ text }) => text))].sort()
}

/** What is asked of leads, parties and what the platform itself keeps. */
export const ofOthers: { readonly [said: string]: Case } = {
  'Parties that stand above one another': {
    writes: async business => {
      const [one, other] = [await party(business), await party(business)]
      return [
        { entity: 'parties.party', id: one, values: { parent: other } },
        { entity: 'parties.party', id: other, values: { parent: one } },
      ]
    },
    fields: ['version'],
  },
  'Activities on one lead': {
    writes: async business => {
      const lead = await make(business, 'leads.lead', { title: 'Panels' })
      return ['2027-03-03T10:00:00Z', '2027-03-04T10:00:00Z', '2027-03-02T10:00:00Z'].map(doneAt => ({
        entity: 'core.activity',
        values: { entity: 'leads.lead', record: lead, kind: 'call', subject: 'Called', doneAt },
      }))
    },
    fields: ['kind', 'recordTitle'],
    after: async ({ owner }, _, made) => {
      const lead = ((await owner.get(`${at('core.activity')}/${made[0]?.id}`)) as Row).record
      return pick((await owner.get(`${at('leads.lead')}/${lead}`)) as Row, ['lastActivityAt', 'firstResponseAt'])
    },
  },
  'Reports by mail beyond what one person may have': {
    writes: async business => {
      const report = { entity: 'leads.lead', definition: { columns: ['title'] }, format: 'csv' }
      await business.owner.post(
        at('core.scheduledReport'),
        Array.from({ length: 49 }, (_, place) => ({ ...report, name: `Report ${place}` })),
      )
      return ['One', 'Two', 'Three'].map(name => ({ entity: 'core.scheduledReport', values: { ...report, name } }))
    },
    fields: ['name', 'nextAt'],
  },
  'Tasks for a colleague, and what is said of them': {
    writes: async business => {
      const lead = await make(business, 'leads.lead', { title: 'Pumps' })
      return ['Call', 'Write', 'Visit'].map(subject => ({
        entity: 'core.activity',
        values: { entity: 'leads.lead', record: lead, kind: 'task', subject, assignee: business.colleague.userId, due: '2027-03-09T06:00:00Z' },
      }))
    },
    fields: ['subject', 'recordTitle'],
    after: heardOf,
  },
  'Comments that name a colleague': {
    writes: async business => {
      const lead = await make(business, 'leads.lead', { title: 'Valves' })
      return ['One', 'Two', 'Three'].map(body => ({
        entity: 'core.comment',
        values: { entity: 'leads.lead', record: lead, body, mentions: [business.colleague.userId] },
      }))
    },
    fields: ['body', 'editedAt'],
    after: heardOf,
  },
  'Rates of one day': {
    writes: async () => ['83', '84'].map(rate => ({ entity: 'core.rate', values: { from: 'USD', to: 'INR', day: '2027-03-05', kind: 'spot', rate } })),
    fields: ['rate'],
  },
  'Pipelines that are both to be the usual one': {
    writes: async () => ['North', 'South'].map(name => ({ entity: 'leads.pipeline', values: { name, isDefault: true } })),
    fields: ['name'],
    after: async ({ owner }) =>
      ((await owner.get(`${at('leads.pipeline')}?where=${JSON.stringify({ isDefault: true })}`)) as unknown as { items: { name: string }[] }).items.map(
        ({ name }) => name,
      ),
  },
  'Companies that come together': {
    writes: async () =>
      ['Mills', 'Foods'].map(name => ({ entity: 'core.company', values: { name, code: name.slice(0, 2).toUpperCase(), country: 'IN', currency: 'INR' } })),
    fields: ['name'],
    after: async ({ owner }, _, made) =>
      Promise.all(
        made.map(async ({ id }) => {
          const where = JSON.stringify({ company: id })
          const counts: number[] = []
          for (const entity of ['ledger.account', 'ledger.journal', 'ledger.accountRole', 'ledger.fiscalYear', 'ledger.reminderLevel'])
            counts.push(((await owner.get(`${at(entity)}?where=${where}&count=exact&limit=1`)) as unknown as { count: number }).count)
          return counts
        }),
      ),
  },
}
