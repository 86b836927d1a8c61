/** Entries that a `Map` or `Set` of V8 can hold. */
export const MAP_ENTRIES: number = 2 ** 24;
