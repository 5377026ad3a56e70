import { CONFIG_MAP, configDataOf } from '../function-config';
import { FunctionError, failedWith, resultInFile } from '../framework-outcome';
import { info, succeeded, warning } from '../function-outcome';
import { type SynchronousKrmFunction } from '../krm-function';
import { apiVersionOf, filePathOf, kindOf, nameOf } from '../object/krm-object';
import { setStringAt } from '../object/node-fields';

const ACTIONS = ['deny', 'warn', 'dryrun'];

/** set-enforcement-action (v0.1): says of all Gatekeeper constraints what they do about violations. */
export const setEnforcementAction: SynchronousKrmFunction = {
  name: 'set-enforcement-action',
  description: 'Set the enforcement action of Gatekeeper constraints.',
  configKinds: [CONFIG_MAP],
  configSchema: {
    type: 'object',
    properties: {
      data: {
        type: 'object',
        properties: { enforcementAction: { enum: ACTIONS } },
        required: ['enforcementAction'],
        additionalProperties: false,
      },
    },
    required: ['data'],
  },
  run({ items, functionConfig }) {
    try {
      const action = readAction(configDataOf(functionConfig));
      const policies = items.filter(
        (item) =>
          apiVersionOf(item) === 'constraints.gatekeeper.sh/v1beta1' && kindOf(item) !== '' && nameOf(item) !== '',
      );
      if (policies.length === 0) return succeeded(items, [warning(`Found no policy to set to [${action}]`)]);
      for (const policy of policies) setStringAt(policy, ['spec', 'enforcementAction'], action);
      return succeeded(items, [
        info(`Number of policies set to [${action}]: ${policies.length}`),
        ...policies.map((policy) => resultInFile(info(`Policy name: [${nameOf(policy)}]`), filePathOf(policy))),
      ]);
    } catch (thrown) {
      return failedWith(items, thrown, (message) => `failed to process policies: ${message}`);
    }
  },
};

function readAction(data: ReadonlyMap<string, string>): string {
  if (data.size !== 1) throw new FunctionError('expecting exactly 1 enforcementAction as part of the ConfigMap');
  const action = data.get('enforcementAction') ?? '';
  if (!ACTIONS.includes(action)) {
    const expected = ACTIONS.map((value) => `[${value}]`).join(' or ');
    throw new FunctionError(`expected values for enforcementAction are ${expected}`);
  }
  return action;
}
