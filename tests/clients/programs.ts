/** What an integrator writes with the types of a workspace: right uses, and wrong ones that the compiler must refuse. */
export const withTypes = `import type { Id, InputOf, NewOf, Page, PatchOf, RecordOf, Where } from './types.ts'

export const lead: NewOf<'leads.lead'> = { title: 'Looms', value: { amount: '12.50', currency: 'INR' }, x_colour: 'red', lines: [{ description: 'A', quantity: '2' }] }
export const patch: PatchOf<'leads.lead'> = { source: 'referral', x_colour: null }
export const where: Where<'leads.lead'> = {
  state: { in: ['open', 'won'] },
  owner: '$me',
  'value.amount': { gte: '1000' },
  lines: { some: { quantity: { gt: '1' } } },
  or: [{ x_colour: 'red' }, { expectedClose: { within: 'this_month' } }],
}
export const told = (one: RecordOf<'leads.lead'>): string => one.title + (one.value?.amount ?? '') + one.lines.length + (one.x_colour satisfies 'red' | 'green' | null)
export const titles = (page: Page<'leads.lead', 'title'>): readonly string[] => page.items.map(one => one.title + one.id)
export const vehicle: NewOf<'x.vehicle'> = { plate: 'MH 12' }
export const praise: InputOf<'deals.deal', 'praise'> = { words: 'Good' }
export const owner: Id<'core.user'> = 'a text that came from elsewhere'

// @ts-expect-error the title is required
export const without: NewOf<'leads.lead'> = { source: 'referral' }
// @ts-expect-error there is no such choice
export const strange: PatchOf<'leads.lead'> = { x_colour: 'pink' }
// @ts-expect-error there is no such field
export const unknown: PatchOf<'leads.lead'> = { color: 'red' }
// @ts-expect-error what the server works out is not written
export const computed: PatchOf<'leads.lead'> = { weighted: { amount: '1', currency: 'INR' } }
// @ts-expect-error an amount is a text
export const float: PatchOf<'leads.lead'> = { value: { amount: 12.5, currency: 'INR' } }
// @ts-expect-error there is no such state
export const state: Where<'leads.lead'> = { state: 'opened' }
// @ts-expect-error a state is not asked what it begins with
export const operator: Where<'leads.lead'> = { state: { startsWith: 'o' } }
// @ts-expect-error a list of what was chosen holds the fields that were asked for
export const unasked = (page: Page<'leads.lead', 'title'>) => page.items.map(one => one.source)
// @ts-expect-error the action needs words
export const silent: InputOf<'deals.deal', 'praise'> = {}
export const mixed = (one: RecordOf<'leads.lead'>): PatchOf<'leads.lead'> => ({
  // @ts-expect-error a party is no user
  owner: one.party,
})
`

/** What they write with a client that was generated from the API's document. */
export const withClient = `import createClient from 'openapi-fetch'
import type { paths } from './schema.d.ts'

export async function run(baseUrl: string, key: string) {
  const client = createClient<paths>({ baseUrl, headers: { Authorization: 'Bearer ' + key } })
  const made = await client.POST('/api/records/leads.lead', {
    params: { header: { 'Idempotency-Key': 'one' } },
    body: { title: 'Looms', value: { amount: '12.50', currency: 'INR' }, x_colour: 'red', lines: [{ description: 'A', quantity: '2' }] },
  })
  if (!made.data) throw new Error(made.error.detail)
  const { id, version } = made.data
  const at = { path: { id } }
  const changed = await client.PATCH('/api/records/leads.lead/{id}', { params: { ...at, header: { 'If-Match': '"' + version + '"' } }, body: { source: 'referral' } })
  const stale = await client.PATCH('/api/records/leads.lead/{id}', { params: { ...at, header: { 'If-Match': '"' + version + '"' } }, body: { source: 'phone' } })
  const list = await client.GET('/api/records/leads.lead', { params: { query: { where: JSON.stringify({ x_colour: 'red' }), count: 'exact' } } })
  const read = await client.GET('/api/records/leads.lead/{id}', { params: at })
  const amount: string | undefined = read.data?.value?.amount
  const choice: 'red' | 'green' | null | undefined = read.data?.x_colour
  const quantities: string[] | undefined = read.data?.lines.map(line => line.quantity)
  const lost = await client.POST('/api/records/leads.lead/{id}/actions/lose', { params: at, body: { lostReason: 'price' } })
  const removed = await client.DELETE('/api/records/leads.lead/{id}', { params: at })
  // @ts-expect-error there is no such choice
  void (() => client.PATCH('/api/records/leads.lead/{id}', { params: at, body: { x_colour: 'pink' } }))
  // @ts-expect-error the title is required
  void (() => client.POST('/api/records/leads.lead', { body: { source: 'phone' } }))
  return {
    source: changed.data?.source,
    refused: stale.error?.code,
    found: list.data?.items.map(one => one.title),
    count: list.data?.count,
    amount,
    choice,
    quantities,
    lost: lost.response.status,
    removed: removed.response.status,
  }
}
`
