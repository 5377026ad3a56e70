import { isPorchError, type KubernetesObject } from '@porch/api';
import { type Client, functionConfigs } from '@porch/client';
import { messageOf } from '../../session/report-error';
import { failed, type Finding, ok, warning } from './check';

/** Where upstream and this server keep what is known about functions. */
const NAMESPACE = 'porch-fn-system';

/** Whether the registered function configurations were taken in without an error. */
export async function checkFunctions(client: Client, signal: () => AbortSignal): Promise<Finding[]> {
  let items: KubernetesObject[];
  try {
    ({ items } = await client.list(functionConfigs, { namespace: NAMESPACE, signal: signal() }));
  } catch (error) {
    if (isPorchError(error) && (error.reason === 'NotFound' || error.reason === 'Forbidden')) {
      const advice = 'nothing: the functions built into the server work without configurations';
      return [warning('functions', `no function configurations can be seen: ${messageOf(error)}`, advice)];
    }
    return [failed('functions', messageOf(error), 'look at the log of the server')];
  }
  if (items.length === 0) return [ok('functions', 'the built-in ones; no further ones are configured')];
  return items.map((item) => {
    const what = `function ${item.metadata.name ?? ''}`;
    const { error } = (item['status'] ?? {}) as { error?: string };
    const { image } = (item['spec'] ?? {}) as { image?: string };
    if (error) return failed(what, error, `correct the FunctionConfig in namespace ${NAMESPACE}`);
    return ok(what, `configured for ${image ?? 'no image'}`);
  });
}
