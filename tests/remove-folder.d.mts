/** Removes a temporary folder after a test, trying again for some seconds; warns where it cannot. */
export function removeFolder(folder: string): void;
