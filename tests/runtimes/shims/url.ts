/** File URLs of tests in a page. */
export const fileURLToPath = (url: string | URL): string => new URL(url).pathname;
