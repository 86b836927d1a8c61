/** The advice for a file that is cut short or damaged. */
export const AGAIN = "copy or download it again";
/** The hint of errors for files that are not as their format says. */
export const DAMAGED: string = `the file is cut short or damaged: ${AGAIN}`;
