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
  return html`<div class="search" role="search"><sg-icon name="search"></sg-icon><input type="search" aria-label=${t('Search in the list')} placeholder=${t('Search')} .value=${state.search} @input=${(event: Event) => list.find((event.target as HTMLInputElement).value)} /></div>
    <sg-button icon="filter" kind=${tests > 0 ? 'plain' : 'quiet'} pressed=${String(tests > 0)} expanded=${String(list.panel)} @click=${() => list.toggleFilter()}>${tests > 0 ? t('Filter: {count}', { count: tests }) : t('Filter')}</sg-button>
    <sg-menu .items=${() => groupMenu(list)} label=${t('Group')}><sg-button slot="opener" icon="group" kind="quiet" pressed=${String(group.length > 0)}>${group.length > 0 ? group.map(path => pathLabel(entity, path)).join(', ') : t('Group')}</sg-button></sg-menu>
    <sg-menu .items=${() => sortMenu(list)} label=${t('Sort')}><sg-button slot="opener" icon="sort" kind="quiet">${sort[0] ? pathLabel(entity, sort[0].replace(/^-/, '')) : t('Sort')}</sg-button></sg-menu>
    ${list.narrow ? chooseButton(list) : html`<sg-button icon="columns" kind="quiet" @click=${() => list.chooseColumns()}>${t('Columns')}</sg-button>`}
    <sg-button icon="history" kind="quiet" pressed=${String(list.asOf !== null)} @click=${() => void askDay(list.asOf)}>${t('As on…')}</sg-button>
    <span class="grow"></span>
    ${saveChoice(list)}`
}

function chooseButton(list: SgListScreen): TemplateResult | typeof nothing {
  if (list.asOf !== null) return nothing
  return html`<sg-button icon="check" kind="quiet" pressed=${String(list.choosing)} @click=${() => list.toggleChoosing()}>${t('Choose')}</sg-button>`
}
