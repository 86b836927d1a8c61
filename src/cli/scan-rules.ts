/** The rules of a scan, for reports that list them. */
import type { Verdict } from "../scan/index.ts";

/** A rule. */
export interface RuleText {
	/** Its name in one word. */
	readonly name: string;
	/** The rule, in a sentence. */
	readonly says: string;
	/** The usual verdict. */
	readonly verdict: Verdict;
	readonly isUnscannable?: boolean;
}

function rule(name: string, verdict: Verdict, says: string, isUnscannable = false): RuleText {
	return { name, verdict, says, isUnscannable };
}

/** Every rule by its id; a test proves that none is missing. */
export const RULES: Readonly<Record<string, RuleText>> = {
	"denied-name": rule(
		"DeniedName",
		"dangerous",
		"A name that is known to run code, or to reach files, programs or the network.",
	),
	"unlisted-stdlib": rule(
		"UnlistedStandardLibraryName",
		"suspicious",
		"A name of Python's standard library that pickles do not hold.",
	),
	"unlisted-call": rule(
		"UnlistedCall",
		"suspicious",
		"A call of a function that is not on the list of what pickles call.",
	),
	"unlisted-name": rule("UnlistedLibraryName", "unknown", "A name of a known library that is not on the list."),
	"own-name": rule("OwnName", "unknown", "A class or function of a module that nobody knows, such as one of your own."),
	"never-safe": rule("NeverSafe", "unknown", "Data that a program acts on, such as a query of a database."),
	"odd-name": rule(
		"OddName",
		"suspicious",
		"A name that Python itself would not write, or that reaches for special attributes.",
	),
	"computed-name": rule("ComputedName", "suspicious", "The name of an import is computed by the pickle."),
	"kind-of-use": rule("KindOfUse", "suspicious", "A listed name is used in another way than writers use it."),
	argument: rule("ArgumentRule", "suspicious", "A listed function is called with arguments that no writer uses."),
	arguments: rule("ArgumentsRule", "suspicious", "The arguments of a call are not a tuple, or too many to tell."),
	attribute: rule("AttributeAccess", "suspicious", "An attribute is taken that is not on the list."),
	"call-of-result": rule("CallOfResult", "suspicious", "The result of a call is called."),
	"call-of-unknown": rule("CallOfUnknown", "suspicious", "Something is called that is not a name."),
	"acts-on-import": rule("ActsOnImport", "suspicious", "A state or items are given to a class or function itself."),
	"acts-on-unknown": rule("ActsOnUnknown", "suspicious", "A state or items are given to what nobody knows."),
	"state-key": rule("StateKey", "suspicious", "A state sets an attribute that changes what an object does."),
	"partial-state": rule(
		"StateOfPartial",
		"suspicious",
		"The state of a functools.partial that is not one which a writer makes, or that turns it into one of another function.",
	),
	"state-again": rule("StateAgain", "suspicious", "A dtype is changed after it was used."),
	"persistent-id": rule("PersistentId", "suspicious", "An object is asked for by an id that torch does not write."),
	"extension-code": rule(
		"ExtensionCode",
		"suspicious",
		"An extension code is of a name that only the reader's table has.",
	),
	"array-data": rule("ArrayData", "suspicious", "The raw numbers of an array do not fit what it says of itself."),
	broken: rule("BrokenPickle", "suspicious", "A pickle that imports something is broken."),
	ambiguous: rule("AmbiguousReading", "suspicious", "Pythons read the pickle in different ways."),
	frame: rule("FrameMismatch", "suspicious", "A frame and its contents do not fit."),
	trailing: rule("TrailingData", "suspicious", "Data follows a pickle that no reader asks for."),
	hidden: rule("HiddenPickle", "suspicious", "A pickle is hidden in other data."),
	more: rule("MoreFindings", "suspicious", "There are more findings than are told one by one."),
	torchscript: rule("TorchScriptProgram", "unknown", "An archive carries TorchScript, which is code."),
	"zip-headers": rule("ZipHeaders", "suspicious", "The two headers of a member of an archive differ."),
	"zip-duplicate": rule("ZipDuplicate", "suspicious", "Two members of an archive have the same name."),
	"zip-directories": rule("ZipDirectories", "suspicious", "An archive has more than one directory."),
	"zip-hidden": rule("ZipHidden", "suspicious", "A member of an archive is in no directory."),
	"zip-flags": rule("ZipFlags", "suspicious", "A member of an archive says that it is encrypted or patched."),
	"zip-checksum": rule(
		"ZipChecksum",
		"no-pickle",
		"A member of an archive does not have the checksum that the directory says.",
	),
	zip: rule("ZipArchive", "unknown", "An archive is broken, so that not all of it can be looked at.", true),
	"zip-method": rule(
		"ZipMethod",
		"unknown",
		"A member of an archive is packed by a method that is not known here.",
		true,
	),
	encrypted: rule("EncryptedMember", "unknown", "A member of an archive is encrypted.", true),
	packing: rule("PackedData", "unknown", "Packed data cannot be unpacked.", true),
	tar: rule("TarArchive", "unknown", "An archive is broken, so that not all of it can be looked at.", true),
	"7z": rule("SevenZip", "unknown", "7z archives cannot be opened.", true),
	rar: rule("RarArchive", "unknown", "rar archives cannot be opened.", true),
	limit: rule("LimitReached", "unknown", "A limit ended the scan of a file or member.", true),
	time: rule("TimeLimit", "unknown", "The time for the scan was over.", true),
	read: rule("UnreadableFile", "unknown", "A file could not be read.", true),
	"not-opened": rule("NotOpened", "unknown", "Data in a pickle was not opened.", true),
};
