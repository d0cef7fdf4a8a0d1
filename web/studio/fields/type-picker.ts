import { css, html, LitElement } from 'lit'
import { t } from '../../shell/words.ts'
import { base } from '../../style/parts.ts'
import '../../ui/icon.ts'
import type { TypeShape } from '../options/shape.ts'

/** All types of fields with what each is good for. Tells `pick` with the type. */
class SgTypePicker extends LitElement {
  static override properties = { types: { attribute: false } }
  declare types: readonly TypeShape[]

  constructor() {
    super()
    this.types = []
  }

  static override styles = [
    base,
    css`
    :host { display: grid; gap: 16px; }
    h3 { color: var(--sg-text-2); font-size: var(--sg-text-sm); margin-block-end: 6px; }
    ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 4px; }
    button { all: unset; box-sizing: border-box; cursor: pointer; display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 2px 12px; align-items: center; inline-size: 100%; padding: 8px 10px; border-radius: var(--sg-radius); border: 1px solid var(--sg-border); background: var(--sg-surface); }
    button:hover { border-color: var(--sg-accent); background: var(--sg-selected); } button:focus-visible { outline: 2px solid var(--sg-focus); outline-offset: 1px; }
    sangam-icon { grid-row: span 2; color: var(--sg-accent-text); } b { font-weight: 550; } small { color: var(--sg-text-2); font-size: var(--sg-text-sm); }
  `,
  ]

  protected override render(): unknown {
    const groups: readonly (readonly [TypeShape['group'], string])[] = [
      ['words', t('Words')],
      ['numbers', t('Numbers')],
      ['choices', t('Choices')],
      ['time', t('Days and times')],
      ['links', t('Links')],
      ['worked', t('Worked out')],
      ['more', t('Other')],
    ]
    return groups.map(([group, label]) => {
      const types = this.types.filter(shape => shape.group === group)
      return types.length === 0
        ? ''
        : html`<section aria-label=${label}><h3>${label}</h3><ul>${types.map(
            shape =>
              html`<li><button type="button" data-type=${shape.type} @click=${() => this.dispatchEvent(new CustomEvent('pick', { detail: shape }))}><sangam-icon name=${shape.icon}></sangam-icon><b>${shape.label()}</b><small>${shape.about()}</small></button></li>`,
          )}</ul></section>`
    })
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('button')?.focus()
  }
}
customElements.define('sangam-type-picker', SgTypePicker)
