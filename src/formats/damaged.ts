/** The hint of errors for files that are not as their format says. */
export const DAMAGED = "the file is cut short or damaged: copy or download it again";
