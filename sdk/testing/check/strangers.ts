import type { ModelEntity } from '../../../core/registry/model.ts'
import type { TestClient } from '../client.ts'
import type { Made } from './records.ts'

interface Link {
  readonly id: string
  readonly record: string
  readonly path: string
}

/** How many records are made until one can be shown. */
const tries = 6

/** Makes a link to a record for who has none: its way in, without the host. */
export async function linkTo(person: TestClient, entity: string, record: string): Promise<Link | string> {
  const { status, json } = await person.ask('POST', `/api/records/${entity}/${record}/links`, {})
  const { id, address = '', detail = '' } = json as { readonly id: string; readonly address?: string; readonly detail?: string }
  return status === 201 ? { id, record, path: new URL(address, 'http://localhost').pathname } : detail
}

/**
 * Opens the page that an entity has for whoever has a link, as a stranger: it can be read in every language and taken along, nobody without rights makes one,
 * and what was stopped or thrown away shows nothing. A line for each that is otherwise.
 */
export async function strangersSee(
  { admin, guest, nobody }: { readonly admin: TestClient; readonly guest: TestClient; readonly nobody: TestClient },
  entity: ModelEntity,
  make: () => Promise<Made>,
): Promise<string[]> {
  const { name } = entity
  const link = await firstLink(admin, entity, make)
  if (typeof link === 'string')
    return [
      `No link could be made to any of ${tries} random ${name}, as the owner is told: “${link}” So its public page was not opened. Give \`examples\` of which it can be shown.`,
    ]
  const said: string[] = []
  const answers = async (path: string, wanted: number, what: string): Promise<void> => {
    const { status } = await guest.ask('GET', path)
    if (status !== wanted) said.push(`${what} answers ${status}, and not ${wanted}.`)
  }
  const page = `The page of a link to ${name}`
  for (const language of ['en', 'hi']) await answers(`${link.path}?lang=${language}`, 200, `${page}, in ${language},`)
  await answers(`${link.path}/paper.pdf?lang=hi`, 200, `${page}, as a PDF in hi,`)
  await answers(`${link.path.slice(0, -43)}${'x'.repeat(43)}`, 404, `${page} that nobody made`)
  if (typeof (await linkTo(nobody, name, link.record)) !== 'string') said.push(`Someone without roles makes a link to ${name}.`)
  await admin.delete(`/api/records/${name}/${link.record}/links/${link.id}`)
  for (const path of [link.path, `${link.path}/paper.pdf`]) await answers(path, 410, `${page} that was stopped`)
  return [...said, ...(await fromBin(admin, guest, entity, link.record))]
}

/** A record that lies in the bin is shown to nobody, and is shown again by the same link when it is put back. */
async function fromBin(admin: TestClient, guest: TestClient, { name, bin }: ModelEntity, record: string): Promise<string[]> {
  const link = await linkTo(admin, name, record)
  const at = `/api/records/${name}/${record}`
  if (!bin || typeof link === 'string' || (await admin.ask('DELETE', at)).status >= 400) return []
  const { status } = await guest.ask('GET', link.path)
  await admin.post(`${at}/restore`)
  return status === 410 ? [] : [`The page of a link to ${name} that lies in the bin answers ${status}, and not 410.`]
}

/** A link to the first record that can be shown, as it was made or after an action or an arrow; where none can, what is told instead. */
async function firstLink(admin: TestClient, entity: ModelEntity, make: () => Promise<Made>): Promise<Link | string> {
  let told = ''
  for (let made = 0; made < tries; made += 1) {
    const { id } = await make()
    const link = await linkTo(admin, entity.name, id)
    if (typeof link !== 'string') return link
    told = link
    for (const [method, path, body] of turnsOf(entity)) {
      const { status } = await admin.ask(method, `/api/records/${entity.name}/${id}${path}`, body)
      const next = status < 400 ? await linkTo(admin, entity.name, id) : told
      if (typeof next !== 'string') return next
    }
  }
  return told
}

function turnsOf(entity: ModelEntity): [string, string, object][] {
  const flows = [...entity.fields.values()].filter(field => field.type.type === 'flow')
  return [
    ...[...entity.actions.keys()].map((action): [string, string, object] => ['POST', `/actions/${action}`, {}]),
    ...flows.flatMap(({ name, options }) =>
      Object.keys((options.states ?? {}) as object).map((state): [string, string, object] => ['PATCH', '', { [name]: state }]),
    ),
  ]
}
