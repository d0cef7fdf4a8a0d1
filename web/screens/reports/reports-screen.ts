import type { Json } from '@sangam/sdk'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { entityMeta, meta } from '../../data/meta.ts'
import { records } from '../../data/records.ts'
import { formatInstant, formatRelative } from '../../shell/format.ts'
import { go, type Route } from '../../shell/router.ts'
import { called, t } from '../../shell/words.ts'
import { studioStyles } from '../../studio/studio.css.ts'
import { base } from '../../style/parts.ts'
import '../../ui/button.ts'
import { confirm } from '../../ui/dialog.ts'
import '../../ui/menu.ts'
import type { MenuItem } from '../../ui/menu.ts'
import '../../ui/page.ts'
import '../../ui/small.ts'
import '../../ui/tabs.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { addressOf, type Definition } from '../view/definition.ts'
import { changeReport } from './ask-report.ts'
import { findReports, isPivot, maySeeAll, type Report, reportEntity, whenSaid } from './report.ts'

/** The lists that come to someone by mail: when, how the last time went, and what to do about it; to administrators those of all. */
class SgReportsScreen extends LitElement {
  static override properties = { route: { attribute: false }, items: { state: true }, error: { state: true } }
  declare route: Route | undefined
  declare items: readonly Report[] | null
  declare error: unknown

  constructor() {
    super()
    this.items = null
    this.error = null
  }

  static override styles = [
    base,
    studioStyles,
    css`
    td .under { display: block; color: var(--sg-text-2); font-size: var(--sg-text-sm); overflow-wrap: anywhere; } td.end { text-align: end; inline-size: 1%; } sangam-tabs { margin-block-end: 14px; }
    td .narrow > div { margin-block-start: 6px; }
    @media (max-width: 760px) { .wide { display: none; } td, th { padding-inline: 10px; } }
    @media (min-width: 761px) { .narrow { display: none !important; } }
  `,
  ]

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('route')) void this.#load()
  }

  get #all(): boolean {
    return maySeeAll() && this.route?.query.get('of') === 'all'
  }

  protected override render(): unknown {
    const tabs = [
      { id: 'mine', label: t('Mine') },
      { id: 'all', label: t('From everyone') },
    ]
    return html`<sangam-page heading=${t('Reports by mail')}><p class="lead">${t('Open a list, show in it what you want to get, and choose “Send by mail” in its menu.')}</p>
      ${maySeeAll() ? html`<sangam-tabs .tabs=${tabs} chosen=${this.#all ? 'all' : 'mine'} label=${t('Whose')} @change=${(event: CustomEvent<string>) => go(event.detail === 'all' ? '/reports?of=all' : '/reports')}></sangam-tabs>` : nothing}
      <div role=${maySeeAll() ? 'tabpanel' : nothing} aria-label=${maySeeAll() ? t('Reports by mail') : nothing}><sangam-problem .error=${this.error} retry @retry=${() => void this.#load()}></sangam-problem>${this.#body()}</div></sangam-page>`
  }

  #body(): TemplateResult | typeof nothing {
    const { items, error } = this
    if (items === null) return error ? nothing : html`<sangam-skeleton lines="4"></sangam-skeleton>`
    if (items.length === 0)
      return html`<div class="card"><sangam-empty icon="send" heading=${t('No list comes by mail yet')} text=${t('It can come each working day, on days of the week or once a month, as PDF, XLSX or CSV.')}></sangam-empty></div>`
    return html`<div class="scroll"><table><thead><tr><th scope="col">${t('Name')}</th><th scope="col" class="wide">${t('Next time')}</th><th scope="col" class="wide">${t('Last time')}</th><th><span class="visually-hidden">${t('More')}</span></th></tr></thead>
      <tbody>${items.map(report => this.#row(report))}</tbody></table></div>`
  }

  #row(report: Report): TemplateResult {
    const { name, format, owner, recipients } = report
    const others = (recipients ?? []).filter(id => id !== owner).length
    const about = [called(entityMeta(report.entity)?.plural ?? report.entity), format.toUpperCase(), whenSaid(report)].join(' · ')
    const readers = [
      this.#all ? (report['owner.$title'] ?? '') : owner === meta().user.id ? '' : t('From {who}', { who: report['owner.$title'] ?? '' }),
      others > 0 ? t('{count, plural, one {and # colleague} other {and # colleagues}}', { count: others }) : '',
    ]
    return html`<tr><td><b>${name}</b><span class="under">${about}</span>${readers.some(Boolean) ? html`<span class="under">${readers.filter(Boolean).join(' ')}</span>` : nothing}<div class="narrow"><div>${this.#next(report)}</div><div>${this.#last(report)}</div></div></td>
      <td class="wide">${this.#next(report)}</td><td class="wide">${this.#last(report)}</td>
      <td class="end"><sangam-menu end .items=${this.#items(report)} label=${name}><sangam-button slot="opener" kind="quiet" size="small" icon="more" label=${t('More about {name}', { name })}></sangam-button></sangam-menu></td></tr>`
  }

  #next({ active, nextAt, stopped }: Report): TemplateResult {
    if (active) return html`<time title=${nextAt ? formatRelative(nextAt) : ''}>${nextAt ? formatInstant(nextAt) : '–'}</time>`
    return html`<sangam-badge colour=${stopped ? 'red' : 'grey'} dot>${stopped ? t('Stopped by itself') : t('Paused')}</sangam-badge>${stopped ? html`<span class="under">${choiceLabel('stopped', stopped)}</span>` : nothing}`
  }

  #last({ lastAt, lastOutcome, lastSaid }: Report): TemplateResult {
    if (!lastAt || !lastOutcome) return html`<span class="under">${t('Not sent yet.')}</span>`
    const colour = entityMeta(reportEntity)?.fields.lastOutcome?.choices?.[lastOutcome]?.colour ?? 'grey'
    return html`<sangam-badge colour=${colour} dot>${choiceLabel('lastOutcome', lastOutcome)}</sangam-badge><span class="under">${formatInstant(lastAt)}</span>${lastSaid ? html`<span class="under">${lastSaid}</span>` : nothing}`
  }

  #items(report: Report): readonly MenuItem[] {
    const open = entityMeta(report.entity) ? [{ label: t('Open the list'), icon: 'list', href: listHref(report) }] : []
    const { id } = meta().user
    const leave = { label: t('Get it no more'), icon: 'close', run: () => this.#leave(report) }
    if (report.owner !== id && !maySeeAll()) return [...open, leave]
    return [
      { label: t('Send now'), icon: 'send', run: () => this.#try(() => records.run(reportEntity, report.id, 'sendNow'), t('It is on its way.')) },
      { label: t('Change'), icon: 'edit', run: () => changeReport(report).then(() => this.#load()) },
      report.active
        ? { label: t('Pause'), icon: 'lock', run: () => this.#patch(report, { active: false }) }
        : { label: t('Resume'), icon: 'check', run: () => this.#patch(report, { active: true }) },
      ...open,
      ...(report.owner !== id && report.recipients?.includes(id) ? [leave] : []),
      'line',
      { label: t('Remove'), icon: 'remove', danger: true, run: () => this.#remove(report) },
    ]
  }

  #patch({ id }: Report, values: { readonly [field: string]: Json }): Promise<void> {
    return this.#try(() => records.update(reportEntity, id, values), t('Saved.'))
  }

  async #leave({ id, name }: Report): Promise<void> {
    const sure = await confirm(t('To have it again, ask whoever set it up.'), {
      heading: t('Get {name} no more?', { name }),
      go: t('Get it no more'),
      danger: true,
    })
    if (sure) await this.#try(() => records.run(reportEntity, id, 'leave'), t('It comes to you no more.'))
  }

  async #remove({ id, name }: Report): Promise<void> {
    const sure = await confirm(t('It comes no more, to nobody. The list stays.'), { heading: t('Remove {name}?', { name }), go: t('Remove'), danger: true })
    if (sure) await this.#try(() => records.remove(reportEntity, id), t('Removed.'))
  }

  async #try(work: () => Promise<unknown>, said: string): Promise<void> {
    try {
      await work()
      toast(said)
      await this.#load()
    } catch (error) {
      toastProblem(error)
    }
  }

  async #load(): Promise<void> {
    try {
      this.items = await findReports(this.#all ? 'all' : 'mine')
      this.error = null
    } catch (error) {
      this.error = error
    }
  }
}
customElements.define('sangam-reports-screen', SgReportsScreen)

function choiceLabel(field: string, value: string): string {
  return called(entityMeta(reportEntity)?.fields[field]?.choices?.[value]?.label ?? value)
}

/** The list or the pivot as it is sent. */
function listHref({ entity, definition }: Report): string {
  const [kind, settings] = isPivot(definition) ? (['pivot', ['rows', 'columns', 'measures']] as const) : (['list', ['sort', 'group', 'columns']] as const)
  const said = Object.entries(addressOf({}, definition as Definition, settings)).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]]))
  const query = new URLSearchParams(said)
  return `/${kind}/${entity}${query.size > 0 ? `?${query}` : ''}`
}
