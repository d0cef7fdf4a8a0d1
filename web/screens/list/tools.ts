import { html, nothing, type TemplateResult } from 'lit'
import { t } from '../../shell/words.ts'
import type { SgListScreen } from '../list.ts'
import { saveChoice } from '../view/head.ts'
import { countTests, pathLabel } from './conditions.ts'
import { groupMenu, sortMenu } from './menus.ts'
import { askDay } from './past.ts'

/** What one asks of a list: search, filter, groups, order, columns, and the day it is looked at. */
export function listTools(list: SgListScreen): TemplateResult {
  const { entity, state } = list
  const { group, sort } = state
  const tests = countTests(state.where)
  const filter = tests > 0 ? t('Filter: {count}', { count: tests }) : t('Filter')
  const grouped = group.length > 0 ? group.map(path => pathLabel(entity, path)).join(', ') : t('Group')
  const sorted = sort[0] ? pathLabel(entity, sort[0].replace(/^-/, '')) : t('Sort')
  // On a phone a picture alone opens each, so that all stand in one row above the records; looking back is in the menu.
  const [bare, words] = list.narrow ? [(said: string) => said, () => nothing] : [() => nothing, (said: string) => said]
  return html`<div class="search" role="search"><sangam-icon name="search"></sangam-icon><input type="search" aria-label=${t('Search in the list')} placeholder=${t('Search')} .value=${state.search} @input=${(event: Event) => list.find((event.target as HTMLInputElement).value)} /></div>
    <sangam-button icon="filter" kind=${tests > 0 ? 'plain' : 'quiet'} pressed=${String(tests > 0)} expanded=${String(list.panel)} label=${bare(filter)} @click=${() => list.toggleFilter()}>${words(filter)}</sangam-button>
    <sangam-menu .items=${() => groupMenu(list)} label=${t('Group')}><sangam-button slot="opener" icon="group" kind="quiet" pressed=${String(group.length > 0)} label=${bare(grouped)}>${words(grouped)}</sangam-button></sangam-menu>
    <sangam-menu .items=${() => sortMenu(list)} label=${t('Sort')}><sangam-button slot="opener" icon="sort" kind="quiet" label=${bare(sorted)}>${words(sorted)}</sangam-button></sangam-menu>
    ${list.narrow ? chooseButton(list) : html`<sangam-button icon="columns" kind="quiet" @click=${() => list.chooseColumns()}>${t('Columns')}</sangam-button>`}
    ${list.narrow ? nothing : html`<sangam-button icon="history" kind="quiet" pressed=${String(list.asOf !== null)} @click=${() => void askDay(list.asOf)}>${t('As on…')}</sangam-button>`}
    <span class="grow"></span>
    ${saveChoice(list)}`
}

function chooseButton(list: SgListScreen): TemplateResult | typeof nothing {
  if (list.asOf !== null) return nothing
  return html`<sangam-button icon="check" kind="quiet" pressed=${String(list.choosing)} label=${t('Choose')} @click=${() => list.toggleChoosing()}></sangam-button>`
}
