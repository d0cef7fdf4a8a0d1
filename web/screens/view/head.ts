import { html, nothing, type TemplateResult } from 'lit'
import { ref } from 'lit/directives/ref.js'
import { can } from '../../data/meta.ts'
import { setQuery } from '../../shell/router.ts'
import { t } from '../../shell/words.ts'
import { tellCut } from '../../ui/cut.ts'
import { confirm } from '../../ui/dialog.ts'
import '../../ui/icon.ts'
import type { MenuItem } from '../../ui/menu.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { addressOf, type Definition } from './definition.ts'
import { kindLabel, kindsOf, rememberKind, type ViewKind } from './kinds.ts'
import { mayKeep, orderViews, removeView, shownAs, updateView, type View } from './saved.ts'

/** A screen that shows an entity's records by views: what its head needs of it. */
export interface Viewed {
  readonly entity: string
  readonly kind: ViewKind
  readonly views: readonly View[]
  /** The view that was chosen; without it, all records. */
  readonly viewNow: View | undefined
  /** What is shown now. */
  readonly shown: Definition
  /** Whether that is another than the view. */
  readonly changed: boolean
  /** The day or moment that is looked back to. */
  readonly asOf: string | null
  chooseView(id: string): void
  reloadViews(choose?: string): Promise<void>
  /** Asks for a name for what is shown now, or for another of a view. */
  saveAs(view?: View): unknown
}

/** The choice of how the records are looked at; the condition goes along. */
export function kindSwitch(screen: Viewed): TemplateResult | typeof nothing {
  const kinds = kindsOf(screen.entity)
  if (kinds.length < 2) return nothing
  return html`<div class="look" role="group" aria-label=${t('Show as')}>${kinds.map(
    kind =>
      html`<a href=${kind === screen.kind ? location.pathname + location.search : hrefAs(screen, kind)} aria-current=${kind === screen.kind ? 'true' : nothing} aria-label=${kindLabel(kind)} title=${kindLabel(kind)} @click=${() => rememberKind(screen.entity, kind)}><sangam-icon name=${kind}></sangam-icon></a>`,
  )}</div>`
}

/** The same records as another kind: by the plugin's view they are shown by, or by what is asked of them. */
function hrefAs({ entity, viewNow, shown, asOf }: Viewed, kind: ViewKind): string {
  const kept = viewNow?.from === 'built' && viewNow.kind === 'list' ? viewNow : undefined
  const said = {
    view: kept && kept.id !== 'all' ? kept.id : undefined,
    asOf: asOf ?? undefined,
    ...addressOf(shownAs(kept, kind), { where: shown.where ?? {}, search: shown.search ?? '' }, []),
  }
  const query = new URLSearchParams(Object.entries(said).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])))
  return `/${kind}/${entity}${query.size > 0 ? `?${query}` : ''}`
}

/** The views one can choose. One that was saved, or brought by a plugin, as another kind opens as that. */
export function viewChoice(screen: Viewed): TemplateResult {
  return html`<div class="views" role="group" aria-label=${t('Views')} ${ref(row => tellCut(row))}>${screen.views.map(view => viewButton(screen, view))}</div>`
}

function viewButton(screen: Viewed, view: View): TemplateResult {
  const here = view.id === (screen.viewNow?.id ?? 'all')
  const elsewhere = opensElsewhere(screen, view)
  const inside = html`${view.kind === 'list' ? nothing : html`<sangam-icon name=${view.kind} label=${kindLabel(view.kind)}></sangam-icon>`}${view.from === 'shared' ? html`<sangam-icon name="users" label=${view.saved?.team ? t('Of a team') : t('Shared')}></sangam-icon>` : nothing}${view.label}${here && screen.changed ? html`<span title=${t('Changed and not saved')}>•</span>` : nothing}`
  if (elsewhere)
    return html`<a class="view" href=${`/${view.kind}/${screen.entity}?view=${view.id}`} @click=${() => rememberKind(screen.entity, view.kind)}>${inside}</a>`
  return html`<button class="view" type="button" aria-pressed=${String(here)} @click=${() => screen.chooseView(view.id)}>${inside}</button>`
}

/** What a plugin brings as a list is a way to narrow every kind; whatever else has a kind opens as that. */
function opensElsewhere(screen: Viewed, view: View): boolean {
  return view.kind !== screen.kind && !(view.from === 'built' && view.kind === 'list')
}

/** What can be saved, where what is shown is another than the view. */
export function saveChoice(screen: Viewed): TemplateResult | typeof nothing {
  if (!screen.changed) return nothing
  const view = screen.viewNow
  const own =
    view && mayKeep(view) && view.kind === screen.kind
      ? [{ label: t('Save in “{view}”', { view: view.label }), icon: 'check', run: () => keepView(screen, view) }]
      : []
  const items = [...own, { label: t('Save as a new view'), icon: 'star', run: () => screen.saveAs() }]
  return html`<span class="save"><sangam-button kind="quiet" size="small" @click=${() => screen.chooseView(view?.id ?? 'all')}>${t('Reset')}</sangam-button><sangam-menu end .items=${items} label=${t('Save the view')}><sangam-button slot="opener" size="small">${t('Save the view')}</sangam-button></sangam-menu></span>`
}

/** What can be done with the view itself, for the menu of what else there is. */
export function viewItems(screen: Viewed): readonly MenuItem[] {
  const view = screen.viewNow
  return [
    { label: t('Save as a new view'), icon: 'star', run: () => screen.saveAs() },
    ...boardItems(screen),
    ...(view && mayKeep(view) ? [{ label: t('Name and audience of “{view}”…', { view: view.label }), icon: 'edit', run: () => screen.saveAs(view) }] : []),
    ...(view?.from === 'mine' ? orderItems(screen, view) : []),
    ...(view && mayKeep(view)
      ? [{ label: t('Remove the view “{view}”', { view: view.label }), icon: 'remove', danger: true, run: () => dropView(screen, view) }]
      : []),
  ]
}

/** A list or a chart can stand on a dashboard, as it is shown now; a search is of the moment and stands on none. */
function boardItems({ entity, kind, viewNow, shown }: Viewed): readonly MenuItem[] {
  if ((kind !== 'list' && kind !== 'chart') || shown.search || !can('core.dashboard:create')) return []
  const label = viewNow && viewNow.id !== 'all' ? viewNow.label : ''
  const run = async (): Promise<void> => (await import('../dashboard/put.ts')).putOnBoard({ entity, kind, label, shown }).catch(toastProblem)
  return [{ label: t('Put it on a dashboard…'), icon: 'target', run }]
}

/** One's own views stand in the order one puts them. */
function orderItems(screen: Viewed, view: View): readonly MenuItem[] {
  const mine = screen.views.filter(one => one.from === 'mine')
  const at = mine.findIndex(one => one.id === view.id)
  const move = (by: number) => async (): Promise<void> => {
    await orderViews(mine.toSpliced(at, 1).toSpliced(at + by, 0, view)).catch(toastProblem)
    await screen.reloadViews(view.id)
  }
  return [
    ...(at > 0 ? [{ label: t('Move the view earlier'), icon: 'left', run: move(-1) }] : []),
    ...(at < mine.length - 1 ? [{ label: t('Move the view later'), icon: 'right', run: move(1) }] : []),
  ]
}

async function keepView(screen: Viewed, view: View): Promise<void> {
  try {
    await updateView(view, screen.shown)
    toast(t('The view is saved.'))
    await screen.reloadViews(view.id)
  } catch (error) {
    toastProblem(error)
  }
}

async function dropView(screen: Viewed, view: View): Promise<void> {
  const sure = await confirm(t('The records in it stay.'), { heading: t('Remove the view “{view}”?', { view: view.label }), go: t('Remove'), danger: true })
  if (!sure) return
  try {
    await removeView(view)
    setQuery({ view: undefined })
    await screen.reloadViews('all')
  } catch (error) {
    toastProblem(error)
  }
}
