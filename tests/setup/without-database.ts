/**
 * Tests that ask nothing of the database that is given to a run: they hold sources or values, or start a server of their own. A run that is
 * given another one says nothing by them that a run without did not. A test follows their imports, and those of all others.
 */
export const withoutDatabase = [
  'tests/architecture/**',
  'web/**',
  'core/auth/passwords.test.ts',
  'core/cli/screens/**',
  'core/config.test.ts',
  'core/data/embedded.test.ts',
  'core/data/embedded/**',
  'core/files/files.test.ts',
  'core/in-words.test.ts',
  'core/links/turns.test.ts',
  'core/plans/custom/drafts.test.ts',
  'core/plans/expand.test.ts',
  'core/plans/plugins/roles.test.ts',
  'core/print/**',
  'core/records/export/cells.test.ts',
  'core/records/html.test.ts',
  'core/records/import/convert.test.ts',
  'core/records/import/profile.test.ts',
  'core/records/import/workbook.test.ts',
  'core/registry/lately.test.ts',
  'core/traces.test.ts',
  'core/work/mail.test.ts',
  'core/work/outbound.test.ts',
  'plugins/invoicing/gstin.test.ts',
  'plugins/invoicing/tax.test.ts',
  'plugins/leads/exact.test.ts',
  'plugins/ledger/by-days.test.ts',
  'plugins/ledger/web/voucher/voucher.test.ts',
  'plugins/tally/read.test.ts',
  'tests/docs/pains.test.ts',
  'tests/docs/reference.test.ts',
  'tests/docs/rules.test.ts',
  'tests/engine/boot-messages.test.ts',
  'tests/engine/decimals.test.ts',
  'tests/engine/heard.test.ts',
  'tests/engine/paths.test.ts',
  'tests/security/table.test.ts',
  'tests/start/**',
  'tests/third-party/outside.test.ts',
  'tests/tools/**',
]

/**
 * Tests about processes, packages, files and programs: they do ask the database, but nothing of it that the tests of records, plans, imports and
 * backups do not ask too. A second server is given those alone, as it could read nothing of these otherwise.
 */
export const aboutOtherThings = [
  'tests/clients/clients.test.ts',
  'tests/docs/guide.test.ts',
  'tests/engine/check-plugin.test.ts',
  'tests/engine/manifest.test.ts',
  'tests/engine/print.test.ts',
  'tests/isolation/faults.test.ts',
  'tests/isolation/held-back.test.ts',
  'tests/scenarios/command-line.test.ts',
  'tests/scenarios/hindi.test.ts',
  'tests/third-party/loyalty.test.ts',
  'tests/third-party/vehicles.test.ts',
]
