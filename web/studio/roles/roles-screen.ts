import { css, html, type TemplateResult } from 'lit'
import { askFields } from '../../fields/ask-fields.ts'
import { asked } from '../../fields/asked.ts'
import { go } from '../../shell/router.ts'
import { t } from '../../shell/words.ts'
import '../../fields/index.ts'
import { nameFrom } from '../model/names.ts'
import { StudioScreen } from '../model/screen.ts'
import type { ShownModel, ShownRole } from '../model/shown.ts'
import { change, type Studio, said } from '../model/store.ts'

/** All roles, each with what it is for and where it comes from. */
class SgRolesScreen extends StudioScreen {
  static override styles = [
    ...[StudioScreen.styles].flat(),
    css`
    .what { display: flex; gap: 12px; align-items: center; } .shield { display: grid; place-items: center; inline-size: 34px; block-size: 34px; border-radius: 9px; background: var(--sg-accent-soft); color: var(--sg-accent-text); --sg-icon: 15px; flex: none; } .what a { font-weight: 550; } h2 { margin-block: 20px 8px; }
    @media (max-width: 760px) { .wide { display: none; } }
  `,
  ]

  protected override heading(): string {
    return t('Roles')
  }

  protected override screen({ model }: Studio): TemplateResult {
    const own = model.allRoles.filter(role => model.roles[role.name])
    const others = model.allRoles.filter(role => !model.roles[role.name])
    return html`<sangam-page heading=${this.heading()}><sangam-button slot="actions" icon="users" href="/users">${t('Give roles to people')}</sangam-button><sangam-button slot="actions" kind="primary" icon="plus" @click=${() => void this.#make(model)}>${t('Make a role')}</sangam-button>
      <p class="lead">${t('Someone with several roles may do all that any of them allows. Those of plugins stay as they are: copy one, and change the copy.')}</p>
      <sangam-draft-bar></sangam-draft-bar><sangam-problem .error=${this.error} retry @retry=${() => void this.load()}></sangam-problem>
      ${own.length > 0 ? html`<h2>${t('Your own')}</h2>${this.#table(model, own)}<h2>${t('Of plugins')}</h2>` : ''}${this.#table(model, others)}</sangam-page>`
  }

  #table(model: ShownModel, roles: readonly ShownRole[]): TemplateResult {
    return html`<div class="scroll"><table><thead><tr><th scope="col">${t('Role')}</th><th scope="col" class="wide">${t('Comes from')}</th><th scope="col" class="number wide">${t('Kinds of records')}</th></tr></thead><tbody>${roles.map(
      role => {
        const plugin = model.plugins.find(one => one.id === role.plugin)
        const everything = ['core.owner', 'core.admin'].includes(role.name)
        return html`<tr><td><div class="what"><span class="shield"><sangam-icon name="shield"></sangam-icon></span><div><a href="/roles/${role.name}">${said(role.label)}</a><span class="under">${role.description ? said(role.description) : ''}</span></div></div></td>
        <td class="wide">${model.roles[role.name] ? t('Your own') : role.plugin === 'core' ? t('The platform') : said(plugin?.title ?? role.plugin)}</td><td class="number wide">${everything ? t('all') : new Set(role.grants.map(grant => grant.entity)).size}</td></tr>`
      },
    )}</tbody></table></div>`
  }

  async #make(model: ShownModel): Promise<void> {
    const taken = new Set(Object.keys(model.roles).map(name => name.slice(2)))
    const made = await askFields({
      heading: t('Make a role'),
      go: t('Make it'),
      fields: [asked('label', 'text', t('Name'), { required: true, max: 80 }), asked('description', 'text', t('What it is for'), { max: 500 })],
      submit: async values => {
        const label = String(values.label)
        const name = `x.${nameFrom(label, taken, 'camel', 'role')}`
        await change({ op: 'setRole', role: name, label, ...(values.description && { description: values.description }), grants: [] })
        return name
      },
    })
    if (made) await go(`/roles/${made}`)
  }
}
customElements.define('sangam-roles-screen', SgRolesScreen)
