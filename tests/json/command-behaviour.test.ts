import { testCommand } from "./command-behaviour.ts";

testCommand(72);
