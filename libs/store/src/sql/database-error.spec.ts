import { databaseError } from './database-error';

const driverError = (message: string, code?: string) => Object.assign(new Error(message), code ? { code } : {});

describe('what is said of a database that fails', () => {
  it.each([
    ['SQLite without room', driverError('database or disk is full', 'SQLITE_FULL'), 507, 'its disk is full; free some'],
    [
      "Node's own SQLite without room",
      driverError('database or disk is full', 'ERR_SQLITE_ERROR'),
      507,
      'its disk is full',
    ],
    [
      'PostgreSQL without room',
      driverError('could not extend file: No space left on device', '53100'),
      507,
      'its disk is full',
    ],
    [
      'SQLite that may not write',
      driverError('attempt to write a readonly database', 'SQLITE_READONLY'),
      500,
      'may not be written',
    ],
    ['a standby', driverError('cannot execute UPDATE in a read-only transaction', '25006'), 500, 'may not be written'],
    ['a failing disk', driverError('disk I/O error', 'SQLITE_IOERR'), 500, 'its disk refuses to read or write'],
    [
      'a wrong password',
      driverError('password authentication failed for user "porch"', '28P01'),
      503,
      'refused the user name',
    ],
  ])('%s is no passing matter', (_what, error, code, text) => {
    const failure = databaseError('the database d', 'cannot be written', error);
    expect(failure).toMatchObject({
      code,
      message: expect.stringContaining(`the database d cannot be written: `) as string,
    });
    expect(failure.message).toContain(text);
    expect(failure.details).toBeUndefined();
  });

  it.each([
    ['nobody there', driverError('connect ECONNREFUSED', 'ECONNREFUSED'), 'nothing answers at its address'],
    ['no socket', driverError('connect ENOENT /run/.s.PGSQL.5432', 'ENOENT'), 'nothing answers at its address'],
    ['starting', driverError('the database system is starting up', '57P03'), 'it is starting or stopping'],
    [
      'terminated',
      driverError('terminating connection due to administrator command', '57P01'),
      'it is starting or stopping',
    ],
    ['a connection that broke', driverError('Connection terminated unexpectedly'), 'the connection broke'],
    [
      'a connection that is no more',
      driverError('Client has encountered a connection error and is not queryable'),
      'the connection broke',
    ],
    ['a hanging database', driverError('timeout exceeded when trying to connect'), 'it does not answer in time'],
    ['another process', driverError('database is locked', 'SQLITE_BUSY'), 'another process holds it'],
  ])('%s is: clients may try again in a second', (_what, error, text) => {
    const failure = databaseError('the database d', 'cannot be read', error);
    expect(failure).toMatchObject({
      code: 503,
      message: `the database d cannot be read: ${text}`,
      details: { retryAfterSeconds: 1 },
    });
  });
});
