/**
 * The printer of arrays and scalars. It is empty until the module that can print as numpy does is loaded: a page that
 * does
 * not import it does not carry it, and shows arrays by class, dtype and shape.
 */
export const PRINTER: { repr?: (value: unknown) => string; str?: (value: unknown) => string } = {};
