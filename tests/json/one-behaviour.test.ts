import { PyError } from "../../src/errors.ts";
import * as json from "../../src/json/index.ts";
import { loadFile, loadFileSync } from "../../src/node/index.ts";
import { brineInOneProcess } from "../cli/one-process.ts";
import { testOneBehaviour } from "./one-behaviour.ts";

testOneBehaviour({ json, loadFile, loadFileSync, PyError }, { memory: 59, prompt: brineInOneProcess() });
