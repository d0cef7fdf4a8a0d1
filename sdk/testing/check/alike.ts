import type { EntityMeta, FieldMeta, Json, Meta, Problem } from '@sangam/sdk'
import type { Model, ModelEntity, ModelField } from '../../../core/registry/model.ts'
import { faultIn, judges } from '../../../web/fields/judged.ts'
import type { TestClient } from '../client.ts'
import { drawFrom } from './draw.ts'
import { anyValue } from './hostile.ts'
import { invalidValues } from './invalid.ts'
import type { Maker, Values } from './records.ts'

/** How many values are drawn for each field, beside those that are wrong in any case. */
const many = 6
/** How many rows are asked about in one request. */
const mostRows = 400

/** What only the server can know: others' records, what was chosen before, what hooks and rules hold. */
const known: ReadonlySet<string> = new Set(['not_unique', 'retired_choice', 'reference_unknown', 'refused', 'locked', 'file', 'flow_start', 'forbidden'])

/** A value that is sent as a field of a record, or of its first line. */
interface Asked {
  readonly field: ModelField
  readonly meta: FieldMeta | undefined
  readonly lines: string | null
  readonly value: Json
  /** It is no value, whoever judges. */
  readonly wrong: boolean
}

/**
 * Sends values of every kind for each field of an entity and of its lines, and compares what the server says with what the browser says before it sends
 * anything: a line for each that one of them refuses and the other does not, or for another reason, and for each wrong one that is not refused with the
 * name of its field. The values are drawn from a seed, which stands in each line.
 */
export async function judgedApart(admin: TestClient, model: Model, maker: Maker, entity: ModelEntity, seed: number, count = many): Promise<string[]> {
  const meta = (await admin.get('/api/meta')) as unknown as Meta
  const asked = askedOf(model, meta, entity, { seed, count })
  const pattern = maker.made(entity.name)[0]?.values ?? {}
  const found: string[] = []
  for (let start = 0; start < asked.length; start += mostRows) {
    const rows = asked.slice(start, start + mostRows)
    const said = await refusalsOf(admin, entity.name, pattern, rows)
    for (const [row, one] of rows.entries()) {
      const why = apart(one, said[row] ?? [])
      if (why !== null) found.push(`${entity.name}.${placeOf(one)} = ${JSON.stringify(one.value).slice(0, 90)} ${why} (seed ${seed})`)
    }
  }
  return found
}

function askedOf(model: Model, meta: Meta, entity: ModelEntity, { seed, count }: { readonly seed: number; readonly count: number }): Asked[] {
  const draw = drawFrom(seed)
  const within = (of: ModelEntity, shape: EntityMeta | undefined, lines: string | null): Asked[] =>
    [...of.fields.values()].flatMap((field): Asked[] => {
      const line = field.type.type === 'lines' && lines === null && !field.options.readonly ? model.entities.get(field.to ?? '') : undefined
      const one = { field, meta: shape?.fields[field.name], lines }
      const wrong = lines === null ? invalidValues(field).map(value => ({ ...one, value, wrong: true })) : []
      // What the server fills in nobody types.
      const open =
        field.options.readonly || field.computed || field.name === of.linesOf?.by ? [] : Array.from({ length: count }, () => draw(anyValue(field, 'kz')))
      return [...wrong, ...open.map(value => ({ ...one, value, wrong: false })), ...(line ? within(line, meta.entities[line.name], field.name) : [])]
    })
  return within(entity, meta.entities[entity.name], null)
}

/** The codes with which the server refuses each value. One row more is no record at all, so that none of them is made. */
async function refusalsOf(admin: TestClient, name: string, pattern: Values, rows: readonly Asked[]): Promise<readonly (readonly string[])[]> {
  const records = rows.map(({ field, lines, value }) => ({
    ...pattern,
    ...(lines === null ? { [field.name]: value } : { [lines]: [{ [field.name]: value }] }),
  }))
  const { status, json } = await admin.ask('POST', `/api/records/${name}`, [...records, { ...pattern, noSuchField: 1 }])
  if (status !== 422) throw new Error(`${name}: values that are none are answered by ${status} ${JSON.stringify(json).slice(0, 300)}`)
  const { errors = [] } = json as unknown as Problem
  return rows.map((asked, at) => errors.filter(one => one.row === at && isAbout(asked, one.field)).map(one => one.code))
}

function placeOf({ field, lines }: Asked): string {
  return lines === null ? field.name : `${lines}.0.${field.name}`
}

function isAbout(asked: Asked, field: string | undefined): boolean {
  const place = placeOf(asked)
  return field === place || field?.startsWith(`${place}.`) === true || field?.startsWith(`${place}[`) === true
}

function apart({ meta, value, wrong }: Asked, codes: readonly string[]): string | null {
  if (wrong && codes.length === 0) return 'is not refused by the server with the name of its field'
  if (!meta || meta.readonly || !judges(meta)) return null
  const fault = faultIn(meta, value, meta.required)
  // What stands for nothing is filled in by the server; the form asks for it, so that nobody is surprised by what is filled in.
  if (fault?.code === 'required' && meta.default !== null && codes.length === 0) return null
  if (fault)
    return codes.includes(fault.code)
      ? null
      : `is refused by the browser (${fault.code}), and by the server ${codes.length > 0 ? `for another reason (${codes.join()})` : 'not at all'}`
  const surprises = codes.filter(code => !known.has(code))
  return surprises.length > 0 ? `is taken by the browser, and refused by the server (${surprises.join()})` : null
}
