import { css, html, LitElement, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { t } from '../../shell/words.ts'
import { base, inputs } from '../../style/parts.ts'
import '../../ui/button.ts'
import '../../ui/dialog.ts'
import { askable, pathLabel } from './conditions.ts'

/** Chooses and orders the columns of a list. Tells `change` with the paths, `close` at the end. */
class SgColumns extends LitElement {
  static override properties = { entity: {}, paths: { attribute: false }, wanted: { state: true } }
  declare entity: string
  declare paths: readonly string[]
  declare wanted: string

  constructor() {
    super()
    this.entity = ''
    this.paths = []
    this.wanted = ''
  }

  static override styles = [
    base,
    inputs,
    css`
    ul { list-style: none; margin: 8px 0 0; padding: 0; }
    li { display: flex; align-items: center; gap: 8px; min-block-size: 34px; padding-inline: 4px; border-radius: 6px; } li:hover { background: var(--sg-surface-2); }
    li label { flex: 1; display: flex; gap: 10px; align-items: center; cursor: pointer; min-inline-size: 0; }
    h3 { margin-block: 14px 4px; color: var(--sg-text-2); font-size: var(--sg-text-sm); }
  `,
  ]

  // A line belongs to its field: what was ticked or moved away takes its box with it.
  protected override render(): unknown {
    const fits = (label: string): boolean => label.toLocaleLowerCase().includes(this.wanted.toLocaleLowerCase())
    return html`<sangam-dialog side open heading=${t('Columns')} @close=${() => this.dispatchEvent(new Event('close'))}>
      <ul aria-label=${t('Shown')}>${repeat(
        this.paths,
        path => path,
        (
          path,
          at,
        ) => html`<li><label><input type="checkbox" checked ?disabled=${at === 0} .checked=${true} @change=${() => this.#set(this.paths.filter(one => one !== path))} />${pathLabel(this.entity, path)}</label>
        ${at > 0 ? html`<sangam-button kind="quiet" size="small" icon="up" label=${t('Earlier')} ?disabled=${at < 2} @click=${() => this.#move(at, -1)}></sangam-button><sangam-button kind="quiet" size="small" icon="down" label=${t('Later')} ?disabled=${at === this.paths.length - 1} @click=${() => this.#move(at, 1)}></sangam-button>` : nothing}</li>`,
      )}</ul>
      <h3>${t('Add a column')}</h3><input type="search" aria-label=${t('Find a field')} placeholder=${t('Find a field')} @input=${(event: Event) => (this.wanted = (event.target as HTMLInputElement).value)} />
      ${askable(this.entity).map((group, at) => {
        const free = group.paths
          .map(one => one.path.replace(/\.amount$/, ''))
          .filter(path => !path.endsWith('.currency') && !this.paths.includes(path) && fits(pathLabel(this.entity, path)))
        if (free.length === 0 || (at > 0 && this.wanted === '')) return nothing
        return html`<ul aria-label=${group.label}>${repeat(
          free,
          path => path,
          path =>
            html`<li><label><input type="checkbox" .checked=${false} @change=${() => this.#set([...this.paths, path])} />${pathLabel(this.entity, path)}</label></li>`,
        )}</ul>`
      })}</sangam-dialog>`
  }

  #move(at: number, by: number): void {
    const path = this.paths[at]
    if (path) this.#set(this.paths.toSpliced(at, 1).toSpliced(at + by, 0, path))
  }

  #set(paths: readonly string[]): void {
    this.paths = paths
    this.dispatchEvent(new CustomEvent('change', { detail: paths }))
  }
}
customElements.define('sangam-columns', SgColumns)
