import { t } from '../../shell/words.ts'
import type { TypeShape } from './shape.ts'

export const text: TypeShape = {
  type: 'text',
  label: () => t('Text'),
  about: () => t('A name, a note, an address for mail.'),
  icon: 'edit',
  group: 'words',
  common: ['required', 'unique', 'default', 'search', 'index'],
  options: [
    {
      name: 'format',
      label: () => t('Kind of text'),
      kind: 'pick',
      picks: () => [
        ['', t('Any text')],
        ['email', t('E-mail')],
        ['phone', t('Phone')],
        ['url', t('Web address')],
      ],
    },
    { name: 'multiline', label: () => t('Several lines'), kind: 'flag', when: options => !options.format },
    {
      name: 'ignoreCase',
      label: () => t('Upper and lower case are the same'),
      kind: 'flag',
      when: options => options.unique === true || options.ignoreCase === true,
    },
    { name: 'max', label: () => t('Most characters'), kind: 'integer' },
  ],
}
