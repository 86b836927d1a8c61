import { testCommand } from "./command-behaviour.ts";

// Each combination of a third of the documents: six of them.
testCommand(3);
