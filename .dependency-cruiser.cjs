/** The rooms of the house and who may enter which: DESIGN in docs, one rule a row. */
const tests = '\\.test(-d)?\\.ts$'

module.exports = {
  forbidden: [
    rule('sdk-imports-nothing-of-ours', { path: '^sdk/', pathNot: ['^sdk/testing/', tests] }, { path: '^(core|web|plugins|tests|tools)/' }),
    rule('core-imports-only-the-sdk', { path: '^core/', pathNot: tests }, { path: '^(web|plugins|tests|tools)/' }),
    rule('core-leaves-the-test-kit-alone', { path: '^core/', pathNot: tests }, { path: '^sdk/testing/' }),
    rule('core-never-enters-the-browser-half-of-the-sdk', { path: '^core/', pathNot: tests }, { path: '^sdk/web\\.ts$' }),
    rule('web-imports-only-the-sdk', { path: '^web/', pathNot: tests }, { path: '^(core|plugins|tests|tools)/' }),
    rule('web-leaves-the-test-kit-alone', { path: '^web/', pathNot: tests }, { path: '^sdk/testing/' }),
    rule('plugins-import-only-the-sdk', { path: '^plugins/', pathNot: tests }, { path: '^(core|web|tests|tools|sdk/testing)/' }),
    rule(
      'plugins-enter-each-other-by-the-model',
      { path: '^plugins/([^/]+)/', pathNot: tests },
      { path: '^plugins/', pathNot: ['^plugins/$1/', '^plugins/[^/]+/model\\.ts$'] },
    ),
    rule(
      'the-browser-half-of-a-plugin-stays-out-of-its-server',
      { path: '^plugins/([^/]+)/web/', pathNot: tests },
      { path: '^plugins/[^/]+/(server/|plugin\\.ts)' },
    ),
    rule('no-one-reaches-into-tests', { path: '^(sdk|core|web|plugins)/', pathNot: tests }, { path: tests }),
    rule('everything-resolves', {}, { couldNotResolve: true }),
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^data/'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.mjs', '.js', '.json'] },
  },
}

function rule(name, from, to) {
  return { name, severity: 'error', from, to }
}
