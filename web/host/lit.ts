// See ./sdk.ts: two copies of Lit on a page don't know each other's templates.
export * from 'lit'
