// Jest's own summary is not what CI reads: this prints the plain closing line, and names every skipped test.
class SummaryReporter {
  onRunComplete(_contexts, results) {
    const skipped = [];
    for (const suite of results.testResults) {
      for (const test of suite.testResults) {
        if (test.status === 'pending' || test.status === 'todo') skipped.push(test.fullName);
      }
    }
    this.skipped = skipped;
    const brokenSuites = results.testResults.filter((suite) => suite.testExecError).length;
    this.line = [
      `${results.numPassedTests} passed`,
      `${results.numFailedTests + brokenSuites} failed`,
      ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
    ].join(', ');
    this.forbidSkips = process.env.PORCH_FORBID_SKIPS ?? '';
  }

  getLastError() {
    // A machine that has every tool must run every test; `PORCH_FORBID_SKIPS` holds what may still be missing.
    const print = () => {
      for (const name of this.skipped) process.stderr.write(`skipped: ${name}\n`);
      process.stdout.write(`\n${this.line}\n`);
    };
    print();
    if (this.forbidSkips === '') return undefined;
    const allowed = this.forbidSkips.split(',').filter((word) => word !== 'none');
    const forbidden = this.skipped.filter((name) => !allowed.some((word) => name.includes(word)));
    return forbidden.length > 0 ? new Error(`skipped where nothing may be: ${forbidden.join('; ')}`) : undefined;
  }
}

module.exports = SummaryReporter;
