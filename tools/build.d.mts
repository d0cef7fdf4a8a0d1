export function buildStale(parts?: { readonly server?: boolean; readonly web?: boolean }): Promise<void>
