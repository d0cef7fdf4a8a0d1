import type { FieldMeta, Json } from '@sangam/sdk'
import { html, type TemplateResult } from 'lit'
import { keyed } from 'lit/directives/keyed.js'
import { ask } from '../../data/client.ts'
import { entityMeta, meta } from '../../data/meta.ts'
import { askFields } from '../../fields/ask-fields.ts'
import '../../fields/index.ts'
import { t } from '../../shell/words.ts'
import '../ui/condition-editor.ts'

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
  return askFields<{ name: string; secret?: string }>({
    heading: hook ? t('Change {name}', { name: hook.name }) : t('New webhook'),
    wide: true,
    fields: fieldsOf(roles),
    values: hook
      ? { name: hook.name, url: hook.url, entity: hook.entity, verbs: hook.verbs as Json, condition: hook.condition, event: hook.event, runAs: hook.runAs }
      : { verbs: ['create', 'update'] },
    go: hook ? t('Save') : t('Make it'),
    editors: { condition: conditionEditor(hook?.entity ?? null) },
    submit: async body => {
      if (!hook) return { name: String(body.name), ...(await ask<{ secret: string }>('/api/webhooks', { method: 'POST', body })) }
      await ask(`/api/records/core.webhook/${hook.id}`, { method: 'PATCH', body })
      return { name: String(body.name) }
    },
  })
}

/** Of the records chosen above; where others are chosen it begins anew, since their fields are others. */
function conditionEditor(
  about: string | null,
): (value: Json | undefined, values: { readonly [field: string]: Json }, set: (value: Json) => void) => TemplateResult {
  let of = about
  return (value, { entity }, set) => {
    if (typeof entity !== 'string' || !entityMeta(entity)) return html`<small>${t('Choose records first.')}</small>`
    const same = entity === of
    of = entity
    if (!same && value) queueMicrotask(() => set(null))
    return html`${keyed(entity, html`<sangam-condition-editor entity=${entity} .condition=${(same && value ? value : {}) as object} @change=${(event: CustomEvent<object>) => set(Object.keys(event.detail).length > 0 ? (event.detail as Json) : null)}></sangam-condition-editor>`)}`
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
    ...one('condition'),
    ...one('runAs', {
      type: 'choice',
      choices: Object.fromEntries(roles.filter(role => role.name !== 'core.owner').map(role => [role.name, { label: role.label }])),
      help: t('Records and fields that this role does not see are not told. Empty: all that you see.'),
    }),
    ...one('event', { help: t('Instead of records: the name of an event of a plugin.') }),
  ]
}
