import type { Model, ModelEntity } from '../../../core/registry/model.ts'
import type { TestClient } from '../client.ts'
import { byPosting } from './posting.ts'
import type { Maker } from './records.ts'

/** What of a plugin is checked, and who made its records. */
interface Checked {
  readonly model: Model
  readonly plugin: string
  readonly own: readonly ModelEntity[]
  readonly maker: Maker
}

/** What of a plugin is not refused to someone without roles: its actions, records and routes, a line for each. */
export async function openTo(nobody: TestClient, admin: TestClient, { model, plugin, own, maker }: Checked): Promise<string[]> {
  const open: string[] = []
  const refused = async (method: string, path: string, body?: object): Promise<void> => {
    const { status } = await nobody.ask(method, path, body)
    if (status !== 403 && status !== 404) open.push(`${method} ${path} answers ${status}`)
  }
  for (const entity of model.entities.values()) {
    const at = `/api/records/${entity.name}/${maker.made(entity.name)[0]?.id ?? '01970000-0000-7000-8000-000000000000'}`
    for (const [name, action] of entity.actions) if (action.plugin === plugin) await refused('POST', `${at}/actions/${name}`, {})
  }
  for (const entity of own) {
    const at = `/api/records/${entity.name}`
    const id = maker.made(entity.name)[0]?.id ?? ''
    await refused('GET', at)
    await refused('GET', `${at}/${id}`)
    await refused('GET', `${at}/${id}/history`)
    await refused('GET', `/api/export/${entity.name}`)
    await refused('POST', `/api/query/${entity.name}`, { group: [], measures: ['count'] })
    await refused('POST', at, (await maker.draw(entity.name)).values)
    await refused('PATCH', `${at}/${id}`, {})
    await refused('DELETE', `${at}/${id}`)
  }
  for (const route of model.routes)
    if (route.plugin === plugin && route.permission !== 'signedIn')
      await refused(route.method, `/api/plugins/${plugin}/x${route.path.replace(/:\w+/g, '1')}`, route.method === 'POST' ? {} : undefined)
  // What everybody who is signed in may ask for tells nothing of records, and changes none, to who has no right to them.
  const forAll = model.routes.filter(route => route.plugin === plugin && route.permission === 'signedIn')
  for (const { name } of own) open.push(...(await byPosting({ person: nobody, admin, maker }, forAll, name, maker.made(name))))
  return open
}
