/** Unpacking for tests in a page. */
export { gunzipSync, unzlibSync as inflateSync } from "fflate";
