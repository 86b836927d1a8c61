/** Characters that JSON text is told by. A file without imports, since esbuild writes numbers of such a file in place. */

export const SPACE = 32;
export const QUOTE = 34;
export const MINUS = 45;
export const DOT = 46;
export const SLASH = 47;
export const ZERO = 48;
export const NINE = 57;
export const BACKSLASH = 92;
