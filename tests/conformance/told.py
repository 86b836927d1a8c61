"""What every run_suite.py here tells of its tests."""
import unittest


class Result(unittest.TestResult):
    """Keeps `{"test id": ["ok" | "failed" | "skipped", text], ...}` in `told`."""

    def __init__(self):
        super().__init__()
        self.told = {}

    def tell(self, test, verdict, text=''):
        # A subtest is part of its test.
        name = getattr(test, 'test_case', test).id()
        if self.told.get(name, ['ok'])[0] != 'failed':
            self.told[name] = [verdict, text]

    def addSuccess(self, test):
        self.tell(test, 'ok')

    def addFailure(self, test, error):
        self.tell(test, 'failed', self._exc_info_to_string(error, test)[-1500:])

    addError = addFailure

    def addSkip(self, test, reason):
        self.tell(test, 'skipped', reason)

    def addExpectedFailure(self, test, error):
        self.tell(test, 'ok')

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.addFailure(subtest, error)


def tests_of(suite):
    """The tests of a suite, one by one, however deep they are."""
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            for one in tests_of(test):
                yield one
        else:
            yield test
