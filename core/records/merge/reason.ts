/** What the history says of records that were moved to the one that stays. */
export const mergeReason = 'Two records were merged'
