import type { Json } from '@sangam/sdk'
import { parse } from 'csv-parse/sync'
import { importable } from '../../../core/records/import/profile.ts'
import { targetsOf } from '../../../core/registry/links.ts'
import type { Model, ModelEntity } from '../../../core/registry/model.ts'
import type { TestClient } from '../client.ts'

type Row = { readonly [header: string]: string }

export interface RoundTrip {
  readonly sent: readonly Row[]
  readonly came: readonly Row[]
  /** What the import said against rows or did not understand, as sentences. */
  readonly problems: readonly string[]
}

/** Exports records as CSV from one platform, imports the file into another as people do, and exports them there. */
export async function roundTrip(model: Model, entity: ModelEntity, ids: readonly string[], from: TestClient, to: TestClient): Promise<RoundTrip> {
  const fields = portable(model, entity)
  const before = await idsOf(to, entity.name)
  const file = await csvOf(from, entity.name, fields, ids)
  const sent = rowsOf(file)
  const problems = await importFile(to, entity, file, filledIn(sent, fields))
  const after = (await idsOf(to, entity.name)).filter(id => !before.includes(id))
  const came = after.length === 0 ? [] : rowsOf(await csvOf(to, entity.name, fields, after))
  return { sent: inOneOrder(sent), came: inOneOrder(came), problems }
}

/** Fields that a file can carry: of references, those whose records are known by a text. */
function portable(model: Model, entity: ModelEntity): string[] {
  return importable(entity)
    .filter(([, field]) => {
      const targets = targetsOf(field).flatMap(name => model.entities.get(name) ?? [])
      return targets.every(target => target.fields.get(target.title)?.type.type === 'text')
    })
    .map(([name]) => name)
}

async function csvOf(client: TestClient, entity: string, fields: readonly string[], ids: readonly string[]): Promise<string> {
  const where = encodeURIComponent(JSON.stringify({ id: { in: ids } }))
  const { status, json } = await client.ask('GET', `/api/export/${entity}?format=csv&sort=createdAt,id&fields=${fields.join()}&where=${where}`)
  if (status !== 200) throw new Error(`The export of ${entity} was refused: ${JSON.stringify(json)}`)
  return String(json)
}

function rowsOf(file: string): Row[] {
  return parse(file, { bom: true, columns: true }) as Row[]
}

/** Every file has one column for each field, and one more after each money field. */
function filledIn(rows: readonly Row[], fields: readonly string[]): (path: string, column: number) => boolean {
  return (path, column) => fields.includes(path) && rows.some(row => Object.values(row)[column] !== '')
}

interface Staged {
  readonly id: string
  readonly columns: readonly { readonly header: string; readonly index: number }[]
  readonly fields: readonly { readonly path: string; readonly label: string }[]
  readonly suggestion: { readonly key: string | null; readonly fields: { readonly [path: string]: { readonly columns: readonly number[] } } }
}

async function importFile(client: TestClient, entity: ModelEntity, file: string, filled: (path: string, column: number) => boolean): Promise<string[]> {
  const at = `/api/imports/${entity.name}`
  const answer = await client.ask('POST', `${at}?name=records.csv`, file, { 'Content-Type': 'text/csv' })
  if (answer.status !== 201) return [`The file was refused: ${JSON.stringify(answer.json)}`]
  const staged = answer.json as unknown as Staged
  const unknown = staged.columns.filter(column => {
    const field = staged.fields.find(one => one.label === column.header && !one.path.includes('.'))
    return field && filled(field.path, column.index) && !staged.suggestion.fields[field.path]?.columns.includes(column.index)
  })
  const fields = Object.fromEntries(Object.entries(staged.suggestion.fields).filter(([path]) => !path.includes('.')))
  const plan = (await client.post(`${at}/${staged.id}/plan`, { key: staged.suggestion.key, fields })) as unknown as Planned
  await client.post(`${at}/${staged.id}/commit`)
  return [
    ...unknown.map(column => `The column "${column.header}" is not taken for its own field.`),
    ...plan.problems.map(one => `${one.field ?? 'A row'}: ${one.message} ${JSON.stringify(one.values ?? {})}`),
  ]
}

interface Planned {
  readonly problems: readonly { readonly field: string | null; readonly message: string; readonly values?: Json }[]
}

async function idsOf(client: TestClient, entity: string): Promise<string[]> {
  const page = (await client.get(`/api/records/${entity}?fields=id&limit=500`)) as unknown as { items: { id: string }[] }
  return page.items.map(item => item.id)
}

function inOneOrder(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}
