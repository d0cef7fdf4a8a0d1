import invoicebooks from '@sangam/plugin-invoicebooks'
import invoicing from '@sangam/plugin-invoicing'
import { TaxGroup, WithholdingSection } from '@sangam/plugin-invoicing/model'
import items from '@sangam/plugin-items'
import leads from '@sangam/plugin-leads'
import ledger from '@sangam/plugin-ledger'
import { Account } from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import type { Json } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { expect } from 'vitest'

/** The same business twice: in one, work is sent record by record, in the other as one set. */
export interface Business {
  readonly platform: TestPlatform
  readonly owner: TestClient
  readonly colleague: TestClient
  readonly named: (name: string) => string
}
export type Write = { readonly entity: string; readonly id?: string; readonly values: { readonly [field: string]: unknown } }
export type Row = { readonly [field: string]: Json }

export async function begin(): Promise<Business> {
  const platform = await createTestPlatform({ plugins: [parties, items, leads, invoicing, ledger, invoicebooks] })
  platform.clock.set('2027-03-05T06:00:00Z')
  const owner = platform.admin
  await owner.post('/api/records/core.registration', { company: platform.company, kind: 'gstin', number: '27AAACR5055K1Z7' })
  const ids = new Map<string, string>()
  for (const { name, id } of (await owner.repo(Account).find({ fields: ['name'], limit: 500 })).items) ids.set(name, id)
  for (const { name, id } of (await owner.repo(TaxGroup).find({ limit: 50 })).items) ids.set(name, id)
  for (const { code, id } of (await owner.repo(WithholdingSection).find({ limit: 50 })).items) ids.set(code, id)
  const named = (name: string): string => ids.get(name) ?? expect.fail(`There is no ${name}.`)
  const colleague = await platform.person({ name: 'Bina', roles: ['leads.manager'] })
  return { platform, owner, colleague, named }
}

export const at = (entity: string): string => `/api/records/${entity}`
export const make = async ({ owner }: Business, entity: string, values: object): Promise<string> =>
  ((await owner.post(at(entity), values)) as { id: string }).id
const told = (status: number, json: Json): string => {
  const { errors, code } = json as { errors?: { code: string }[]; code?: string }
  return status < 300 ? 'done' : (errors?.[0]?.code ?? code ?? String(status))
}

/** Sends them one after the other; what came of each. */
export async function singly({ owner }: Business, writes: readonly Write[]) {
  const outcomes: string[] = []
  const made: Row[] = []
  for (const { entity, id, values } of writes) {
    const { status, json } = await (id === undefined ? owner.ask('POST', at(entity), values) : owner.ask('PATCH', `${at(entity)}/${id}`, values))
    outcomes.push(told(status, json))
    made.push(json as Row)
  }
  return { outcomes, made }
}

/** Sends them as one set; of one that is refused, at which place and why. */
export async function inOneSet({ owner }: Business, writes: readonly Write[]) {
  const { status, json } = await owner.ask(
    'POST',
    '/api/batch',
    writes.map(({ entity, id, values }) => (id === undefined ? { entity, verb: 'create', values } : { entity, verb: 'update', id, patch: values })),
  )
  if (status < 300) return { outcomes: writes.map(() => 'done'), made: json as unknown as Row[] }
  const { errors = [] } = json as unknown as { errors?: { row?: number; code: string }[] }
  return { outcomes: writes.map((_, row) => errors.find(one => one.row === row)?.code ?? 'done'), made: [] }
}

export const pick = (row: Row | undefined, fields: readonly string[]): Json[] => fields.map(field => row?.[field] ?? null)
export const read = async ({ owner }: Business, entity: string, ids: readonly string[], fields: readonly string[]): Promise<Json[][]> =>
  Promise.all(ids.map(async id => pick((await owner.get(`${at(entity)}/${id}`)) as Row, fields)))

export interface Case {
  /** What has to be there, and what is then written. */
  readonly writes: (business: Business) => Promise<readonly Write[]>
  /** What each answer is compared by. */
  readonly fields: readonly string[]
  /** What is compared beside the answers, once all is done. */
  readonly after?: (business: Business, writes: readonly Write[], made: readonly Row[]) => Promise<Json>
}

let made = 0
export const party = async (business: Business, more: object = {}): Promise<string> => {
  made += 1
  return make(business, 'parties.party', { name: `Party ${made}`, addresses: [{ kind: 'billing', stateCode: '27' }], ...more })
}
