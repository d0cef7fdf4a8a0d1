import type { ActionMeta, EntityMeta, Json } from '@sangam/sdk'
import { html, type TemplateResult } from 'lit'
import { download } from '../../data/download.ts'
import { type Row, records } from '../../data/records.ts'
import { askFields } from '../../fields/ask-fields.ts'
import { fieldDisplay } from '../../fields/index.ts'
import { optionOf } from '../../fields/options.ts'
import { titleIn } from '../../fields/titles.ts'
import { go } from '../../shell/router.ts'
import { called, t } from '../../shell/words.ts'
import { confirm } from '../../ui/dialog.ts'
import type { MenuItem } from '../../ui/menu.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import type { Values } from './draft.ts'
import { holds } from './rules.ts'

/** What opens beside a record's page. */
export type Dialog = 'share' | 'links' | 'explain'

const stateLike = ['state', 'stage', 'status']

/** The state of a record beside its name: flows, and what is called a stage. */
export function badgesOf(shape: EntityMeta, record: Values): readonly (TemplateResult | string)[] {
  const worth = Object.values(shape.fields).filter(
    field => field.type === 'flow' || (stateLike.includes(field.name) && ['choice', 'reference'].includes(field.type)),
  )
  // A stage that is called like the state is said once.
  const states = worth.filter(field => field.type === 'flow').map(field => optionOf(field, String(record[field.name] ?? '')).label)
  return worth.slice(0, 2).flatMap(field => {
    const value = record[field.name] ?? null
    if (value === null) return []
    if (field.type !== 'reference') return [fieldDisplay(field, value, record)]
    const title = record[`${field.name}.$title`]
    return typeof title === 'string' && !states.includes(title) ? [html`<sangam-badge>${title}</sangam-badge>`] : []
  })
}

/** Whether an action stands first on a record as it is. */
export function isPrimary(shape: EntityMeta, { primary }: ActionMeta, saved: Row): boolean {
  return typeof primary === 'object' ? holds(shape, primary, saved) === true : primary
}

/** What can be done with the record as it was saved. What the browser can't know is left to the server. */
export function actionsOf(shape: EntityMeta, saved: Row): readonly ActionMeta[] {
  return shape.actions.filter(action => shape.verbs.includes(action.name) && holds(shape, action.when, saved) !== false)
}

/** Whether a link to the record can be shared as it was saved. */
export function isShown(shape: EntityMeta, saved: Row): boolean {
  return shape.publicPage !== undefined && holds(shape, shape.publicPage.when, saved) !== false
}

/** Asks what an action needs, runs it, and says what came of it; true when it ran. */
export async function runAction(shape: EntityMeta, saved: Row, action: ActionMeta): Promise<boolean> {
  const label = called(action.label)
  const fields = Object.values(action.input)
  const run = (input: Values): Promise<Json> => records.run(shape.name, saved.id, action.name, input)
  try {
    if (fields.length > 0) {
      const text = action.confirm ?? action.help
      const answer = await askFields({
        heading: label,
        ...(text && { text: called(text) }),
        fields,
        entity: shape.name,
        go: label,
        submit: async values => ({ out: await run(values) }),
      })
      if (!answer) return false
      await tell(label, answer.out)
      return true
    }
    if (action.confirm && !(await confirm(called(action.confirm), { heading: label, go: label }))) return false
    await tell(label, await run({}))
    return true
  } catch (error) {
    toastProblem(error)
    return false
  }
}

/** To the bin, and back by one button. */
export async function removeRecord(shape: EntityMeta, saved: Row): Promise<boolean> {
  const name = titleIn(shape.name, saved)
  try {
    await records.remove(shape.name, saved.id, saved.version)
  } catch (error) {
    toastProblem(error)
    return false
  }
  const undo = async (): Promise<void> => {
    await records.restore(shape.name, saved.id).then(() => go(`/record/${shape.name}/${saved.id}`, { force: true }), toastProblem)
  }
  toast(t('“{name}” is removed.', { name }), { action: { label: t('Undo'), run: undo } })
  return true
}

export function moreMenu(
  shape: EntityMeta,
  saved: Row,
  rest: readonly ActionMeta[],
  does: { readonly run: (action: ActionMeta) => unknown; readonly remove: () => unknown; readonly open: (dialog: Dialog) => unknown },
): readonly MenuItem[] {
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(`${location.origin}/record/${shape.name}/${saved.id}`).then(() => toast(t('The link is copied.')), toastProblem)
  }
  const paper = (document?: string, label?: string): Promise<void> => {
    const asked = records.paperOf(shape.name, saved.id, document === undefined ? {} : { document })
    return download({ ...asked, ...(label === undefined ? { name: `${titleIn(shape.name, saved)}.pdf` } : { label }) })
  }
  return [
    ...rest.map(action => ({ label: called(action.label), icon: 'bolt', run: () => does.run(action) })),
    ...(rest.length > 0 ? (['line'] as const) : []),
    ...('clipboard' in navigator ? [{ label: t('Copy the link'), icon: 'link', run: copy }] : []),
    { label: t('Download as PDF'), icon: 'download', run: () => paper() },
    ...shape.documents.map(({ id, label }) => ({ label: t('{document} as PDF', { document: label }), icon: 'note', run: () => paper(id, label) })),
    ...(shape.verbs.includes('share') ? [{ label: t('Share…'), icon: 'share', run: () => does.open('share') }] : []),
    { label: t('Who may do what here?'), icon: 'shield', run: () => does.open('explain') },
    ...(shape.verbs.includes('create') ? [{ label: t('New {entity}', { entity: called(shape.label) }), icon: 'plus', href: `/new/${shape.name}` }] : []),
    ...(shape.verbs.includes('remove') ? (['line', { label: t('Remove'), icon: 'remove', danger: true, run: does.remove }] as const) : []),
  ]
}

/** An action may answer with the record it made, `{ entity, id }`: that is offered, and opened at once where it says `open`. */
async function tell(label: string, out: Json): Promise<void> {
  const made = typeof out === 'object' && out !== null && !Array.isArray(out) ? (out as { readonly [name: string]: Json }) : null
  const address = made && typeof made.entity === 'string' && typeof made.id === 'string' ? `/record/${made.entity}/${made.id}` : null
  const isThere = address !== null && made?.open === true && (await go(address))
  toast(t('Done: {task}', { task: label }), address !== null && !isThere ? { action: { label: t('Open'), run: () => go(address) } } : {})
}
