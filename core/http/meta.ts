import type { ActionMeta, EntityMeta, FieldMeta, Json, Meta } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import { hasEverything } from '../access/access.ts'
import { knownBoard, knownCondition, knownDashboard, knownFlow, knownForm, knownList, knownRules, readable, type Told } from '../access/told.ts'
import { buttonsFor } from '../automations/buttons.ts'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { documentsOffered } from '../print/documents.ts'
import { definedRules } from '../records/duplicates/rules.ts'
import { find } from '../records/find.ts'
import { fieldOf } from '../registry/build.ts'
import { formFor } from '../registry/forms.ts'
import type { Model, ModelEntity, ModelField } from '../registry/model.ts'
import { verbsOf } from '../registry/verbs.ts'
import type { SignedIn } from './env.ts'
import { standingOf } from './meta-standing.ts'

/** The screens that plugins draw. What was for newcomers leaves the navigation once it is done. */
function pagesOf(ctx: CoreCtx, seen: ReadonlySet<string>, browserHalf: (plugin: string) => string | null): Promise<Meta['pages']> {
  const { model, access } = ctx
  const mine = model.pages.filter(page => seen.has(page.entity) && access.may(page.entity, page.verb ?? 'read'))
  return Promise.all(
    mine.map(async ({ kind: _, verb: __, plugin, setsUp, menu, ...page }) => {
      const source = browserHalf(plugin)
      if (!setsUp) return { ...page, ...(menu !== undefined && { menu }), source }
      const { entity, where } = setsUp.until
      const open = seen.has(entity) && (await find(ctx, entity, { where, fields: ['id'], limit: 1 })).items.length === 0
      return { ...page, ...(menu !== undefined && open && { menu }), setsUp: { records: setsUp.records, open, of: entity }, source }
    }),
  )
}

/** The model as one caller may see it. */
export async function metaOf(ctx: CoreCtx, who: SignedIn, browserHalf: (plugin: string) => string | null): Promise<Meta> {
  const { model, access } = ctx
  const { caller } = access
  const told = { model, access }
  const entities = [...model.entities.values()].filter(entity => !entity.internal && access.may(entity.name, 'read'))
  const seen = new Set(entities.map(entity => entity.name))
  const admin = hasEverything(caller)
  const [workspaces, company, currencies, buttons, documents, pages] = await Promise.all([
    workspacesOf(ctx, who),
    companyOf(ctx),
    currenciesOf(ctx),
    buttonsFor(ctx),
    documentsOffered(ctx),
    pagesOf(ctx, seen, browserHalf),
  ])
  const elements = (placed: Model['elements'] | Model['home']): Meta['elements'] =>
    placed.filter(one => seen.has(one.entity)).map(({ entity, element, plugin }) => ({ entity, element, source: browserHalf(plugin) }))
  const here = workspaces.find(one => one.name === ctx.workspace)
  const shown = {
    entities: Object.fromEntries(
      entities.map(entity => {
        const shape = withButtons(told, entityMeta(told, entity), buttons.get(entity.name) ?? [])
        return [entity.name, { ...shape, documents: documents.get(entity.name) ?? [] }]
      }),
    ),
    forms: formsOf(told, seen),
  }
  return {
    modelNumber: model.number,
    user: {
      id: caller.userId,
      name: caller.name,
      email: caller.email,
      locale: who.locale,
      zone: caller.ownZone,
      formats: caller.formats,
      roles: caller.roles,
      admin,
      owner: caller.roles.includes('core.owner'),
    },
    looker: who.looker ?? null,
    workspace: { name: ctx.workspace, title: here?.title ?? ctx.workspace, sample: here?.sample ?? false },
    workspaces: workspaces.map(({ name, title }) => ({ name, title })),
    company,
    currencies,
    ...shown,
    ...(await standingOf(ctx, shown)),
    lists: model.lists.filter(list => seen.has(list.entity)).map(list => knownList(told, list)),
    boards: model.boards.filter(board => seen.has(board.entity) && readable(told, board.entity, board.by)).map(board => knownBoard(told, board)),
    dashboards: model.dashboards.flatMap(board => knownDashboard(told, board)),
    pages,
    elements: elements(model.elements),
    home: elements(model.home),
    settings: admin
      ? [...model.settings.values()].map(one => ({
          name: one.name,
          label: one.label,
          fields: Object.fromEntries(Object.entries(one.fields).map(([name, field]) => [name, fieldMeta(fieldOf('settings', name, field), false)])),
        }))
      : [],
    plugins: [...model.plugins.values()].map(plugin => ({ id: plugin.id, title: plugin.title, icon: plugin.icon ?? null })),
    // English too: a workspace may call what plugins bring by its own words.
    words: Object.fromEntries(model.words.get(who.locale) ?? []),
  }
}

/** An entity as those may see it whom the access belongs to. */
export function entityMeta(told: Told, entity: ModelEntity): EntityMeta {
  const { access } = told
  const fields = [...entity.fields.values()].filter(
    field => access.field(entity.name, field.name, 'read') !== 'none' && (field.type.type !== 'lines' || field.to !== null),
  )
  const actions = [...entity.actions.values()].filter(one => access.may(entity.name, one.action.name))
  const { external } = entity.definition
  return {
    name: entity.name,
    plugin: entity.plugin,
    label: entity.label,
    plural: entity.plural,
    description: entity.definition.description ?? null,
    title: readable(told, entity.name, entity.title) ? entity.title : '',
    sort: entity.sort.filter(key => readable(told, entity.name, key.replace(/^-/, ''))),
    fields: Object.fromEntries(
      fields.map(field => [
        field.name,
        { ...fieldMeta(knownFlow(told, entity, field), access.field(entity.name, field.name, 'write') === 'none'), ...knownSum(told, entity, field) },
      ]),
    ),
    rules: knownRules(told, entity),
    verbs: verbsOf(entity).filter(verb => access.may(entity.name, verb)),
    actions: actions.map(one => actionMeta(told, entity.name, one.action)),
    ...(entity.publicPage && access.may(entity.name, 'shareLink') && { publicPage: { when: knownCondition(told, entity.name, entity.publicPage.when) } }),
    documents: [],
    activities: entity.definition.activities ?? false,
    duplicates: [...new Set(definedRules(entity).flatMap(rule => rule.fields))].filter(name => access.field(entity.name, name, 'read') !== 'none'),
    ...(entity.definition.merges === false && { merges: false as const }),
    trial: (told.model.entities.get(entity.keptOf ?? entity.name)?.trial ?? null) !== null,
    bin: entity.bin,
    external: external !== undefined && readable(told, entity.name, external) ? external : null,
    linesOf: entity.linesOf && { entity: entity.linesOf.entity, by: entity.linesOf.by },
  }
}

/** Whoever may not read what makes records alike is told no sum of all. */
function knownSum(told: Told, entity: ModelEntity, { options: { adds } }: ModelField): { readonly adds?: false } {
  return typeof adds === 'string' && !readable(told, entity.name, adds) ? { adds: false } : {}
}

/** Of each kind of record that someone sees the layout that counts for them. */
function formsOf(told: Told, seen: ReadonlySet<string>): Meta['forms'] {
  const forms = [...seen].flatMap(entity => formFor(told.model, entity, told.access.caller.roles) ?? [])
  return Object.fromEntries(forms.map(form => [form.entity, knownForm(told, form.entity, form)]))
}

/** What administrators made stands beside what plugins brought. */
function withButtons(told: Told, shape: EntityMeta, buttons: readonly Parameters<typeof actionMeta>[2][]): EntityMeta {
  return {
    ...shape,
    actions: [...shape.actions, ...buttons.map(button => actionMeta(told, shape.name, button))],
    verbs: [...shape.verbs, ...buttons.map(button => button.name)],
  }
}

function actionMeta(
  told: Told,
  entity: string,
  action: {
    readonly name: string
    readonly shape: {
      readonly label: string
      readonly help?: string
      readonly when?: object
      readonly confirm?: string
      readonly primary?: boolean | object
      readonly input?: { readonly [name: string]: { readonly type: string; readonly options: object } }
    }
  },
): ActionMeta {
  const { label, help, when, confirm, primary, input } = action.shape
  return {
    name: action.name,
    label,
    help: help ?? null,
    when: when ? knownCondition(told, entity, when) : null,
    confirm: confirm ?? null,
    primary: typeof primary === 'object' ? (knownCondition(told, entity, primary) ?? false) : (primary ?? false),
    input: Object.fromEntries(Object.entries(input ?? {}).map(([name, field]) => [name, fieldMeta(fieldOf('input', name, field), false)])),
  }
}

export function fieldMeta(field: ModelField, frozen: boolean): FieldMeta {
  const { options, type } = field
  const given = options as { readonly [option: string]: Json | undefined }
  const kept = [
    'format',
    'multiline',
    'offers',
    'min',
    'max',
    'digits',
    'least',
    'adds',
    'rare',
    'begins',
    'choices',
    'open',
    'states',
    'tree',
    'by',
    'secret',
    'targets',
  ].filter(name => given[name] !== undefined)
  return {
    name: field.name,
    type: type.type,
    label: field.label,
    help: options.help ?? null,
    required: options.required === true,
    readonly: options.readonly === true || frozen,
    default: (options.default as Json | undefined) ?? null,
    operators: type.operators,
    sortable: type.sortable,
    groupable: type.groupable,
    ...Object.fromEntries(kept.map(name => [name, given[name]])),
    ...(field.to !== null && { to: field.to }),
    ...(field.computed && { computed: field.computed.kind }),
    ...(field.computed?.kind === 'formula' && field.computed.local && { formula: field.computed.tree }),
  } as FieldMeta
}

async function workspacesOf(ctx: CoreCtx, who: SignedIn): Promise<{ name: string; title: string; sample: boolean }[]> {
  return ctx.tx.run(sql`
    select w.name, w.title, w.sample from ${tableName('sangam', 'workspace')} w join ${tableName('sangam', 'membership')} m on m.workspace = w.name
    where m.account = ${who.account.id}::uuid and m.begun order by w.sample, w.name`)
}

async function companyOf(ctx: CoreCtx): Promise<Meta['company']> {
  if (ctx.company === null || !ctx.access.may('core.company', 'read')) return null
  const page = await find(ctx, 'core.company', {
    where: { id: ctx.company },
    fields: ['name', 'country', 'currency', 'zone', 'fiscalYearStart', 'stage'],
    limit: 1,
  })
  const found = page.items[0] as unknown as (NonNullable<Meta['company']> & { version: number }) | undefined
  if (!found) return null
  const { id, name, country, currency, zone, fiscalYearStart, stage } = found
  return { id, name, country, currency, zone, fiscalYearStart, stage, weekStart: ctx.scope.weekStart }
}

async function currenciesOf(ctx: CoreCtx): Promise<{ [code: string]: number }> {
  if (!ctx.access.may('core.currency', 'read')) return {}
  const page = await find(ctx, 'core.currency', { fields: ['code', 'digits'], where: { active: true }, sort: ['code'], limit: 500 })
  return Object.fromEntries(page.items.map(item => [String(item.code), Number(item.digits)]))
}
