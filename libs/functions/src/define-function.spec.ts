import { defineFunction } from './define-function';
import { setStringAt } from './object/node-fields';
import { messagesOf, runFunction } from './testing';

const object = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a # kept\n';

describe('a function of one’s own', () => {
  const setTeam = defineFunction<{ team: string }>({
    name: 'set-team',
    description: 'Say who owns what.',
    parseConfig: (config) => {
      const { data } = (config ?? {}) as { data?: { team?: string } };
      if (!data?.team) throw new Error('data.team is required');
      return { team: data.team };
    },
    run({ items, config, report, fail }) {
      if (config.team === 'nobody') fail('everything has an owner');
      for (const item of items) setStringAt(item, ['metadata', 'labels', 'team'], config.team);
      report({ message: `${items.length} resources`, severity: 'info' });
    },
  });

  it('changes objects in place and reports', async () => {
    const run = await runFunction(setTeam, object, 'data: {team: a}\n');
    expect(run.items).toBe(`${object}  labels:\n    team: a\n`);
    expect(messagesOf(run)).toEqual(['1 resources']);
  });

  it('gives objects back in the order of the Go SDK', async () => {
    const service = object.replace('Pod', 'Service');
    const early = object.replace('name: a', 'name: A');
    const run = await runFunction(
      defineFunction({ name: 'none', description: 'Nothing.', run: () => {} }),
      [service, object, early].join('---\n'),
    );
    expect(run.items).toBe([early, object, service].join('---\n'));
  });

  it('fails with its own words, and with those of what it throws', async () => {
    const failed = await runFunction(setTeam, object, 'data: {team: nobody}\n');
    expect(failed).toMatchObject({ exitCode: 1, stderr: 'everything has an owner' });
    const broken = await runFunction(setTeam, object);
    expect(broken).toMatchObject({ exitCode: 1, stderr: 'set-team: data.team is required' });
  });
});
