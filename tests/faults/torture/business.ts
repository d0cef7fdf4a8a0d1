import type { Client } from './client.ts'

/** What the writers write in: accounts with rollups over entries; entries with numbers, links and a mark; and what an automation makes of some. */
const operations = [
  { op: 'addEntity', entity: 'x.account', label: 'Account', fields: [{ field: 'name', type: 'text' }] },
  { op: 'addEntity', entity: 'x.echo', label: 'Echo', plural: 'Echoes', fields: [{ field: 'token', type: 'text', options: { index: true } }] },
  {
    op: 'addEntity',
    entity: 'x.entry',
    label: 'Entry',
    plural: 'Entries',
    fields: [
      { field: 'token', type: 'text', options: { index: true, search: true, required: true } },
      { field: 'amount', type: 'decimal', options: { digits: 2 } },
      { field: 'number', type: 'series', options: { pattern: 'E-{0000}' } },
      { field: 'account', type: 'reference', options: { to: 'x.account' } },
      { field: 'others', type: 'references', options: { to: 'x.account' } },
      { field: 'echoed', type: 'boolean', options: { default: false } },
      { field: 'mark', type: 'text' },
    ],
  },
  { op: 'addField', entity: 'x.account', field: 'total', type: 'rollup', options: { of: 'x.entry', by: 'account', how: 'sum', field: 'amount' } },
  { op: 'addField', entity: 'x.account', field: 'entries', type: 'rollup', options: { of: 'x.entry', by: 'account', how: 'count' } },
]

export interface Business {
  /** Ids of accounts. */
  readonly accounts: readonly string[]
}

export async function makeBusiness(client: Client): Promise<Business> {
  await client.need('POST', '/api/model/apply', { operations })
  await client.need('POST', '/api/automations', {
    name: 'Echo',
    entity: 'x.entry',
    trigger: { on: 'created' },
    condition: { echoed: true },
    steps: [{ do: 'create', entity: 'x.echo', values: { token: '{{ record.token }}' } }],
  })
  const made = await client.need<{ id: string }[]>(
    'POST',
    '/api/records/x.account',
    Array.from({ length: 4 }, (_, at) => ({ name: `Account ${at}` })),
  )
  return { accounts: made.map(({ id }) => id) }
}
