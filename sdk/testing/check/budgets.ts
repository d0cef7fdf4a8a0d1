import { relatedOf } from '@sangam/sdk'
import type { Model, ModelEntity } from '../../../core/registry/model.ts'
import type { TestPlatform } from '../platform.ts'
import { isOncePerCompany, type Maker } from './records.ts'
import { statementsOf } from './statements.ts'

/** How many statements each may take: a list of fifty, a record, a list of related records under it, and saving one. Core's own share is one, two, two and eight. */
const most = { list: 5, record: 5, related: 5, save: 30 } as const

/** Sets of so many are saved. The larger holds a few kinds of values more, and so may take a few statements more: never one for each of a quarter of its records. */
const [few, many] = [20, 100]
const spread = 16

/** What reading and saving records of an entity asks of the database beyond what it may, each as a sentence with what mends it. */
export async function overBudget(platform: TestPlatform, model: Model, maker: Maker, entity: ModelEntity): Promise<readonly string[]> {
  const { name } = entity
  const { admin } = platform
  const problems: string[] = []
  const within = async (limit: number, what: string, fix: string, work: () => Promise<unknown>): Promise<void> => {
    const { sent } = await statementsOf(platform, work)
    if (sent.length > limit) problems.push(`${what} takes ${sent.length} statements, and may take ${limit}${repeatedIn(model, sent)}. ${fix}`)
  }
  const save = async (count: number): Promise<Saved> => {
    let sent: readonly string[] = []
    const records = await maker.makeSet(name, count, async set => {
      const asked = await statementsOf(platform, () => admin.ask('POST', `/api/records/${name}`, set))
      sent = asked.sent
      return asked.result
    })
    return { records, sent }
  }
  const list = (): Promise<unknown> => admin.get(`/api/records/${name}?limit=50`)
  // What a process learns when it is first asked it keeps.
  const once = isOncePerCompany(entity)
  if (!once) await save(1)
  const id = maker.made(name)[0]?.id ?? ''
  const record = (): Promise<unknown> => admin.get(`/api/records/${name}/${id}`)
  await list()
  await record()

  if (!once) problems.push(...overInSaving(model, name, [await save(1), await save(few), await save(many)]))
  await within(most.list, `A list of fifty ${name}`, 'Show fewer fields that come from elsewhere.', list)
  await within(most.record, `The page of a ${name}`, 'Show fewer fields that come from elsewhere.', record)
  const form = model.forms.get(name)
  for (const { entity: of, by } of form ? relatedOf(form) : [])
    await within(most.related, `The list of ${of} on the page of a ${name}`, 'Give it fewer columns that come from elsewhere.', () =>
      admin.post(`/api/query/${of}`, { where: { [by]: id }, limit: 10 }),
    )
  return problems
}

function overInSaving(model: Model, name: string, [one, fewer, more]: readonly [Saved, Saved, Saved]): string[] {
  if (grows(fewer, more))
    return [
      `Saving ${more.records} ${name} at once takes ${more.sent.length} statements, and ${fewer.records} take ${fewer.sent.length}: a hook asks record by record${repeatedIn(model, more.sent)}. ${forAll}`,
    ]
  if (one.sent.length <= most.save) return []
  return [`Saving one ${name} takes ${one.sent.length} statements, and may take ${most.save}${repeatedIn(model, one.sent)}. ${forAll}`]
}

const forAll =
  'A hook gets the whole set: ask for all of it by one ctx.repo(…).find({ where: { id: { in: ids } } }), and change others by one createMany or updateMany.'

interface Saved {
  readonly records: number
  readonly sent: readonly string[]
}

function grows(fewer: Saved, more: Saved): boolean {
  return more.sent.length - fewer.sent.length > Math.max(spread, (more.records - fewer.records) / 4)
}

/** Of what is asked again and again, where it is. */
function repeatedIn(model: Model, sent: readonly string[]): string {
  const times = new Map<string, number>()
  for (const text of sent) times.set(text, (times.get(text) ?? 0) + 1)
  const [text = '', count = 0] = [...times].sort((a, b) => b[1] - a[1])[0] ?? []
  const table = /\b(?:from|into|update) "main"\."(\w+)"/.exec(text)?.[1]
  const entity = [...model.entities.values()].find(one => one.table === table)
  return count > 1 && entity ? `, ${count} times for ${entity.name}` : ''
}
