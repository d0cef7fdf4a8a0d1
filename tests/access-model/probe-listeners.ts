import type { Json } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import { heard } from './live.ts'
import { conditionsOn, pathsOf } from './probe-questions.ts'
import { entity } from './probe-shape.ts'
import type { ProbeStage } from './probe-stage.ts'
import type { Chance } from './random.ts'

/** Those that are told of changes with the reader's role: hear what each was told, without what differs from one time to the next. */
export interface Listeners {
  hear(): Promise<string[]>
}

const notify = (user: string, path: string) => ({ do: 'notify', to: [{ user }], text: `{{ record.name }} {{ record.${path} }}` })

/** Webhooks and automations with conditions by chance, in the name of an administrator who acts as the reader's role. */
export async function listen(
  { platform, model, reader, things, ids }: ProbeStage,
  chance: Chance,
  size: { readonly each: number; readonly dry: number },
): Promise<Listeners> {
  const { admin } = platform
  const { owner } = platform.platform.world.db
  const paths = pathsOf(model.entities, things)
  const condition = (): object => chance.one(conditionsOn(model.entities, things, chance.one(paths)))
  // Not every condition fits its field: such are refused, and another is drawn.
  const saved = async (path: string, make: () => object): Promise<void> => {
    for (let status = 0; status !== 201; ) status = (await admin.ask('POST', path, make())).status
  }
  const common = { entity, runAs: 'x.reader' }
  const hook = { ...common, url: 'http://127.0.0.1:9/', verbs: ['update', 'remove', 'restore'] }
  const automation = { ...common, trigger: { on: 'changed', fields: ['stamp'] } }
  for (let at = 0; at < size.each; at += 1) {
    await saved('/api/webhooks', () => ({ ...hook, name: `Hook ${at}`, condition: condition() }))
    const steps = [notify(admin.userId, chance.one(paths))]
    await saved('/api/automations', () => ({ ...automation, name: `Automation ${at}`, steps, condition: condition() }))
  }
  const dry = Array.from({ length: size.dry }, () => {
    const branch = { do: 'branch', if: condition(), yes: [notify(admin.userId, chance.one(paths))] }
    const definition = { ...common, name: 'Dry', trigger: { on: 'created' }, condition: condition(), steps: [branch] }
    return { definition, record: chance.one(Object.values(ids).flat()) }
  })
  const touched = Object.values(ids).flatMap(list => list.slice(2, 5))
  const unused = await admin.post(
    `/api/records/${entity}`,
    [reader.userId, admin.userId, admin.userId].map((user, at) => ({
      name: `Unused ${at}`,
      owner: user,
      ...Object.fromEntries(things.fields.flatMap(field => (field.made ? [] : [[field.name, field.values[at] ?? null]]))),
    })) as never,
  )
  const gone = (unused as unknown as { id: string }[]).map(one => one.id)
  let stamp = 0
  return {
    async hear() {
      stamp += 1
      const all = (verb: string, among: readonly string[], more: object = {}) =>
        admin.post('/api/batch', among.map(id => ({ entity, verb, id, ...more })) as never)
      await all('update', touched, { patch: { stamp } })
      await all('remove', gone)
      await admin.post(`/api/bulk/${entity}`, { ids: gone, restore: true })
      await platform.settle()
      const told = await owner.run<{ said: string }>(sql`
        select w.name || ' ' || d.type || ' ' || d.record || ' ' || d.body as said
        from main.core_webhook_delivery d join main.core_webhook w on w.id = d.webhook order by w.name, d.type, d.record`)
      await owner.run(sql`delete from main.core_webhook_delivery`)
      const runs = await owner.run<{ said: string }>(sql`
        select a.name || ' ' || r.record || ' ' || r.state || ' ' || coalesce(r.record_title, '') || ' ' || coalesce(r.log::text, '') as said
        from main.core_automation_run r join main.core_automation a on a.id = r.automation where r.deleted_at is null`)
      await owner.run(sql`update main.core_automation_run set deleted_at = now()`)
      const tried: Json[] = []
      for (const one of dry) tried.push((await admin.ask('POST', '/api/automations/dry-run', one)).json)
      return [...told.map(one => one.said), ...runs.map(one => one.said).sort(), ...tried.map(one => JSON.stringify(one))].map(lasting)
    },
  }
}

const lasting = (said: string): string =>
  said.replace(/"(version|stamp)": ?\d+/g, '"$1":0').replace(/"(updatedAt|timestamp|time|requestId)": ?"[^"]*"/g, '"$1":""')

/** What the reader's open line tells them from the beginning on. */
export async function told({ platform, reader }: ProbeStage): Promise<string[]> {
  return (await heard(platform, reader.userId)).map(one => JSON.stringify(one)).sort()
}

/** Work of others on what the reader does not see. */
export async function workUnseen({ platform, ids, sheetIds }: ProbeStage): Promise<void> {
  const { admin } = platform
  const made = (await admin.post(`/api/records/${entity}`, { name: 'Thing unseen', owner: admin.userId })) as { id: string }
  await admin.patch(`/api/records/${entity}/${ids.closed[2]}`, { hiddenInteger: 7, name: 'Renamed' })
  await admin.patch(`/api/records/probe.sheet/${sheetIds.closed[2]}`, { hiddenLines: [{ name: 'amber' }], partlyLines: [] })
  await admin.delete(`/api/records/${entity}/${made.id}`)
  await admin.post(`/api/records/${entity}/${made.id}/restore`, {})
}
