// Programs start and git serves here: a test may take longer than a unit test, and never waits longer than this.
jest.setTimeout(90_000);
