import type { About } from './files.ts'

export function readmeOf({ plugin, model, chosen, stays, untranslated }: About): string {
  const { id, version, title, adopts = {} } = plugin
  const list = (names: readonly string[]): string => names.map(name => `\`${name}\``).join(', ')
  const entities = chosen.entities.map(name => `- \`${name}\` (${model.entities.get(name)?.plural ?? name}), shaped as \`${adopts.entities?.[name]}\``)
  const roles = chosen.roles.map(name => `- the role \`${name}\` (${model.roles.get(name)?.label ?? name}), as \`${adopts.roles?.[name]}\``)
  return `# ${title}

${plugin.description}

Administrators shaped this in the Studio; from here on it is code. Names and tables are the same, so nothing is copied: where it is enabled, the plugin
takes over, with all records and not a row moved:

${[...entities, ...roles].join('\n')}

## Its way

\`\`\`sh
npm install                                        # once, so that the folder is known
npx biome check --write plugins/${id}                # brings it to the house's form
npx vitest run --project node plugins/${id}
npm run sangam -- plugin pack plugins/${id}         # ${id}-${version}.tgz
npm run sangam -- plugin install ${id}-${version}.tgz
npm run sangam -- plugin enable ${id} --dry-run     # says what it takes over
npm run sangam -- plugin enable ${id}
\`\`\`

Put the folder at \`plugins/${id}\` of a checkout of Sangam. Enable it before you change what it keeps: what administrators change until then is not in it, and
enabling is refused with the name of what differs; then write it anew. After that you change fields, rules and screens here, and administrators may add to it in the Studio
as to any plugin's. Leave \`adopts\` as it is. Taking the enabling back gives all of it back to the administrators, as long as its fields are the same. In a workspace that has nothing of this the plugin makes it.

## What stays in the workspace

${stays.length === 0 ? 'Nothing speaks of these records but what is here.' : stays.map(({ what, names, why }) => `- **${what}**: ${names.map(name => `“${name}”`).join(', ')}. ${why}`).join('\n')}
${untranslated.length === 0 ? '' : `\n## No word in Hindi yet\n\n${list(untranslated)}. They stand in \`${id}.test.ts\` too; with a word in \`translations/hi.ts\` they leave that list.\n`}`
}
