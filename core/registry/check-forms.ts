import { type FormScreen, type RelatedList, relatedOf } from '@sangam/sdk'
import { valueProblems } from './check-views.ts'
import { conditionProblems } from './conditions.ts'
import { allForms } from './forms.ts'
import { targetsOf } from './links.ts'
import { type Model, type ModelEntity, partsOf } from './model.ts'
import { isName } from './names.ts'

/** What is wrong with the layouts of pages: each sentence names the layout, the part and the fix. */
export function checkForms(model: Model, problems: string[]): void {
  for (const form of allForms(model)) {
    if (form.role !== undefined && !model.roles.has(form.role))
      problems.push(`${named(form)}: there is no role ${form.role}. Take the layout out, or name a role that is there.`)
    problems.push(...formProblems(model, form))
  }
}

/** What is wrong with a layout, whoever it is for. */
export function formProblems(model: Pick<Model, 'entities'>, form: FormScreen): string[] {
  const entity = model.entities.get(form.entity)
  if (!entity) return [`${named(form)} is of an entity that no enabled plugin defines.`]
  return problemsOf(model, entity, form).map(problem => `${named(form)}: ${problem}.`)
}

function named({ entity, role }: FormScreen): string {
  return role === undefined ? `The form of ${entity}` : `The layout of ${entity} for ${role}`
}

function problemsOf(model: Pick<Model, 'entities'>, entity: ModelEntity, form: FormScreen): string[] {
  return [
    ...fieldProblems(entity, form),
    ...tabProblems(form),
    ...[...form.sections, ...(form.tabs ?? [])].flatMap(part => (part.when ? whenProblems(model, entity, part.label ?? '', part.when) : [])),
    ...relatedProblems(model, entity, relatedOf(form)),
  ]
}

function fieldProblems(entity: ModelEntity, { sections, hidden = [] }: FormScreen): string[] {
  const placed = sections.flatMap(section => section.fields.flat())
  const unknown = new Set([...placed, ...hidden].filter(name => !entity.fields.has(name)))
  const both = hidden.filter(name => placed.includes(name))
  return [
    ...[...unknown].map(name => `${entity.name} has no field "${name}". A form places the fields of its own entity`),
    ...twice(placed).map(name => `the field "${name}" stands in it twice. Take one of them out`),
    ...twice(hidden).map(name => `the field "${name}" is left out twice. Name it once`),
    ...both.map(name => `the field "${name}" stands in a section and is left out at once. Choose one`),
  ]
}

function tabProblems({ tabs = [], sections }: FormScreen): string[] {
  const names = tabs.map(tab => tab.name)
  const missing = new Set(sections.flatMap(({ tab }) => (tab === undefined || names.includes(tab) ? [] : [tab])))
  return [
    ...names.filter(name => !isName(name)).map(name => `a tab is called by a small letter and then letters and digits, such as terms; not "${name}"`),
    ...twice(names).map(name => `two tabs are called "${name}". Rename one`),
    ...[...missing].map(name => `a section stands under the tab "${name}", which is not there. Add it to \`tabs\``),
  ]
}

/** A page knows its record, and of what that points at no more than the name: what else a condition asks would stay unknown, and the part hidden. */
function whenProblems(model: Pick<Model, 'entities'>, entity: ModelEntity, label: string, when: object): string[] {
  const wrong = conditionProblems(model.entities, entity.name, when)
  const asked = matchesIn(when)
  const beyond = asked.map(([path]) => path).filter(path => looksBeyond(entity, path))
  const branches = asked.filter(([, match]) => typeof match === 'object' && match !== null && 'under' in match).map(([path]) => path)
  const teams = /"\$(myTeams|teamsILead)"/.exec(JSON.stringify(when))
  return [
    ...wrong,
    ...beyond.map(path => `the condition on "${path}" looks at another record. A part of a page is shown by fields of its own record`),
    ...branches.map(path => `the condition on "${path}" asks for a branch, which a page does not know. Name the records themselves, with in`),
    ...(teams ? [`a part of a page can't be shown by $${teams[1]}. Make a layout for a role instead`] : []),
  ].map(problem => `${label ? `"${label}"` : 'a section without a heading'} is shown by a condition: ${problem}`)
}

function looksBeyond(entity: ModelEntity, path: string): boolean {
  const [first = '', rest] = path.split('.')
  const field = entity.fields.get(first)
  if (path.includes(':')) return true
  return rest !== undefined && rest !== '$title' && !(field && (field.type.type === 'oneOf' || partsOf(field)[0]?.part !== undefined))
}

/** What a condition asks, path by path, through its groups. */
function matchesIn(condition: object): (readonly [path: string, match: unknown])[] {
  return Object.entries(condition).flatMap(([key, value]) =>
    (key === 'or' || key === 'and') && Array.isArray(value)
      ? value.flatMap(one => (typeof one === 'object' && one !== null ? matchesIn(one) : []))
      : key === 'not' && typeof value === 'object' && value !== null
        ? matchesIn(value)
        : [[key, value] as const],
  )
}

function relatedProblems(model: Pick<Model, 'entities'>, entity: ModelEntity, lists: readonly RelatedList[]): string[] {
  return [
    ...twice(lists.map(one => `${one.entity} by ${one.by}`)).map(name => `the related list of ${name} stands in it twice. Take one of them out`),
    ...lists.flatMap(({ entity: name, by, columns }) => {
      const other = model.entities.get(name)
      if (!other) return [`it shows related ${name}, which no enabled plugin defines`]
      const field = other.fields.get(by)
      const points = field !== undefined && targetsOf(field).includes(entity.name)
      return [
        ...(points ? [] : [`related ${name} by "${by}": ${name} has no field "${by}" that points at ${entity.name}`]),
        ...columns.flatMap(path => valueProblems(model.entities, name, path).map(problem => `related ${name}: ${problem}`)),
      ]
    }),
  ]
}

function twice(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))]
}
