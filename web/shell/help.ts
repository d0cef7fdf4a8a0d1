import { css, html, LitElement } from 'lit'
import { base, inputs } from '../style/parts.ts'
import '../ui/dialog.ts'
import { keysShown, knownShortcuts, setSingleKeys, singleKeys } from './shortcuts.ts'
import { t } from './words.ts'

/** The keys that work here, and the switch for single letters. */
class SgHelp extends LitElement {
  static override styles = [
    base,
    inputs,
    css`
    dl { display: grid; grid-template-columns: 1fr auto; gap: 9px 20px; margin: 0 0 18px; align-items: center; }
    dt { min-inline-size: 0; } dd { margin: 0; display: flex; gap: 4px; justify-content: flex-end; }
    h3 { margin: 4px 0 10px; color: var(--sg-text-2); }
    label { display: flex; gap: 9px; align-items: center; padding-block-start: 14px; border-block-start: 1px solid var(--sg-border); }
  `,
  ]

  protected override render(): unknown {
    const groups = new Map<string, { keys: string; label: string }[]>([[t('Everywhere'), []]])
    for (const one of [...knownShortcuts(), ...inLists()]) {
      const group = one.group ?? t('Everywhere')
      groups.set(group, [...(groups.get(group) ?? []), one])
    }
    return html`<sangam-dialog open heading=${t('Keyboard shortcuts')} @close=${() => this.dispatchEvent(new Event('close'))}>
      ${[...groups].map(([group, list]) => html`<h3>${group}</h3><dl>${list.map(one => html`<dt>${one.label}</dt><dd dir="ltr">${keysShown(one.keys).map(key => html`<kbd>${key}</kbd>`)}</dd>`)}</dl>`)}
      <label><input type="checkbox" .checked=${singleKeys()} @change=${(event: Event) => setSingleKeys((event.target as HTMLInputElement).checked)} />${t('Use single letters as shortcuts')}</label></sangam-dialog>`
  }
}
customElements.define('sangam-help', SgHelp)

function inLists(): readonly { readonly keys: string; readonly label: string; readonly group: string }[] {
  const group = t('In a list')
  return [
    { keys: 'arrowup arrowdown', label: t('Move between rows and cells'), group },
    { keys: 'enter', label: t('Open the record'), group },
    { keys: 'f2', label: t('Edit the cell'), group },
    { keys: 'space', label: t('Select the row'), group },
    { keys: 'mod+a', label: t('Select all rows shown'), group },
    { keys: 'shift+arrowdown', label: t('Take in more cells'), group },
    { keys: 'mod+c', label: t('Copy the cells'), group },
    { keys: 'mod+v', label: t('Paste from a spreadsheet or another list'), group },
    { keys: 'mod+d', label: t('Fill the cells with the first of them'), group },
    { keys: 'delete', label: t('Empty the cells'), group },
  ]
}
