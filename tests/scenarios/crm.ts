import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Json } from '@sangam/sdk'
import type { TestClient } from '@sangam/testing'

export const folder = join(import.meta.dirname, '..', 'data', 'crm-sales')

export interface Staged {
  readonly id: string
  readonly rows: number
  readonly columns: readonly { readonly index: number; readonly header: string }[]
  readonly suggestion: { readonly fields: { readonly [path: string]: object }; readonly key: string | null }
}

export interface Planned {
  readonly counts: { readonly create: number; readonly update: number; readonly same: number; readonly refuse: number }
  readonly problems: readonly { readonly field: string | null; readonly code: string; readonly rows: number }[]
  readonly unmatched: readonly {
    readonly field: string
    readonly texts: readonly { readonly text: string; readonly near: readonly { readonly id: string; readonly title: string }[] }[]
  }[]
}

export async function stageFile(client: TestClient, entity: string, name: string): Promise<Staged> {
  const { json, status } = await client.ask('POST', `/api/imports/${entity}?name=${name}`, readFileSync(join(folder, name), 'utf8'), {
    'Content-Type': 'text/csv',
  })
  if (status !== 201) throw new Error(JSON.stringify(json))
  return json as unknown as Staged
}

export async function planFile(client: TestClient, entity: string, id: string, mapping: object): Promise<Planned> {
  return (await client.post(`/api/imports/${entity}/${id}/plan`, mapping)) as unknown as Planned
}

/** Column numbers by their headers. */
export function columnsOf(staged: Staged): { readonly [header: string]: readonly number[] } {
  return Object.fromEntries(staged.columns.map(column => [column.header, [column.index]]))
}

/** Takes the whole data set in, as a person would through the wizard: what it asks is answered, rules are never switched off. */
export async function importCrm(client: TestClient): Promise<{ readonly [file: string]: Planned['counts'] }> {
  const counts: { [file: string]: Planned['counts'] } = {}
  const commit = async (entity: string, file: string, mapping: (staged: Staged) => object | Promise<object>): Promise<void> => {
    const staged = await stageFile(client, entity, file)
    const plan = await planFile(client, entity, staged.id, await mapping(staged))
    if (plan.counts.refuse > 0) throw new Error(`${file}: ${JSON.stringify(plan.problems)}`)
    counts[file] = ((await client.post(`/api/imports/${entity}/${staged.id}/commit`)) as unknown as Planned).counts
  }
  await commit('parties.party', 'accounts.csv', accounts)
  await commit('items.item', 'products.csv', products)
  await commit('core.team', 'sales_teams.csv', teams)
  await commit('leads.lead', 'sales_pipeline.csv', staged => deals(client, staged))
  return counts
}

export function accounts(staged: Staged): object {
  const at = columnsOf(staged)
  return {
    key: 'name',
    fields: {
      name: { columns: at.account },
      industry: { columns: at.sector },
      founded: { columns: at.year_established },
      revenue: { columns: at.revenue },
      employees: { columns: at.employees },
      parent: { columns: at.subsidiary_of },
      kind: { columns: [], constant: 'organisation' },
    },
  }
}

export function products(staged: Staged): object {
  const at = columnsOf(staged)
  return {
    key: 'name',
    fields: {
      name: { columns: at.product },
      description: { columns: at.series },
      price: { columns: at.sales_price, currency: 'USD' },
      kind: { columns: [], constant: 'goods' },
    },
  }
}

export function teams(staged: Staged): object {
  const at = columnsOf(staged)
  return {
    key: 'name',
    fields: {
      name: { columns: at.manager },
      leader: { columns: at.manager, missing: 'create' },
      region: { columns: at.regional_office },
      'members.user': { columns: at.sales_agent, missing: 'create' },
    },
  }
}

/** Stages are mapped by what they are called, GTXPro is GTX Pro, a deal without account is called by its number, and where the file lacks a reason for a loss one is given. */
export async function deals(client: TestClient, staged: Staged): Promise<object> {
  const at = columnsOf(staged)
  const stages = ((await client.get('/api/records/leads.stage?limit=50&fields=name,kind')) as { items: { id: string; name: string; kind: string }[] }).items
  const stage = (name: string): Json => stages.find(one => one.name === name)?.id ?? null
  const items = ((await client.get('/api/records/items.item?limit=50&fields=name')) as { items: { id: string; name: string }[] }).items
  return {
    key: 'externalId',
    fields: {
      title: { columns: [...(at.account ?? []), ...(at.opportunity_id ?? [])] },
      externalId: { columns: at.opportunity_id },
      externalSystem: { columns: [], constant: 'crm-sales' },
      owner: { columns: at.sales_agent, missing: 'create' },
      party: { columns: at.account },
      stage: { columns: at.deal_stage, values: { Won: stage('Won'), Lost: stage('Lost'), Engaging: stage('Engaging'), Prospecting: stage('Prospecting') } },
      engagedAt: { columns: at.engage_date, dateOrder: 'mdy' },
      actualClose: { columns: at.close_date, dateOrder: 'mdy' },
      value: { columns: at.close_value, currency: 'USD' },
      lostReason: { columns: [], fallback: 'not_recorded' },
      'lines.item': { columns: at.product, values: { GTXPro: items.find(item => item.name === 'GTX Pro')?.id ?? null } },
    },
  }
}
