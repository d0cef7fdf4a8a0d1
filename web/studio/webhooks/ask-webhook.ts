import type { FieldMeta, Json } from '@sangam/sdk'
import { ask } from '../../data/client.ts'
import { entityMeta, meta } from '../../data/meta.ts'
import { askFields } from '../../fields/ask-fields.ts'
import '../../fields/index.ts'
import { t } from '../../shell/words.ts'

export interface Webhook {
  readonly id: string
  readonly version: number
  readonly name: string
  readonly url: string
  readonly entity: string | null
  readonly verbs: readonly string[] | null
  readonly condition: Json
  readonly event: string | null
  readonly runAs: string | null
  readonly active: boolean
  readonly stopped: string | null
  readonly failures: number
  /** Of the last call. */
  readonly status: number | null
  readonly triedAt: string | null
}

/** Asks for a new webhook or for changes to one; the secret comes once, with a new one. */
export async function askWebhook(hook: Webhook | null): Promise<{ readonly name: string; readonly secret?: string } | null> {
  const { items: roles } = await ask<{ items: readonly { name: string; label: string }[] }>('/api/roles')
  const condition = hook?.condition ? JSON.stringify(hook.condition) : null
  return askFields<{ name: string; secret?: string }>({
    heading: hook ? t('Change {name}', { name: hook.name }) : t('New webhook'),
    fields: fieldsOf(roles),
    values: hook
      ? { name: hook.name, url: hook.url, entity: hook.entity, verbs: hook.verbs as Json, condition, event: hook.event, runAs: hook.runAs }
      : { verbs: ['create', 'update'] },
    go: hook ? t('Save') : t('Make it'),
    submit: async values => {
      const body = { ...values, condition: conditionOf(values.condition) }
      if (!hook) return { name: String(values.name), ...(await ask<{ secret: string }>('/api/webhooks', { method: 'POST', body })) }
      await ask(`/api/records/core.webhook/${hook.id}`, { method: 'PATCH', body })
      return { name: String(values.name) }
    },
  })
}

/** What is no JSON is sent as it is, and refused by the server with a sentence at its field. */
function conditionOf(given: Json | undefined): Json {
  if (typeof given !== 'string' || given.trim() === '') return null
  try {
    return JSON.parse(given) as Json
  } catch {
    return given
  }
}

function fieldsOf(roles: readonly { readonly name: string; readonly label: string }[]): FieldMeta[] {
  const fields = entityMeta('core.webhook')?.fields ?? {}
  const told = Object.values(meta().entities).filter(entity => !entity.linesOf && meta().lists.some(list => list.entity === entity.name))
  const one = (name: string, more: Partial<FieldMeta> = {}): FieldMeta[] => (fields[name] ? [{ ...fields[name], ...more }] : [])
  return [
    ...one('name'),
    ...one('url', {
      help: t('It is called by POST with JSON. Only addresses on the internet are called, and those of our own network that the operator named.'),
    }),
    ...one('entity', { type: 'choice', choices: Object.fromEntries(told.map(entity => [entity.name, { label: entity.plural }])) }),
    ...one('verbs'),
    ...one('condition', {
      type: 'text',
      multiline: true,
      help: t('As in the address of a filtered list: {example}. Leave it empty for all.', { example: '{ "stage": "won" }' }),
    }),
    ...one('runAs', {
      type: 'choice',
      choices: Object.fromEntries(roles.filter(role => role.name !== 'core.owner').map(role => [role.name, { label: role.label }])),
      help: t('Records and fields that this role does not see are not told. Empty: all that you see.'),
    }),
    ...one('event', { help: t('Instead of records: the name of an event of a plugin.') }),
  ]
}
